import type {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { isError, toError } from '@backstage/errors';
import {
  LinksClient,
  type Link,
  type LinksApi,
} from '@pilothouse/plugin-links-common';
import type { RolloutAlert, Target } from '@pilothouse/plugin-release-common';
import type { RolloutDefinition, TargetDefinition } from '../definition';

/** A notification does not wait longer for its links. */
const TIMEOUT_MS = 3_000;
/** Of one notification, which is read on a telephone at night. */
const MOST = 4;
/** What helps whom a notification wakes. */
const KINDS: readonly string[] = ['traces', 'logs', 'runbook', 'other'];

interface Options {
  links: Pick<LinksApi, 'listLinks'>;
  /** `app.baseUrl`: a notification is read elsewhere, too. */
  appUrl: string;
  logger: LoggerService;
}

/** Where to look next, for those who are told that a rollout needs them: the same links that screens show. */
export class NoticeLinks {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Asks the links backend as the plugin itself; who is told owns the entity. */
  static create(
    options: Omit<Options, 'links'> & {
      auth: AuthService;
      discovery: DiscoveryService;
    },
  ): NoticeLinks {
    const { auth, discovery, ...rest } = options;
    const links = new LinksClient({
      discoveryApi: discovery,
      fetchApi: {
        fetch: async (input, init) => {
          const { token } = await auth.getPluginRequestToken({
            onBehalfOf: await auth.getOwnServiceCredentials(),
            targetPluginId: 'links',
          });
          const headers = new Headers(init?.headers);
          headers.set('authorization', `Bearer ${token}`);
          return fetch(input, { ...init, headers });
        },
      },
    });
    return new NoticeLinks({ links, ...rest });
  }

  /** Lines such as `Traces · 链路: https://…`; never rejects, and is empty where there are none. */
  async linesFor(
    definition: Pick<
      RolloutDefinition,
      'id' | 'entityRef' | 'name' | 'targets' | 'strategy'
    >,
    alert?: RolloutAlert,
  ): Promise<string> {
    const { links: api, appUrl, logger } = this.#options;
    const { id, entityRef, name, strategy } = definition;
    const [first] = definition.targets;
    try {
      const { links } = await api.listLinks(
        {
          entityRef,
          rolloutId: id,
          workload: name,
          ...(first && { target: targetOf(first) }),
          ...(strategy === 'canary' && { role: 'canary' }),
          alert,
        },
        { signal: AbortSignal.timeout(TIMEOUT_MS) },
      );
      return (
        links
          .filter(({ kind }) => KINDS.includes(kind))
          // What to do comes before where to look.
          .toSorted((a, b) => rank(a, alert) - rank(b, alert))
          .slice(0, MOST)
          .map(({ title: { en, zh }, url }) => {
            const title = en === zh ? en : `${en} · ${zh}`;
            return `${title}: ${url.startsWith('/') ? `${appUrl}${url}` : url}`;
          })
          .join('\n')
      );
    } catch (error) {
      // A portal without the links plugin has none.
      if (!(isError(error) && error.name === 'NotFoundError')) {
        logger.debug(`No links for rollout ${id}: ${toError(error).message}`);
      }
      return '';
    }
  }
}

function rank({ kind }: Link, alert: RolloutAlert | undefined): number {
  return alert !== undefined && kind === 'runbook' ? 0 : 1;
}

function targetOf({
  environment,
  cluster,
  namespace,
}: TargetDefinition): Target {
  return { environment, cluster, namespace };
}
