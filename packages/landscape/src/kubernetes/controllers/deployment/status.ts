import { findCondition, withCondition, withoutCondition } from '../conditions';
import type {
  Condition,
  Deployment,
  DeploymentStatus,
  ReplicaSet,
} from '../objects';
import { timestamp } from '../time';
import { fencepostsOf } from './fenceposts';
import { availableReplicas, sum, type Rollout } from './scaling';

// The largest 32-bit integer stands for "never".
const NEVER = 2 ** 31 - 1;

export type ProgressReason =
  | 'NewReplicaSetCreated'
  | 'FoundNewReplicaSet'
  | 'ReplicaSetUpdated'
  | 'NewReplicaSetAvailable'
  | 'ReplicaSetCreateError'
  | 'ProgressDeadlineExceeded'
  | 'DeploymentPaused'
  | 'DeploymentResumed';

const PROGRESS_STATUS: Record<ProgressReason, Condition['status']> = {
  NewReplicaSetCreated: 'True',
  FoundNewReplicaSet: 'True',
  ReplicaSetUpdated: 'True',
  NewReplicaSetAvailable: 'True',
  ReplicaSetCreateError: 'False',
  ProgressDeadlineExceeded: 'False',
  DeploymentPaused: 'Unknown',
  DeploymentResumed: 'Unknown',
};

/** A condition that says how the rollout gets on. */
export function progressing(
  reason: ProgressReason,
  message: string,
  now: number,
): Condition {
  const at = timestamp(now);
  return {
    type: 'Progressing',
    status: PROGRESS_STATUS[reason],
    lastUpdateTime: at,
    lastTransitionTime: at,
    reason,
    message,
  };
}

export function hasProgressDeadline({ spec }: Deployment): boolean {
  return (
    spec.progressDeadlineSeconds !== undefined &&
    spec.progressDeadlineSeconds !== NEVER
  );
}

export function hasRevisionHistoryLimit({ spec }: Deployment): boolean {
  return (
    spec.revisionHistoryLimit !== undefined &&
    spec.revisionHistoryLimit !== NEVER
  );
}

/** Whether every wanted pod is of the present template and available, and no other is left. */
export function isComplete(
  { spec, metadata }: Deployment,
  status: DeploymentStatus,
): boolean {
  return (
    (status.updatedReplicas ?? 0) === spec.replicas &&
    (status.replicas ?? 0) === spec.replicas &&
    (status.availableReplicas ?? 0) === spec.replicas &&
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

/** Counts, and whether enough pods are available. `conditions` are those known so far. */
export function countedStatus(
  { deployment, current, old }: Rollout,
  conditions: Condition[],
  now: number,
): DeploymentStatus {
  const all = current ? [...old, current] : old;
  const available = sum(all, availableReplicas);
  const missing = sum(all, ({ spec }) => spec.replicas) - available;
  const { collisionCount } = deployment.status ?? {};
  return {
    observedGeneration: deployment.metadata.generation,
    ...countFields({
      replicas: sum(all, ({ status }) => status?.replicas ?? 0),
      updatedReplicas: current?.status?.replicas ?? 0,
      readyReplicas: sum(all, ({ status }) => status?.readyReplicas ?? 0),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, missing),
    }),
    terminatingReplicas: sum(
      all,
      ({ status }) => status?.terminatingReplicas ?? 0,
    ),
    ...(collisionCount !== undefined && { collisionCount }),
    conditions: withCondition(
      conditions,
      availability(deployment, available, now),
    ),
  };
}

// Counts of zero are left out, as the API does.
function countFields(counts: Record<string, number>) {
  return Object.fromEntries(
    Object.entries(counts).filter(([, count]) => count > 0),
  );
}

function availability(
  deployment: Deployment,
  available: number,
  now: number,
): Condition {
  const enough =
    available >=
    deployment.spec.replicas - fencepostsOf(deployment).unavailable;
  const at = timestamp(now);
  return {
    type: 'Available',
    status: enough ? 'True' : 'False',
    lastUpdateTime: at,
    lastTransitionTime: at,
    reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: enough
      ? 'Deployment has minimum availability.'
      : 'Deployment does not have minimum availability.',
  };
}

/**
 * The status during a rollout: counts, plus what the Progressing and ReplicaFailure conditions say.
 *
 * @param before - the counts of the last status, with the conditions as they are known by now
 */
export function rolloutStatus(
  rollout: Rollout,
  before: DeploymentStatus,
  now: number,
): DeploymentStatus {
  const status = countedStatus(rollout, before.conditions ?? [], now);
  return {
    ...status,
    conditions: withReplicaFailure(
      rollout,
      withProgress(rollout, before, status, now),
    ),
  };
}

function withProgress(
  { deployment, current }: Rollout,
  before: DeploymentStatus,
  status: DeploymentStatus,
  now: number,
): Condition[] {
  const conditions = status.conditions ?? [];
  if (!hasProgressDeadline(deployment)) {
    return withoutCondition(conditions, 'Progressing');
  }
  const present = findCondition(conditions, 'Progressing');
  const wasComplete =
    (status.replicas ?? 0) === (status.updatedReplicas ?? 0) &&
    present?.reason === 'NewReplicaSetAvailable';
  if (wasComplete) return conditions;

  const subject = current
    ? `ReplicaSet "${current.metadata.name}"`
    : `Deployment "${deployment.metadata.name}"`;
  if (isComplete(deployment, status)) {
    return withCondition(
      conditions,
      progressing(
        'NewReplicaSetAvailable',
        `${subject} has successfully progressed.`,
        now,
      ),
    );
  }
  if (madeProgress(before, status)) {
    const condition = progressing(
      'ReplicaSetUpdated',
      `${subject} is progressing.`,
      now,
    );
    // The deadline counts from the last progress, so that its time is written even if all else stays the same.
    if (present?.status === 'True') {
      condition.lastTransitionTime = present.lastTransitionTime;
    }
    return [...withoutCondition(conditions, 'Progressing'), condition];
  }
  if (isTimedOut(deployment, present, now)) {
    return withCondition(
      conditions,
      progressing(
        'ProgressDeadlineExceeded',
        `${subject} has timed out progressing.`,
        now,
      ),
    );
  }
  return conditions;
}

function madeProgress(before: DeploymentStatus, now: DeploymentStatus) {
  const oldReplicas = ({ replicas, updatedReplicas }: DeploymentStatus) =>
    (replicas ?? 0) - (updatedReplicas ?? 0);
  return (
    (now.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    oldReplicas(now) < oldReplicas(before) ||
    (now.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (now.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

function isTimedOut(
  deployment: Deployment,
  present: Condition | undefined,
  now: number,
): boolean {
  if (!present || present.reason === 'NewReplicaSetAvailable') return false;
  if (present.reason === 'ProgressDeadlineExceeded') return true;
  return deadlineOf(deployment, present) < now;
}

/** When the rollout counts as stuck unless there is progress, in milliseconds. */
export function deadlineOf(deployment: Deployment, present: Condition): number {
  const seconds = deployment.spec.progressDeadlineSeconds ?? 0;
  return Date.parse(present.lastUpdateTime ?? '') + seconds * 1000;
}

// A ReplicaSet that cannot make or remove pods says so on its deployment; the present one is heard first.
function withReplicaFailure(
  { current, old }: Rollout,
  conditions: Condition[],
): Condition[] {
  const sets: ReplicaSet[] = current ? [current, ...old] : old;
  const failure = sets
    .map(({ status }) => findCondition(status?.conditions, 'ReplicaFailure'))
    .find(condition => condition !== undefined);
  if (!failure) return withoutCondition(conditions, 'ReplicaFailure');
  return withCondition(conditions, {
    ...failure,
    ...(failure.lastTransitionTime && {
      lastUpdateTime: failure.lastTransitionTime,
    }),
  });
}
