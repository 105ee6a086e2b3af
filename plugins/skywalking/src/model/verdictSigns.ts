import type { StateKind } from '@pilothouse/pilothouse-react';
import type { HealthVerdict } from '@pilothouse/plugin-skywalking-common';

/** Signs of verdicts, wherever they stand. */
export const VERDICT_SIGNS: Record<HealthVerdict, StateKind> = {
  healthy: 'healthy',
  degraded: 'failed',
  unknown: 'unknown',
};
