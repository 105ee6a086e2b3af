import type { FakeReleaseApi } from './FakeReleaseApi';
import { SHANGHAI } from './fixtures/orderApi';

/**
 * Lets something go wrong: a cluster falls `silent`, is `unread`: it has not said what it has, all is `empty`, or the backend
 * is `failing`.
 */
export function applyTrouble(api: FakeReleaseApi, kind: string | null): void {
  const { list } = api.world;
  if (kind === 'empty') list.workloads = [];
  if (kind === 'failing') api.failure = new Error('upstream connect error');
  if (kind === 'unread') shanghaiIsUnread(api);
  if (kind !== 'silent') return;
  const since = new Date(Date.now() - 38_000).toISOString();
  list.workloads = list.workloads.map(workload =>
    workload.id === SHANGHAI
      ? {
          ...workload,
          state: 'unknown',
          staleSince: since,
          reasons: [{ code: 'no-answer', params: {} }],
        }
      : workload,
  );
  list.clusters = list.clusters.map(cluster =>
    cluster.name === 'prod-shanghai'
      ? {
          ...cluster,
          status: 'unreachable',
          since,
          lastContactAt: since,
          message: 'connect ECONNREFUSED',
        }
      : cluster,
  );
}

/** A cluster hangs from before the first question: it is being connected to, and nothing is known of it. */
export function shanghaiIsUnread(api: FakeReleaseApi): void {
  const { list } = api.world;
  const cluster = 'prod-shanghai';
  api.world.list = {
    ...list,
    workloads: list.workloads.filter(({ id }) => id !== SHANGHAI),
    clusters: list.clusters.map(condition =>
      condition.name === cluster
        ? { ...condition, status: 'connecting', lastContactAt: undefined }
        : condition,
    ),
    problems: [{ code: 'not-read', params: { cluster } }],
  };
}
