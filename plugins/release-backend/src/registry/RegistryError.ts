/**
 * - `away`: it does not answer, answers with 5xx, or too many failures made us leave it alone for a moment
 * - `busy`: it wants fewer requests
 * - `refuses`: it does not accept our credentials, or not for this repository
 * - `missing`: it says that there is no such thing
 * - `invalid`: what it answers is not what a registry answers, or not what was asked for
 */
export type RegistryFailure =
  | 'away'
  | 'busy'
  | 'refuses'
  | 'missing'
  | 'invalid';

/** A registry that did not answer as hoped. The message is for people and holds neither secrets nor text of the registry. */
export class RegistryError extends Error {
  readonly name = 'RegistryError';
  readonly failure: RegistryFailure;
  /** How long it wants to be left alone, when it said so. */
  readonly retryAfterMs?: number;

  constructor(
    failure: RegistryFailure,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    // Without the text of the cause, which may be that of the registry.
    super(message, { cause: options.cause });
    this.failure = failure;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Whether it says that there is no such thing, which is an answer and no trouble. */
export function isMissing(error: unknown): boolean {
  return error instanceof RegistryError && error.failure === 'missing';
}
