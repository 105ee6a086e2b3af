import type { Role } from '@pilothouse/plugin-release-common';
import type { Draft } from '../Draft';
import type { ObservedDeployment } from '../observation';
import type { Expected } from '../state';
import { targetOf } from '../steps/present';

/** A cache that is current has what we wrote within moments; after so long the cluster itself is asked. */
const CACHE_LAG_MS = 10_000;

/**
 * What can be said of a Deployment:
 * - `away`: its cluster is not seen
 * - `absent`: there is none, nor was there
 * - `gone`: it was deleted, or is another one of the same name
 * - `awaited`: what is seen may be from before our last write
 */
export type Look =
  | { kind: 'away' }
  | { kind: 'absent' }
  | { kind: 'gone' }
  | { kind: 'awaited' }
  | { kind: 'seen'; deployment: ObservedDeployment };

/** Looks at one Deployment; where its cache is in doubt the decision asks for it to be read. */
export function look(draft: Draft, workloadId: string, role: Role): Look {
  const { state, observation } = draft;
  const target = observation.targets[workloadId];
  if (!target?.current) return { kind: 'away' };
  if (target.namespaceGone) return { kind: 'gone' };
  const expected = targetOf(state, workloadId).progress[role];
  const certain = target.readBack?.includes(role) ?? false;
  const seen = judge(expected, target[role], {
    certain,
    ending: state.phase !== 'running',
  });
  if (seen.kind !== 'awaited' || !isInDoubt(draft, expected, target[role])) {
    return seen;
  }
  draft.inDoubt ??= target;
  if (hasPassed(draft.clock.readAt, observation.now)) {
    draft.clock = { ...draft.clock, readAt: observation.now };
    draft.readBack ??= { workloadId, role };
  }
  return seen;
}

/** What is missing is asked for at once, what only lags after a while. */
function isInDoubt(
  { observation: { now } }: Draft,
  { at, generation }: Expected,
  deployment: ObservedDeployment | undefined,
): boolean {
  const lags = deployment !== undefined && deployment.generation < generation;
  return !lags || hasPassed(at, now);
}

/** A clock that was set back says nothing about how long it has been. */
function hasPassed(at: number | undefined, now: number): boolean {
  return at === undefined || now < at || now - at > CACHE_LAG_MS;
}

/**
 * That something is gone is believed only of the cluster itself, since a rollout fails by it, and a cache may be from
 * before it was made. At the end only the latter counts: what was there before, or is another one, is not ours to undo.
 */
function judge(
  { uid, made, generation }: Expected,
  deployment: ObservedDeployment | undefined,
  { certain, ending }: { certain: boolean; ending: boolean },
): Look {
  if (!deployment) {
    if (uid === undefined && !made) return { kind: 'absent' };
    return { kind: certain || (ending && !made) ? 'gone' : 'awaited' };
  }
  if (uid !== undefined && deployment.uid !== uid) {
    return { kind: certain || ending ? 'gone' : 'awaited' };
  }
  return deployment.generation >= generation || certain
    ? { kind: 'seen', deployment }
    : { kind: 'awaited' };
}
