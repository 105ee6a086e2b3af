import type { Pod } from '../workload/objects';
import {
  containerStatus,
  deployment,
  pod,
  replicaSet,
  type ContainerStatus,
} from './objects';

/** The time at which pods are judged. */
export const NOW = Date.parse('2026-11-20T12:00:00Z');
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

export function ago(ms: number): string {
  return new Date(NOW - ms).toISOString();
}

const SET = replicaSet(deployment({ name: 'order-api' }));

export function podWith(
  container: Partial<ContainerStatus>,
  status: Partial<NonNullable<Pod['status']>> = {},
): Pod {
  return pod(SET, 'order-api-1', containerStatus(container), status);
}

export function ended(ms: number, exitCode = 137, reason = 'OOMKilled') {
  return { terminated: { exitCode, reason, finishedAt: ago(ms) } };
}

export const unready = { ready: false };
export const runningFor = (ms: number) => ({ running: { startedAt: ago(ms) } });
export const readySince = (ms: number) => ({
  conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(ms) }],
});
