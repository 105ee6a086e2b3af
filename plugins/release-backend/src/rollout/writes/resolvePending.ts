import type { Draft } from '../Draft';
import type { ObservedDeployment } from '../observation';
import type { RolloutState } from '../state';
import { waitBeforeRetry } from './backoff';
import { goalIsObserved } from './goals';

/** What may still happen late is looked for so often meanwhile. */
const READ_AGAIN_MS = 10_000;

type Pending = NonNullable<RolloutState['pending']>;

/**
 * What is known of a write whose outcome is not:
 * - `none`: there is none
 * - `away`: its cluster is not seen
 * - `asked`: it has to be read back first, or was just now
 * - `settled`: now it is certain
 * - `open`: it has not happened, and still can: the Deployment is as it was when the write was decided
 */
export type PendingLook =
  | { kind: 'none' | 'away' | 'asked' | 'settled' }
  | { kind: 'open'; pending: Pending; deployment?: ObservedDeployment };

/**
 * Finds out what became of a write, by what the cluster itself says under the present epoch. Every write names a
 * resourceVersion, so it can only be the very next change of its Deployment: with any other resourceVersion it either
 * has happened or never will.
 */
export function resolvePending(draft: Draft): PendingLook {
  const { state, observation } = draft;
  const { pending } = state;
  if (!pending) return { kind: 'none' };
  const { workloadId, role, goal, seen } = pending;
  const target = observation.targets[workloadId];
  if (!target?.current) {
    draft.away = target;
    return { kind: 'away' };
  }
  if (!target.readBack?.includes(role)) {
    draft.inDoubt ??= target;
    if (isDue(draft, pending)) draft.readBack = { workloadId, role };
    return { kind: 'asked' };
  }
  const deployment = target[role];
  if (!seen) {
    return deployment
      ? settle(draft, pending, 'observed', deployment)
      : { kind: 'open', pending };
  }
  if (deployment?.uid !== seen.uid) return settle(draft, pending, 'conflict');
  if (goalIsObserved(goal, deployment, state.definition.id)) {
    return settle(draft, pending, 'observed', deployment);
  }
  return deployment.resourceVersion === seen.resourceVersion
    ? { kind: 'open', pending, deployment }
    : settle(draft, pending, 'conflict', deployment);
}

/** As long as it could not be tried again there is little to be known, and clusters in trouble are asked enough. */
function isDue(draft: Draft, { key }: Pending): boolean {
  const { state, clock, observation } = draft;
  const { now } = observation;
  const wait = waitBeforeRetry(state, key, now);
  if (wait === 0) return true;
  draft.nextLookMs = Math.min(draft.nextLookMs, wait);
  const { readAt } = clock;
  const since = readAt === undefined ? READ_AGAIN_MS : now - readAt;
  if (since >= 0 && since < READ_AGAIN_MS) return false;
  draft.clock = { ...clock, readAt: now };
  return true;
}

function settle(
  draft: Draft,
  { key, attempt }: Pending,
  outcome: 'observed' | 'conflict',
  deployment?: ObservedDeployment,
): PendingLook {
  draft.push({
    type: 'write-settled',
    key,
    attempt,
    outcome,
    generation: deployment?.generation,
    readBack: true,
  });
  return { kind: 'settled' };
}
