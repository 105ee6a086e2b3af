import type { RolloutCause } from '@pilothouse/plugin-release-common';
import type { Draft } from '../Draft';
import { isLastServing } from '../ending/lastServing';
import type { WriteGoal } from '../events';
import type { ObservedDeployment } from '../observation';
import type { RolloutState } from '../state';
import { goalIsObserved, isAtZero, isRolledOut } from '../writes/goals';
import type { WantedWrite } from '../writes/intend';
import { look } from '../writes/look';
import { presentStep } from './present';
import { wantedReplicas } from './wantedReplicas';

/**
 * Where a step stands:
 * - `write`: something has to be written
 * - `awaited`: the caches have not caught up with what was written
 * - `waiting`: all is written, and the pods are not there yet; `limit` ends it
 * - `ready`: the pods are as the step wants them
 * - `failed`: it cannot be
 */
export type Progress =
  | { kind: 'write'; wanted: WantedWrite }
  | { kind: 'awaited' }
  | { kind: 'waiting'; limit?: { ms: number; cause: RolloutCause } }
  | { kind: 'ready' }
  | { kind: 'failed'; cause: RolloutCause };

/** Where the present step stands. Its cluster has to be seen. */
export function progressOf(draft: Draft): Progress {
  const { step } = presentStep(draft.state);
  switch (step.kind) {
    case 'canary':
    case 'bake':
      return canaryProgress(draft);
    case 'gate':
      return draft.state.definition.strategy === 'canary'
        ? canaryProgress(draft)
        : untouchedProgress(draft);
    case 'promote':
      return promoteProgress(draft);
    case 'retire':
      return retireProgress(draft);
    default:
      return soakProgress(draft);
  }
}

function canaryProgress(draft: Draft): Progress {
  const { step, target } = presentStep(draft.state);
  const { workloadId } = step;
  const gone = releaseGone(draft);
  if (gone) return gone;
  const seen = look(draft, workloadId, 'canary');
  switch (seen.kind) {
    case 'absent':
      return write(draft, { goal: { kind: 'create-canary' } });
    case 'gone':
      return deploymentGone(workloadId, target.canaryName);
    case 'seen':
      return canaryOf(draft, seen.deployment);
    default:
      return { kind: 'awaited' };
  }
}

function canaryOf(draft: Draft, deployment: ObservedDeployment): Progress {
  const { state, observation } = draft;
  const { definition } = state;
  const { step, target } = presentStep(state);
  const { workloadId } = step;
  const replicas = wantedReplicas(state);
  const scale = { kind: 'scale-canary', replicas } as const;
  const image = { kind: 'set-canary-image', image: target.image } as const;
  // Pods that are too many go first, so that no more than wanted ever run the new image.
  if (deployment.replicas > replicas) {
    return write(draft, { goal: scale, deployment });
  }
  if (!goalIsObserved(image, deployment, definition.id)) {
    return write(draft, { goal: image, deployment });
  }
  // Its controller is about to note that it has seen the image, and whoever writes at the same moment is in its way.
  const noted = deployment.observedGeneration >= deployment.generation;
  if (noted && deployment.replicas < replicas) {
    return write(draft, { goal: scale, deployment });
  }
  const ready = observation.targets[workloadId]?.canaryReady ?? 0;
  if (noted && ready >= replicas) return { kind: 'ready' };
  if (deployment.paused) draft.paused ??= { workloadId, deployment };
  const ms = definition.policy.readyTimeoutMs;
  return {
    kind: 'waiting',
    limit: { ms, cause: notReady(workloadId, deployment, ms) },
  };
}

function notReady(
  workload: string,
  { replicaFailure }: ObservedDeployment,
  ms: number,
): RolloutCause {
  return replicaFailure === undefined
    ? {
        code: 'canary-not-ready',
        params: { workload, seconds: Math.round(ms / 1000) },
        evidence: [],
      }
    : {
        code: 'replicas-refused',
        params: { workload, message: replicaFailure },
        evidence: [],
      };
}

/** Nothing of the new image runs yet: it only has to be there. */
function untouchedProgress(draft: Draft): Progress {
  return releaseGone(draft) ?? { kind: 'ready' };
}

function promoteProgress(draft: Draft): Progress {
  const { state } = draft;
  const { policy, id } = state.definition;
  const { workloadId } = presentStep(state).step;
  const seen = look(draft, workloadId, 'release');
  if (seen.kind !== 'seen') return releaseGone(draft) ?? { kind: 'awaited' };
  const { deployment } = seen;
  const goal = promoteGoal(state);
  if (!goalIsObserved(goal, deployment, id)) {
    return write(draft, { goal, deployment });
  }
  if (isPromoted(draft, deployment)) return { kind: 'ready' };
  const observed = deployment.observedGeneration >= deployment.generation;
  if (observed && deployment.progressing === 'ProgressDeadlineExceeded') {
    return {
      kind: 'failed',
      cause: {
        code: 'deadline-exceeded',
        params: {
          workload: workloadId,
          message: deployment.replicaFailure ?? '',
        },
        evidence: draft.evidence,
      },
    };
  }
  if (deployment.paused) draft.paused ??= { workloadId, deployment };
  const ms = policy.promoteTimeoutMs;
  return {
    kind: 'waiting',
    limit: {
      ms,
      cause: {
        code: 'promote-timeout',
        params: { workload: workloadId, seconds: Math.round(ms / 1000) },
        evidence: draft.evidence,
      },
    },
  };
}

function promoteGoal(state: RolloutState): WriteGoal {
  const { target, progress } = presentStep(state);
  const { image } = target;
  return progress.release.edit === 'overridden'
    ? { kind: 'promote', image, whole: true }
    : { kind: 'promote', image };
}

function retireProgress(draft: Draft): Progress {
  const { step } = presentStep(draft.state);
  const seen = look(draft, step.workloadId, 'canary');
  switch (seen.kind) {
    case 'seen':
      if (isAtZero(seen.deployment)) return { kind: 'ready' };
      if (seen.deployment.replicas === 0) return { kind: 'waiting' };
      if (isLastServing(draft, step.workloadId)) {
        draft.notServing = step.workloadId;
        return { kind: 'waiting' };
      }
      return write(draft, {
        goal: { kind: 'scale-canary', replicas: 0 },
        deployment: seen.deployment,
      });
    case 'gone':
    case 'absent':
      return { kind: 'ready' };
    default:
      return { kind: 'awaited' };
  }
}

/** A release that is being scaled by its autoscaler is waited for, however long. */
function soakProgress(draft: Draft): Progress {
  const { step } = presentStep(draft.state);
  const seen = look(draft, step.workloadId, 'release');
  if (seen.kind !== 'seen') return releaseGone(draft) ?? { kind: 'awaited' };
  const goal = promoteGoal(draft.state);
  if (!goalIsObserved(goal, seen.deployment, draft.state.definition.id)) {
    return write(draft, { goal, deployment: seen.deployment });
  }
  if (isPromoted(draft, seen.deployment)) return { kind: 'ready' };
  const { workloadId } = step;
  const { deployment } = seen;
  if (deployment.paused) draft.paused ??= { workloadId, deployment };
  return { kind: 'waiting' };
}

/** Without pods it proves nothing, unless it had none when it was planned. */
function isPromoted(draft: Draft, deployment: ObservedDeployment): boolean {
  const { step, target } = presentStep(draft.state);
  const isOff = deployment.replicas === 0 && target.release.replicas > 0;
  if (isOff) draft.notServing = step.workloadId;
  return !isOff && isRolledOut(deployment);
}

function releaseGone(draft: Draft): Progress | undefined {
  const { step, target } = presentStep(draft.state);
  const { workloadId } = step;
  const { kind } = look(draft, workloadId, 'release');
  return kind === 'gone' || kind === 'absent'
    ? deploymentGone(workloadId, target.name)
    : undefined;
}

function deploymentGone(workload: string, deployment: string): Progress {
  return {
    kind: 'failed',
    cause: {
      code: 'deployment-gone',
      params: { workload, deployment },
      evidence: [],
    },
  };
}

function write(
  { state }: Draft,
  { goal, deployment }: Pick<WantedWrite, 'goal' | 'deployment'>,
): Progress {
  const { workloadId } = presentStep(state).step;
  return {
    kind: 'write',
    wanted: {
      base: `${state.stepIndex}/${goal.kind}`,
      workloadId,
      role: goal.kind === 'promote' ? 'release' : 'canary',
      goal,
      deployment,
    },
  };
}
