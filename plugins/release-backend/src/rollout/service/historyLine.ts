import type {
  Message,
  RolloutHistoryLine,
} from '@pilothouse/plugin-release-common';
import { capped } from '../../workload/objects';
import type { RolloutEvent, StoredEvent } from '../events';

/** Who, why, and what goes into the sentence. */
type Told = Pick<RolloutHistoryLine, 'params' | 'by' | 'reason'>;

const MOST_TEXT = 1000;

function params(
  values: Record<string, string | number | undefined>,
): Message['params'] {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [
        [name, typeof value === 'string' ? capped(value, MOST_TEXT) : value],
      ];
    }),
  );
}

function told(
  event: RolloutEvent,
  at: number,
  steps: readonly { kind: string; workloadId: string; replicas?: number }[],
): Told {
  const step = (index: number) => ({
    kind: steps[index]?.kind,
    workload: steps[index]?.workloadId,
    replicas: steps[index]?.replicas,
  });
  switch (event.type) {
    case 'started':
      return {
        params: params({ version: event.definition.image.reference }),
        by: event.definition.author,
        reason: event.definition.reason,
      };
    case 'step-entered':
    case 'step-ready':
      return { params: params(step(event.index)) };
    case 'step-completed': {
      const { observedMs } = event;
      return { params: params({ ...step(event.index), observedMs }) };
    }
    case 'write-intended': {
      const { key, workloadId, role, goal } = event.intent;
      return {
        params: params({
          key,
          workload: workloadId,
          role,
          kind: goal.kind,
          ...('replicas' in goal && { replicas: goal.replicas }),
        }),
      };
    }
    case 'write-settled': {
      const { key, outcome, message } = event;
      return { params: params({ key, outcome, message }) };
    }
    case 'drift-found': {
      const {
        workloadId: workload,
        adoptable: _adoptable,
        overridable: _overridable,
        ...drift
      } = event.drift;
      return { params: params({ workload, ...drift }) };
    }
    case 'drift-resolved': {
      const { choice, by, reason } = event;
      return { params: { choice }, by, reason };
    }
    case 'paused':
    case 'resumed':
    case 'approved':
    case 'promoted':
      return { params: {}, by: event.by, reason: event.reason };
    case 'abort-requested': {
      const { by, reason, supersededBy } = event;
      return { params: params({ rollout: supersededBy }), by, reason };
    }
    case 'failed':
      return { params: { code: event.cause.code, ...event.cause.params } };
    case 'observation-lost': {
      const seconds = Math.max(0, Math.round((at - event.since) / 1000));
      return {
        params: {
          ...event.reason.params,
          code: event.reason.code,
          seconds,
        },
      };
    }
    case 'held':
      return { params: params({ freeze: event.reason }) };
    case 'stuck':
      return { params: { ...event.reason.params, code: event.reason.code } };
    case 'ended':
      return { params: { outcome: event.outcome } };
    case 'observation-regained':
    case 'released':
    case 'unstuck':
      return { params: {} };
    default:
      return event satisfies never;
  }
}

/** An event as one line of a rollout's history, in codes. */
export function historyLine(
  { sequence, at, event }: StoredEvent,
  steps: readonly { kind: string; workloadId: string; replicas?: number }[],
): RolloutHistoryLine {
  return {
    sequence,
    at: new Date(at).toISOString(),
    code: event.type,
    ...told(event, at, steps),
  };
}
