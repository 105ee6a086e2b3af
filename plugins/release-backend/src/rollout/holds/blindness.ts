import type { Message } from '@pilothouse/plugin-release-common';
import type { Draft } from '../Draft';
import type { TargetObservation } from '../observation';
import { presentStep, targetOf } from '../steps/present';
import { verdictOf } from './verdict';

/** Who looks at the screen is told when nothing has been seen for so long. */
const BLIND_AFTER_MS = 30_000;

/** While something is undone whoever looks waits for that, and is told sooner. */
const BLIND_ENDING_AFTER_MS = 5_000;

/** The cluster of the present step is not seen. */
export function noteAway(draft: Draft, target?: TargetObservation): void {
  draft.away = target;
  noteNothing(draft, awayReason(draft, target));
}

/** What is undone has to wait for a cluster that is not seen. */
export function noteAwayEnding(draft: Draft): void {
  const { away, observation } = draft;
  const awayMs = (draft.clock.awayMs ?? 0) + draft.takeElapsed();
  draft.clock = { ...draft.clock, awayMs };
  if (draft.state.blind || awayMs < BLIND_ENDING_AFTER_MS) return;
  draft.push({
    type: 'observation-lost',
    since: observation.now - awayMs,
    reason: awayReason(draft, away),
  });
}

/** What is undone is seen. */
export function noteSeenEnding(draft: Draft): void {
  draft.clock = { ...draft.clock, awayMs: undefined };
  if (draft.state.blind) draft.push({ type: 'observation-regained' });
}

/** With the cluster, whatever the problem says of it. */
function awayReason({ state }: Draft, target?: TargetObservation): Message {
  const { code, params } = target?.problem ?? {
    code: 'connecting',
    params: {},
  };
  const workloadId = target?.workloadId ?? presentStep(state).step.workloadId;
  const { cluster } = targetOf(state, workloadId).target;
  return { code, params: { ...params, cluster } };
}

/** The cluster is seen; whether its pods are well may not be known. */
export function noteMeasured(draft: Draft): void {
  if (draft.state.stepReadyAt !== undefined && verdictOf(draft) === 'unknown') {
    noteNothing(draft, unmeasured(draft));
    return;
  }
  draft.clock = { ...draft.clock, awayMs: undefined };
  if (draft.state.blind) draft.push({ type: 'observation-regained' });
}

function unmeasured({ evidence }: Draft): Message {
  const report = evidence.find(({ verdict }) => verdict === 'unknown');
  return (
    report?.problem ?? {
      code: 'evidence-unknown',
      params: { provider: report?.provider ?? '' },
    }
  );
}

function noteNothing(draft: Draft, reason: Message): void {
  const awayMs = (draft.clock.awayMs ?? 0) + draft.takeElapsed();
  draft.clock = { ...draft.clock, awayMs };
  const { stepReadyAt, blind, pause, drift } = draft.state;
  const counts = stepReadyAt !== undefined && !pause && drift.length === 0;
  if (!counts || blind || awayMs < BLIND_AFTER_MS) return;
  const since = draft.observation.now - awayMs;
  draft.push({ type: 'observation-lost', since, reason });
}
