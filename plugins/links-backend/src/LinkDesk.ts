import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { NotFoundError, toError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  linkSchema,
  type Link,
  type LinkList,
  type LinkSubject,
} from '@pilothouse/plugin-links-common';
import type { LinkProvider } from '@pilothouse/plugin-links-node';

/** What one provider may take. */
const PROVIDER_TIMEOUT_MS = 2_000;
/** Links of one provider, and of an answer. */
const MOST_OF_ONE = 20;
const MOST = 100;

interface Options {
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  logger: LoggerService;
  /** In the order of their links. */
  providers: readonly LinkProvider[];
  timeoutMs?: number;
}

type Answer =
  | { links: Link[] }
  | { problem: LinkList['problems'][number]; links?: undefined };

/** Asks every provider for links, at the same time; one that fails costs its own. */
export class LinkDesk {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * @param subject - with a full reference, in lower case
   * @throws NotFoundError for an entity that cannot be seen
   */
  async list(
    subject: LinkSubject,
    credentials: BackstageCredentials,
  ): Promise<LinkList> {
    const { catalog, providers } = this.#options;
    const { entityRef } = subject;
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    if (!entity) {
      throw new NotFoundError(
        `There is no entity ${entityRef}, or you may not see it`,
      );
    }
    const answers = await Promise.all(
      providers.map(provider =>
        this.#ask(provider, { subject, entity, credentials }),
      ),
    );
    return {
      links: answers.flatMap(({ links = [] }) => links).slice(0, MOST),
      problems: answers.flatMap(answer =>
        'problem' in answer ? [answer.problem] : [],
      ),
    };
  }

  async #ask(
    provider: LinkProvider,
    request: Parameters<LinkProvider['links']>[0],
  ): Promise<Answer> {
    const { logger, timeoutMs = PROVIDER_TIMEOUT_MS } = this.#options;
    const signal = AbortSignal.timeout(timeoutMs);
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
    try {
      const links = await Promise.race([
        provider.links(request, { signal }),
        late,
      ]);
      return {
        links: links.slice(0, MOST_OF_ONE).flatMap(link => {
          const id = `${provider.id}:${link.id}`;
          const { data, error } = linkSchema.safeParse({ ...link, id });
          if (error) {
            logger.warn(
              `A link of ${provider.id} is left out: ${error.issues[0].message}`,
            );
          }
          return data ?? [];
        }),
      };
    } catch (error) {
      const code = signal.aborted ? 'timeout' : 'failed';
      logger.warn(
        `No links of ${provider.id} for ${request.subject.entityRef}: ${
          toError(error).message
        }`,
      );
      return { problem: { provider: provider.id, code } };
    }
  }
}
