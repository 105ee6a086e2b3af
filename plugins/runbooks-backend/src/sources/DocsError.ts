import { CustomErrorBase } from '@backstage/errors';

/** Why documentation could not be read, as far as its readers may know. */
export type DocsReason =
  | 'not-found'
  | 'refused'
  | 'timeout'
  | 'too-large'
  | 'elsewhere'
  | 'failed';

/** What is said of each, in English; never what a file system or a token had to do with it. */
export const DOCS_REASONS: Readonly<Record<DocsReason, string>> = {
  'not-found': 'Its documentation is not where the entity says it is',
  refused: 'The portal may not read its repository',
  timeout: 'Its repository does not answer in time',
  'too-large': 'Its documentation is larger than the index reads',
  elsewhere: 'The entity names documentation that is not its own',
  failed: 'Its documentation could not be read',
};

/** Documentation that could not be read. Its message has that of its cause, and is for the log. */
export class DocsError extends CustomErrorBase {
  name = 'DocsError' as const;
  readonly reason: DocsReason;

  constructor(reason: DocsReason, cause?: unknown) {
    super(DOCS_REASONS[reason], cause);
    this.reason = reason;
  }
}
