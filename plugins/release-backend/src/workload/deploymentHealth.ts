import type { Message, WorkloadState } from '@pilothouse/plugin-release-common';
import { capped, type Deployment, type Pod } from './objects';
import { podHealth } from './podHealth';
import { oneOfEach } from './reasons';

/** What Kubernetes assumes where a Deployment does not say. */
const DEFAULT_DEADLINE_SECONDS = 600;

/** How one Deployment is, as long as its cluster answers. */
export interface DeploymentHealth {
  state: Exclude<WorkloadState, 'unknown'>;
  reasons: Message[];
  /** When it has to be looked at again though nothing changed; milliseconds since the epoch. */
  changesAt: number;
}

function conditionOf(deployment: Deployment, type: string) {
  return deployment.status?.conditions?.find(
    condition => condition.type === type,
  );
}

/**
 * What is still to be done until the Deployment is as its spec says: the order of `kubectl rollout status`.
 *
 * @see https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go
 */
function movementOf(deployment: Deployment): Message | undefined {
  const desired = deployment.spec?.replicas ?? 1;
  const {
    observedGeneration = 0,
    replicas = 0,
    updatedReplicas: updated = 0,
    availableReplicas: available = 0,
    readyReplicas: ready = 0,
  } = deployment.status ?? {};
  const observed = observedGeneration >= (deployment.metadata?.generation ?? 0);
  const still =
    observed &&
    updated >= desired &&
    replicas <= updated &&
    available >= updated;
  if (still && (desired > 0 || replicas === 0)) return undefined;

  // Once a rollout is complete its condition stays so while the number of pods changes.
  const complete =
    conditionOf(deployment, 'Progressing')?.reason === 'NewReplicaSetAvailable';
  const scaling =
    complete && replicas <= updated && (observed || desired !== replicas);
  return scaling
    ? { code: 'scaling', params: { ready, desired } }
    : { code: 'rolling-out', params: { updated, desired } };
}

function refusals(deployment: Deployment): Message[] {
  const name = capped(deployment.metadata?.name);
  const reasons: Message[] = [];
  const failure = conditionOf(deployment, 'ReplicaFailure');
  if (failure?.status === 'True') {
    reasons.push({
      code: 'replicas-refused',
      params: { deployment: name, message: capped(failure.message, 500) },
    });
  }
  const progress = conditionOf(deployment, 'Progressing');
  if (progress?.reason === 'ProgressDeadlineExceeded') {
    reasons.push({ code: 'deadline-exceeded', params: { deployment: name } });
  }
  return reasons;
}

/**
 * Judges one Deployment by its status and its pods. Pods count by themselves, because a rollout that was complete once
 * never misses its deadline again, whatever its pods do.
 *
 * @param pods - all that it has, also those that end
 */
export function deploymentHealth(
  deployment: Deployment,
  pods: readonly Pod[],
  now: number,
): DeploymentHealth {
  const { replicas: desired = 1, paused = false } = deployment.spec ?? {};
  const seconds =
    deployment.spec?.progressDeadlineSeconds ?? DEFAULT_DEADLINE_SECONDS;
  const healths = pods.map(pod =>
    podHealth(pod, { now, deadlineMs: seconds * 1000 }),
  );
  const active = healths.filter(
    ({ state, failing }) =>
      failing || !['failed', 'succeeded', 'terminating'].includes(state),
  );
  const refused = refusals(deployment);
  const movement = movementOf(deployment);
  const reasons = [
    ...oneOfEach(active.flatMap(health => health.reasons)),
    ...refused,
    ...(movement ? [movement] : []),
  ];
  if (paused) {
    const name = capped(deployment.metadata?.name);
    reasons.push({ code: 'paused', params: { deployment: name } });
  }
  const changesAt = Math.min(
    Number.POSITIVE_INFINITY,
    ...active.map(health => health.changesAt),
  );
  const failing = active.some(health => health.failing);
  let state: DeploymentHealth['state'] = 'healthy';
  if (failing || refused.length > 0) state = 'degraded';
  else if (movement) state = 'progressing';
  else if (desired === 0) state = 'stopped';
  return { state, reasons, changesAt };
}
