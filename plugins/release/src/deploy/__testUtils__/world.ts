import { parseWorkloadId } from '@pilothouse/plugin-release-common';
import { screen, within } from '@testing-library/react';
import type { FakeReleaseApi } from '../../../dev/FakeReleaseApi';
import { BEIJING, SHANGHAI } from '../../../dev/fixtures/orderApi';
import type { pod } from '../../../dev/fixtures/orderApi';

export function httpError(status: number): Error {
  return Object.assign(new Error('The backend said no'), {
    statusCode: status,
  });
}

/** Rows of a table by what a reader sees in them, without the head. */
export async function rowsOf(role: 'grid' | 'table', name: string) {
  const table = await screen.findByRole(role, { name });
  return within(table).getAllByRole('row').slice(1);
}

export function workloadIn(api: FakeReleaseApi, id: string) {
  const { workloads } = api.world.list;
  const index = workloads.findIndex(workload => workload.id === id);
  return {
    set: (change: Partial<(typeof workloads)[number]>) => {
      // The backend sends new objects each time.
      api.world.list = {
        ...api.world.list,
        workloads: workloads.with(index, { ...workloads[index], ...change }),
      };
    },
  };
}

export function setPods(api: FakeReleaseApi, pods: ReturnType<typeof pod>[]) {
  const now = new Date().toISOString();
  api.world.pods.set(BEIJING, { pods, total: pods.length, now });
}

export function shanghaiIsSilent(
  api: FakeReleaseApi,
  seconds = 38,
  code: 'no-answer' | 'refused' = 'no-answer',
) {
  clusterIsSilent(api, SHANGHAI, seconds, code);
}

/** @param workloadId - the only workload that the cluster has */
export function clusterIsSilent(
  api: FakeReleaseApi,
  workloadId: string,
  seconds = 38,
  code: 'no-answer' | 'refused' = 'no-answer',
) {
  const silent = parseWorkloadId(workloadId)?.cluster ?? '';
  const since = new Date(Date.now() - seconds * 1_000).toISOString();
  workloadIn(api, workloadId).set({
    state: 'unknown',
    staleSince: since,
    reasons: [{ code, params: { cluster: silent } }],
  });
  api.world.list.clusters = api.world.list.clusters.map(cluster =>
    cluster.name === silent
      ? {
          ...cluster,
          status: code === 'refused' ? 'unauthorized' : 'unreachable',
          since,
          // Each refusal is a contact.
          lastContactAt: code === 'refused' ? new Date().toISOString() : since,
          message: 'connect ECONNREFUSED',
        }
      : cluster,
  );
}
