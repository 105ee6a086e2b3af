import {
  plainLine,
  ROLLOUT_ALERTS,
  type Message,
  type RolloutAlert,
} from '@pilothouse/plugin-release-common';
import type { RolloutEvent, RolloutEventType } from '../events';
import type { RolloutState } from '../state';
import { effectiveGate } from '../steps/gate';

/** What people are told. A notification is stored once for all who get it, so that it is in both languages. */
export interface Notice {
  title: string;
  description: string;
  severity: 'high' | 'normal' | 'low';
  /** Under which its runbook is found. */
  alert?: RolloutAlert;
}

const MOST_TEXT = 300;

/** Events of which people may have to be told; those that come with a state say whether they do. */
const TOLD: readonly RolloutEventType[] = [
  'step-entered',
  'drift-found',
  'failed',
  'stuck',
  'ended',
];

/** Whether {@link noticeOf} may have something to say about an event. */
export function isTold({ type }: RolloutEvent): boolean {
  return TOLD.includes(type);
}

/** @returns `undefined` for what nobody needs to be told */
export function noticeOf(
  event: RolloutEvent,
  before: RolloutState | undefined,
  after: RolloutState,
): Notice | undefined {
  const { definition } = after;
  const { steps, reason } = definition;
  switch (event.type) {
    case 'step-entered': {
      if (steps.at(event.index)?.kind === 'gate') return gateNotice(after);
      return event.index === 0 && !before?.completed.length
        ? notice(after, 'low', 'begins', '开始', reason)
        : undefined;
    }
    case 'drift-found':
      return notice(
        after,
        'high',
        'waits: somebody else changed it',
        '暂停：被其他人修改',
        `${event.drift.field}: ${event.drift.expected} → ${event.drift.found}`,
      );
    case 'failed':
      return {
        ...notice(
          after,
          'high',
          'stops by itself, and goes back',
          '自动中止并回退',
          causeText(event.cause),
        ),
        alert: ROLLOUT_ALERTS.aborted,
      };
    case 'stuck':
      return {
        ...notice(
          after,
          'high',
          'is stuck, and tries again',
          '卡住，正在重试',
          causeText(event.reason),
        ),
        alert: ROLLOUT_ALERTS.stuck,
      };
    case 'ended':
      return endNotice(after, event.outcome);
    default:
      return undefined;
  }
}

function gateNotice(state: RolloutState): Notice | undefined {
  const { definition } = state;
  const { reason } = definition;
  switch (effectiveGate(definition)) {
    case 'manual':
      return notice(state, 'high', 'waits for promote', '等待推全', reason);
    case 'approval':
      return notice(state, 'high', 'waits for approval', '等待批准', reason);
    default:
      return undefined;
  }
}

function endNotice(
  state: RolloutState,
  outcome: Extract<RolloutEvent, { type: 'ended' }>['outcome'],
): Notice | undefined {
  const text = state.cause ? causeText(state.cause) : state.definition.reason;
  switch (outcome) {
    case 'succeeded':
      return notice(state, 'normal', 'succeeded', '成功', text);
    case 'aborted':
      return notice(state, 'normal', 'was aborted', '已中止', text);
    case 'rolled-back':
      return {
        ...notice(state, 'high', 'was rolled back', '已回滚', text),
        alert: ROLLOUT_ALERTS.aborted,
      };
    default:
      // Whoever superseded it knows, and is told of the one that follows.
      return undefined;
  }
}

function notice(
  { definition }: RolloutState,
  severity: Notice['severity'],
  english: string,
  chinese: string,
  description: string,
): Notice {
  const { name, image, environment } = definition;
  const version = image.tag ?? image.digest?.slice(0, 19) ?? image.reference;
  return {
    title: plainLine(
      `${name} ${version} → ${environment}: ${english} · ${chinese}`,
      MOST_TEXT,
    ),
    description: plainLine(description, MOST_TEXT),
    severity,
  };
}

/** `evidence-failed: provider kubernetes, check crash-loops`; who reads more of it opens the Deploy tab. */
function causeText({
  code,
  params,
  by,
  reason,
}: Message & { by?: string; reason?: string }): string {
  if (by !== undefined) return reason ? `${by}: ${reason}` : by;
  const details = Object.entries(params)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
  return details ? `${code}: ${details}` : code;
}
