import { byCreation, type Deployment, type ReplicaSet } from '../objects';
import { fencepostsOf } from './fenceposts';
import { desiredReplicasOf, maxReplicasOf } from './revisions';

/** One step of a plan: this ReplicaSet gets this many replicas. */
export interface Scale {
  replicaSet: ReplicaSet;
  replicas: number;
}

/** What a deployment is made of at one moment. */
export interface Rollout {
  deployment: Deployment;
  /** The ReplicaSet of the present template, once it exists. */
  current?: ReplicaSet;
  /** Those of earlier templates. */
  old: ReplicaSet[];
}

/** ReplicaSets that have, or ought to have, pods. */
export function active(replicaSets: ReplicaSet[]): ReplicaSet[] {
  return replicaSets.filter(({ spec }) => spec.replicas > 0);
}

export function availableReplicas(replicaSet: ReplicaSet): number {
  return replicaSet.status?.availableReplicas ?? 0;
}

export function sum<T>(items: T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

/** How large the ReplicaSet of the present template may be now, given the sizes of all others. */
export function replicasOfCurrent(
  deployment: Deployment,
  others: ReplicaSet[],
  present: number,
): number {
  const { replicas, strategy } = deployment.spec;
  if (strategy.type === 'Recreate' || present > replicas) return replicas;
  const total = present + sum(others, ({ spec }) => spec.replicas);
  const room = replicas + fencepostsOf(deployment).surge - total;
  if (room <= 0) return present;
  return present + Math.min(room, replicas - present);
}

/**
 * The next steps of a rolling update: grow the present ReplicaSet as far as the surge allows; else shrink old ones,
 * pods that are not available first, as far as availability allows. Empty: nothing can be done until pods change.
 */
export function planRollingUpdate(
  rollout: Rollout & { current: ReplicaSet },
): Scale[] {
  const { deployment, current, old } = rollout;
  const replicas = replicasOfCurrent(deployment, old, current.spec.replicas);
  if (replicas !== current.spec.replicas) {
    return [{ replicaSet: current, replicas }];
  }
  return planScaleDown(deployment, current, active(old));
}

function planScaleDown(
  deployment: Deployment,
  current: ReplicaSet,
  old: ReplicaSet[],
): Scale[] {
  const minAvailable =
    deployment.spec.replicas - fencepostsOf(deployment).unavailable;
  const total = current.spec.replicas + sum(old, ({ spec }) => spec.replicas);
  const currentUnavailable = current.spec.replicas - availableReplicas(current);
  const removable = total - minAvailable - currentUnavailable;
  if (removable <= 0) return [];

  const steps: Scale[] = [];
  const sizes = new Map(old.map(set => [set, set.spec.replicas]));
  const shrink = (replicaSet: ReplicaSet, by: number) => {
    const replicas = (sizes.get(replicaSet) ?? 0) - by;
    sizes.set(replicaSet, replicas);
    steps.push({ replicaSet, replicas });
  };

  // First what is broken: taking it away costs no availability.
  const oldestFirst = [...old].sort(byCreation);
  let budget = removable;
  for (const replicaSet of oldestFirst) {
    if (budget === 0) break;
    const broken = replicaSet.spec.replicas - availableReplicas(replicaSet);
    // It was shrunk just now and its status still counts the pods that go: wait until it knows.
    if (broken < 0) return steps;
    if (broken === 0) continue;
    const count = Math.min(budget, broken);
    shrink(replicaSet, count);
    budget -= count;
  }

  // Then what works, down to the number that must stay available.
  let spare = sum([...old, current], availableReplicas) - minAvailable;
  for (const replicaSet of oldestFirst) {
    const count = Math.min(spare, sizes.get(replicaSet) ?? 0);
    if (count <= 0) continue;
    shrink(replicaSet, count);
    spare -= count;
  }
  return steps;
}

/**
 * The steps after somebody changed `spec.replicas`, or while the deployment is paused. With several active
 * ReplicaSets each gets its share, so that scaling in the middle of a rollout does not hasten the rollout.
 */
export function planScaling(rollout: Rollout): Scale[] {
  const { deployment, current, old } = rollout;
  const { replicas } = deployment.spec;
  const all = current ? [...old, current] : old;
  const activeSets = active(all);

  if (activeSets.length <= 1) {
    const only = activeSets[0] ?? current ?? [...old].sort(byCreation).at(-1);
    if (!only || only.spec.replicas === replicas) return [];
    return [{ replicaSet: only, replicas }];
  }
  if (current && isSaturated(deployment, current)) {
    return active(old).map(replicaSet => ({ replicaSet, replicas: 0 }));
  }
  if (deployment.spec.strategy.type !== 'RollingUpdate') return [];
  return planProportionally(deployment, activeSets);
}

function planProportionally(
  deployment: Deployment,
  replicaSets: ReplicaSet[],
): Scale[] {
  const { replicas } = deployment.spec;
  const allowed = replicas > 0 ? replicas + fencepostsOf(deployment).surge : 0;
  const toAdd = allowed - sum(replicaSets, ({ spec }) => spec.replicas);
  const growing = toAdd > 0;
  // Largest first; of equal ones the newer grows first and the older shrinks first.
  const sorted = [...replicaSets].sort(
    (a, b) =>
      b.spec.replicas - a.spec.replicas ||
      (growing ? byCreation(b, a) : byCreation(a, b)),
  );
  let added = 0;
  const sizes = sorted.map(replicaSet => {
    const rest = toAdd - added;
    const share = fractionOf(deployment, replicaSet);
    const change = growing ? Math.min(share, rest) : Math.max(share, rest);
    const applied = rest === 0 ? 0 : change;
    added += applied;
    return replicaSet.spec.replicas + applied;
  });
  // What rounding left over goes to the largest.
  sizes[0] = Math.max(0, sizes[0] + toAdd - added);
  return sorted.map((replicaSet, index) => ({
    replicaSet,
    replicas: sizes[index],
  }));
}

function fractionOf(deployment: Deployment, replicaSet: ReplicaSet): number {
  const { replicas } = deployment.spec;
  const size = replicaSet.spec.replicas;
  if (replicas === 0) return -size;
  const before =
    maxReplicasOf(replicaSet) || (deployment.status?.replicas ?? 0);
  if (before === 0) return 0;
  const after = replicas + fencepostsOf(deployment).surge;
  return Math.round((size * after) / before) - size;
}

/** Whether a ReplicaSet has, and knows that it has, all pods the deployment wants, all of them available. */
function isSaturated(deployment: Deployment, replicaSet: ReplicaSet): boolean {
  const { replicas } = deployment.spec;
  return (
    replicaSet.spec.replicas === replicas &&
    desiredReplicasOf(replicaSet) === replicas &&
    availableReplicas(replicaSet) === replicas
  );
}
