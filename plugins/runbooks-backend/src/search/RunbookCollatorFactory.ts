import type { AuthService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import type {
  DocumentCollatorFactory,
  IndexableDocument,
} from '@backstage/plugin-search-common';
import type { RunbookDocumentList } from '@pilothouse/plugin-runbooks-common';
import { Readable } from 'node:stream';
import { runbooksClient, type RunbooksClientOptions } from '../runbooksClient';

interface Options extends RunbooksClientOptions {
  auth: RunbooksClientOptions['auth'] &
    Pick<AuthService, 'getOwnServiceCredentials'>;
}

/** What the search index keeps of a page of a runbook. */
export interface RunbookDocument extends IndexableDocument {
  kind: string;
  namespace: string;
  name: string;
  owner: string;
  language: string;
}

/**
 * Brings runbooks into the search of the portal. TechDocs brings a page there when somebody has opened its
 * documentation; a runbook has to be found by the first who needs it.
 */
export class RunbookCollatorFactory implements DocumentCollatorFactory {
  readonly type = 'runbooks';
  /** Of the entity in `authorization.resourceRef`: search shows what the catalog would show. */
  readonly visibilityPermission = catalogEntityReadPermission;
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async getCollator(): Promise<Readable> {
    return Readable.from(this.#documents());
  }

  async *#documents(): AsyncGenerator<RunbookDocument> {
    let after: string | undefined;
    do {
      const { documents, next } = await this.#read(after);
      yield* documents.map(toDocument);
      after = next;
    } while (after !== undefined);
  }

  /** A token lasts for one answer at least. */
  async #read(after: string | undefined): Promise<RunbookDocumentList> {
    const { auth } = this.#options;
    const client = await runbooksClient(
      this.#options,
      await auth.getOwnServiceCredentials(),
    );
    return client.listDocuments(after);
  }
}

function toDocument({
  runbook,
  page,
  text,
}: RunbookDocumentList['documents'][number]): RunbookDocument {
  const { entityRef, owner = '', alerts } = runbook;
  return {
    title: page.title,
    text: [...alerts, text].join('\n'),
    location: page.url,
    language: page.language,
    owner,
    ...parseEntityRef(entityRef),
    authorization: { resourceRef: entityRef },
  };
}
