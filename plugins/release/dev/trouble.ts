import type { FakeReleaseApi } from './FakeReleaseApi';
import { SHANGHAI } from './fixtures/orderApi';

/** Lets something go wrong: a cluster falls `silent`, all is `empty`, or the backend is `failing`. */
export function applyTrouble(api: FakeReleaseApi, kind: string | null): void {
  const { list } = api.world;
  if (kind === 'empty') list.workloads = [];
  if (kind === 'failing') api.failure = new Error('upstream connect error');
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
