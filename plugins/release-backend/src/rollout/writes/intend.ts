import type { Role } from '@pilothouse/plugin-release-common';
import type { Draft } from '../Draft';
import type { WriteGoal } from '../events';
import type { ObservedDeployment } from '../observation';
import { targetOf } from '../steps/present';
import { waitBeforeRetry } from './backoff';
import { keyOf } from './keys';

/** A write that a step needs. */
export interface WantedWrite {
  /** Its key, as long as nobody undoes it. */
  base: string;
  workloadId: string;
  role: Role;
  goal: WriteGoal;
  /** As it was seen; there is none yet when it is to be made. */
  deployment?: ObservedDeployment;
}

/** Decides on a write, unless it has been tried just now. */
export function intend(draft: Draft, wanted: WantedWrite): void {
  const { state, observation } = draft;
  const { workloadId, role, goal, deployment } = wanted;
  const key = keyOf(wanted.base, state);
  const wait = waitBeforeRetry(state, key, observation.now);
  if (wait > 0) {
    draft.nextLookMs = Math.min(draft.nextLookMs, wait);
    return;
  }
  const { confirmed } = targetOf(state, workloadId).progress[role];
  draft.intend({
    key,
    workloadId,
    role,
    goal,
    seen: deployment && {
      uid: deployment.uid,
      resourceVersion: deployment.resourceVersion,
      generation: deployment.generation,
    },
    attempt: (state.attempts[key] ?? 0) + 1,
    epoch: observation.epoch,
    ...(confirmed.length > 0 && { confirmed }),
  });
}

/**
 * Makes whatever is still on its way to a Deployment fail by its resourceVersion. The number is higher than the one that
 * is there, since applying the same one would change nothing.
 */
export function fence(
  draft: Draft,
  { workloadId, role }: { workloadId: string; role: Role },
  deployment: ObservedDeployment,
): void {
  const { now, epoch } = draft.observation;
  intend(draft, {
    base: `fence/${epoch}/${role}/${workloadId}`,
    workloadId,
    role,
    goal: { kind: 'fence', epoch: Math.max(now, (deployment.fence ?? 0) + 1) },
    deployment,
  });
}
