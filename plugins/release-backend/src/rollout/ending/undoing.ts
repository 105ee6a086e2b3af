import type { Draft } from '../Draft';
import type { ObservedDeployment } from '../observation';
import { targetOf } from '../steps/present';
import { isInsistedOn, isLastServing } from './lastServing';
import { isAtZero, isRolledOut } from '../writes/goals';
import type { WantedWrite } from '../writes/intend';
import { look } from '../writes/look';

/**
 * Where the undoing of one Deployment stands; `rolling`: it is written, and its pods come back one by one.
 */
export type Undoing =
  | { kind: 'write'; wanted: WantedWrite }
  | { kind: 'awaited' | 'rolling' | 'away' | 'done' };

/** The release goes back to the recorded template, unless somebody else's is there by now. */
export function releaseUndoing(draft: Draft, workloadId: string): Undoing {
  const seen = look(draft, workloadId, 'release');
  switch (seen.kind) {
    case 'seen':
      return revertOf(draft, workloadId, seen.deployment);
    case 'away':
      return away(draft, workloadId);
    case 'awaited':
      return { kind: 'awaited' };
    default:
      return { kind: 'done' };
  }
}

function revertOf(
  draft: Draft,
  workloadId: string,
  deployment: ObservedDeployment,
): Undoing {
  const { definition } = draft.state;
  const { templateIsRecorded, paused, rolloutId } = deployment;
  const rolledOut = isRolledOut(deployment);
  const ours = !templateIsRecorded && rolloutId === definition.id;
  const heldBack = templateIsRecorded && paused && !rolledOut;
  if (ours || heldBack) {
    return {
      kind: 'write',
      wanted: {
        base: `revert/${workloadId}`,
        workloadId,
        role: 'release',
        goal: { kind: 'revert' },
        deployment,
      },
    };
  }
  // What was bad before does not get better by waiting for ever.
  const waited = draft.clock.waitedMs ?? 0;
  const patient = waited < definition.policy.promoteTimeoutMs;
  return templateIsRecorded && !rolledOut && patient
    ? { kind: 'rolling' }
    : { kind: 'done' };
}

/** Every canary that was used goes to 0. */
export function undoCanaries(draft: Draft): Undoing[] {
  return draft.state.definition.targets
    .filter(
      ({ workloadId }) => targetOf(draft.state, workloadId).progress.canaryUsed,
    )
    .map(({ workloadId }) => canaryUndoing(draft, workloadId));
}

/** One that we left at 0 already does not keep the rollout from its end. */
function canaryUndoing(draft: Draft, workloadId: string): Undoing {
  const { canary } = targetOf(draft.state, workloadId).progress;
  const target = draft.observation.targets[workloadId];
  const isLeft = canary.replicas === 0 && canary.carriesId;
  if (isLeft && (!target?.current || !target.canary)) return { kind: 'done' };
  const seen = look(draft, workloadId, 'canary');
  switch (seen.kind) {
    case 'seen':
      if (isAtZero(seen.deployment)) return { kind: 'done' };
      if (seen.deployment.replicas === 0) return { kind: 'awaited' };
      if (isLastServing(draft, workloadId) && !isInsistedOn(draft.state)) {
        draft.notServing ??= workloadId;
        return { kind: 'awaited' };
      }
      return {
        kind: 'write',
        wanted: {
          base: `end/scale-canary/${workloadId}`,
          workloadId,
          role: 'canary',
          goal: { kind: 'scale-canary', replicas: 0 },
          deployment: seen.deployment,
        },
      };
    case 'away':
      return away(draft, workloadId);
    case 'awaited':
      return { kind: 'awaited' };
    default:
      return { kind: 'done' };
  }
}

function away(draft: Draft, workloadId: string): Undoing {
  draft.away ??= draft.observation.targets[workloadId];
  return { kind: 'away' };
}
