import type { StateKind } from '@pilothouse/pilothouse-react';
import type {
  PodState,
  WORKLOAD_REASONS,
  WorkloadState,
} from '@pilothouse/plugin-release-common';

/** The sign of a workload's state. */
export const WORKLOAD_KINDS: Record<WorkloadState, StateKind> = {
  healthy: 'healthy',
  progressing: 'moving',
  degraded: 'failed',
  stopped: 'stopped',
  unknown: 'unknown',
};

/** The sign of a pod's state. */
export const POD_KINDS: Record<PodState, StateKind> = {
  ready: 'healthy',
  starting: 'moving',
  'not-ready': 'attention',
  failed: 'failed',
  terminating: 'moving',
  succeeded: 'stopped',
  unknown: 'unknown',
};

/** The sign of a reason by itself: what goes on beside a failure has not failed. */
const REASON_KINDS: Record<(typeof WORKLOAD_REASONS)[number], StateKind> = {
  'crash-loop': 'failed',
  'image-pull': 'failed',
  'cannot-start': 'failed',
  unschedulable: 'failed',
  restarted: 'attention',
  'not-ready': 'attention',
  'deadline-exceeded': 'failed',
  'replicas-refused': 'failed',
  'rolling-out': 'moving',
  scaling: 'moving',
  paused: 'stopped',
  'no-answer': 'unknown',
  refused: 'unknown',
  forbidden: 'unknown',
  'not-read': 'unknown',
  'canary-alone': 'attention',
};

/** @param code - of `WORKLOAD_REASONS`; one that is not known wants a look */
export function reasonKind(code: string): StateKind {
  return (
    Object.entries(REASON_KINDS).find(([known]) => known === code)?.[1] ??
    'attention'
  );
}
