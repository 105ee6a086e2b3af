import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import type { Link, LinkSubject } from '@pilothouse/plugin-links-common';
import {
  rolloutTabLink,
  type LinkProvider,
  type LinkRequest,
} from '@pilothouse/plugin-links-node';
import {
  discoverColumns,
  discoverFilters,
  discoverUrl,
  type DiscoverView,
  type LogSource,
  type LogSourceList,
} from '@pilothouse/plugin-logs-common';
import {
  deploymentOf,
  type Rollout,
  type ScopedDeployment,
} from '@pilothouse/plugin-release-common';

type SourceTarget = LogSourceList['targets'][number];

/** Other plugins, asked in the name of somebody. */
export interface LinksAsk {
  sources(
    entityRef: string,
    credentials: BackstageCredentials,
    signal: AbortSignal,
  ): Promise<LogSourceList>;
  rollout(
    rolloutId: string,
    credentials: BackstageCredentials,
    signal: AbortSignal,
  ): Promise<Rollout>;
}

const PRODUCTS = {
  kibana: 'Kibana',
  'opensearch-dashboards': 'OpenSearch Dashboards',
};
/** What is around it belongs to a step, too. */
const MARGIN_MS = 60_000;

/**
 * Opens Kibana or OpenSearch Dashboards with the filter, the time and the columns of the Logs tab: for an entity, and
 * closer for a target, a pod, a rollout, one of its steps, or a trace.
 */
export class LogsLinks implements LinkProvider {
  readonly id = 'logs';
  readonly #ask: LinksAsk;
  readonly #clock: () => number;

  constructor(ask: LinksAsk, clock: () => number = Date.now) {
    this.#ask = ask;
    this.#clock = clock;
  }

  async links(
    { subject, entity, credentials }: LinkRequest,
    { signal }: { signal: AbortSignal },
  ): Promise<readonly Link[]> {
    const { rolloutId } = subject;
    const [list, rollout] = await Promise.all([
      whereAllowed(
        this.#ask.sources(stringifyEntityRef(entity), credentials, signal),
      ),
      rolloutId === undefined
        ? undefined
        : whereAllowed(this.#ask.rollout(rolloutId, credentials, signal)),
    ]);
    if (!list || (rolloutId !== undefined && !rollout)) return [];
    const time = this.#time(subject, rollout);
    const links = list.sources.flatMap(source => {
      const targets = list.targets.filter(
        target =>
          target.source === source.name && isMeant(target, subject, rollout),
      );
      return linkInto(source, targets, { subject, time });
    });
    // Of an entity as a whole, the last environment is meant: the one that matters most.
    const meant =
      subject.target || rolloutId !== undefined ? links : links.slice(-1);
    return [
      ...(meant.length > 0 ? errorsOf({ entity, subject }, time) : []),
      ...(meant.length > 1 ? meant.map(withSource) : meant),
    ];
  }

  #time(
    { from, to, step }: LinkSubject,
    rollout: Rollout | undefined,
  ): Pick<DiscoverView, 'from' | 'to'> {
    const part =
      rollout && (step === undefined ? undefined : rollout.steps.at(step));
    const begin = part?.enteredAt ?? rollout?.createdAt;
    const end = part ? part.endedAt : rollout?.endedAt;
    const around = (at: string, by: number) =>
      new Date(Date.parse(at) + by).toISOString();
    if (from === undefined && to === undefined && begin !== undefined) {
      return {
        from: around(begin, -MARGIN_MS),
        to: end === undefined ? 'now' : around(end, MARGIN_MS),
      };
    }
    // A link that says an end keeps its meaning tomorrow.
    const now = new Date(this.#clock()).toISOString();
    return {
      from:
        from ?? (to === undefined ? 'now-15m' : around(to, -15 * MARGIN_MS)),
      to: to ?? (from === undefined ? 'now' : now),
    };
  }
}

/** What was said of it, in its own time. */
function errorsOf(
  request: Pick<LinkRequest, 'entity' | 'subject'>,
  time: Pick<DiscoverView, 'from' | 'to'>,
): Link[] {
  return rolloutTabLink(request, {
    id: 'errors',
    kind: 'logs',
    name: 'logs',
    query: { level: 'error' },
    time: Number.isNaN(Date.parse(time.to)) ? undefined : time,
    titles: {
      canary: { en: 'Errors in the canary’s logs', zh: '金丝雀的错误日志' },
      release: { en: 'Errors in the logs', zh: '错误日志' },
    },
  });
}

function isMeant(
  { target, workloads }: SourceTarget,
  subject: LinkSubject,
  rollout: Rollout | undefined,
): boolean {
  const { target: wanted, workload } = subject;
  const isSame = (other: typeof target) =>
    target.environment === other.environment &&
    target.cluster === other.cluster &&
    target.namespace === other.namespace;
  return (
    (!wanted || isSame(wanted)) &&
    (workload === undefined || workloads.includes(workload)) &&
    (!rollout || rollout.targets.some(item => isSame(item.target)))
  );
}

function linkInto(
  source: LogSource,
  targets: readonly SourceTarget[],
  {
    subject,
    time,
  }: { subject: LinkSubject; time: Pick<DiscoverView, 'from' | 'to'> },
): Link[] {
  const { discover, fields, name } = source;
  const { pod, role, workload, traceId } = subject;
  const deployments = targets
    .flatMap(target => target.deployments ?? [])
    .filter(
      deployment =>
        (role === undefined || deployment.role === role) &&
        (workload === undefined || deployment.workload === workload),
    );
  if (!discover || deployments.length === 0) return [];
  if (pod !== undefined && !deploymentOf(pod, deployments)) return [];
  const product = PRODUCTS[discover.product];
  return [
    {
      id: name,
      kind: 'logs',
      title: { en: `Logs in ${product}`, zh: `在 ${product} 查看日志` },
      url: discoverUrl(discover, fields, {
        filters: discoverFilters(source, {
          clusters: unique(targets.map(({ target }) => target.cluster)),
          namespaces: unique(targets.map(({ target }) => target.namespace)),
          deployments: unique(deployments.map(nameOf)),
          ...(pod !== undefined && { pods: [pod] }),
          ...(traceId !== undefined && { traceId }),
        }),
        ...time,
        columns: discoverColumns(fields),
        sort: 'desc',
      }),
    },
  ];
}

const nameOf = ({ name }: ScopedDeployment) => name;
const unique = (names: readonly string[]) => [...new Set(names)];

/** Which one it is, where there are several. */
function withSource(link: Link): Link {
  const at = ` (${link.id.slice(0, 50)})`;
  const { en, zh } = link.title;
  return { ...link, title: { en: `${en}${at}`, zh: `${zh}${at}` } };
}

/** Who may not read has no links, which is no failure. */
async function whereAllowed<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    const status =
      isError(error) && 'statusCode' in error ? error.statusCode : undefined;
    if (status === 403 || status === 404) return undefined;
    throw error;
  }
}
