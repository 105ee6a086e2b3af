import type { WriteGoal } from '../events';
import type { ObservedDeployment } from '../observation';

/** Whether a Deployment is as a write would make it, by whatever way. */
export function goalIsObserved(
  goal: WriteGoal,
  deployment: ObservedDeployment,
  rolloutId: string,
): boolean {
  switch (goal.kind) {
    case 'create-canary':
      return true;
    case 'set-canary-image':
      return carries(goal.image, deployment, rolloutId);
    case 'promote':
      return (
        carries(goal.image, deployment, rolloutId) &&
        !(goal.whole && deployment.edited)
      );
    case 'scale-canary':
      return deployment.replicas === goal.replicas;
    case 'revert':
      return deployment.templateIsRecorded && !deployment.paused;
    default:
      return deployment.fence === goal.epoch;
  }
}

function carries(
  image: string,
  deployment: ObservedDeployment,
  rolloutId: string,
): boolean {
  return deployment.image === image && deployment.rolloutId === rolloutId;
}

/** As `kubectl rollout status` tells: every pod is of the present template, and serves. */
export function isRolledOut({
  generation,
  observedGeneration,
  replicas,
  status,
}: ObservedDeployment): boolean {
  return (
    observedGeneration >= generation &&
    status.updated >= replicas &&
    status.replicas <= status.updated &&
    status.available >= status.updated
  );
}

/** No pods are wanted, and the controller has none any more. */
export function isAtZero({
  generation,
  observedGeneration,
  replicas,
  status,
}: ObservedDeployment): boolean {
  return (
    replicas === 0 && observedGeneration >= generation && status.replicas === 0
  );
}
