import type { StateKind } from '@pilothouse/pilothouse-react';
import type {
  PodState,
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
