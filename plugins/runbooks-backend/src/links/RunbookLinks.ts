import type { Link } from '@pilothouse/plugin-links-common';
import type { LinkProvider } from '@pilothouse/plugin-links-node';
import { pageFor, type Runbook } from '@pilothouse/plugin-runbooks-common';
import { runbooksClient, type RunbooksClientOptions } from '../runbooksClient';

/** More belong on the page of all runbooks. */
const MOST = 5;
/** What the contract of links has room for. */
const LONGEST_TITLE = 80;

/** Runbooks for an alert, and otherwise those in an entity's own documentation or that name it. */
export class RunbookLinks implements LinkProvider {
  readonly id = 'runbooks';
  readonly #options: RunbooksClientOptions;

  constructor(options: RunbooksClientOptions) {
    this.#options = options;
  }

  async links(
    { subject, credentials }: Parameters<LinkProvider['links']>[0],
    { signal }: { signal: AbortSignal },
  ): Promise<readonly Link[]> {
    const { entityRef, alert } = subject;
    const client = await runbooksClient(this.#options, credentials);
    const { runbooks } = await client.listRunbooks(
      { entityRef, alert },
      { signal },
    );
    return runbooks
      .filter(
        runbook =>
          alert !== undefined ||
          runbook.entityRef === entityRef ||
          runbook.services.includes(entityRef),
      )
      .slice(0, MOST)
      .map(linkTo);
  }
}

function linkTo(runbook: Runbook): Link {
  const { id, pages } = runbook;
  const titleIn = (language: string) =>
    (pageFor(pages, language)?.title ?? id).slice(0, LONGEST_TITLE);
  return {
    id: `runbooks:${id}`.slice(0, 200),
    kind: 'runbook',
    title: {
      en: named('Runbook: ', titleIn('en')),
      zh: named('运维手册：', titleIn('zh')),
    },
    // Opens the page in the reader's language.
    url: `/runbooks/open?${new URLSearchParams({ id })}`,
  };
}

/** A title that says itself what it is needs no word before it. */
function named(word: string, title: string): string {
  return /runbook|手册/i.test(title) ? title : `${word}${title}`;
}
