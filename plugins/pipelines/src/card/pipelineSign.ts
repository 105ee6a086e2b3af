import type { StateKind } from '@pilothouse/pilothouse-react';
import type { PipelineStatus } from '@pilothouse/plugin-pipelines-common';

const SIGNS: Record<PipelineStatus, StateKind> = {
  created: 'moving',
  waiting_for_resource: 'moving',
  preparing: 'moving',
  pending: 'moving',
  running: 'moving',
  success: 'healthy',
  failed: 'failed',
  canceled: 'stopped',
  canceling: 'stopped',
  skipped: 'stopped',
  manual: 'attention',
  scheduled: 'stopped',
  unknown: 'unknown',
};

/** The sign that a pipeline's state has everywhere in the portal. */
export function pipelineSign(status: PipelineStatus): StateKind {
  return SIGNS[status];
}
