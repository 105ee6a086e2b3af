import {
  replicaSetsOf,
  revisionOf,
  type Deployment,
  type ReplicaSet,
  type WorkloadObjects,
} from '../../workload/objects';

/** The ReplicaSet of a Deployment's present template, when the controller has made it, and those of earlier ones. */
export interface DeploymentSets {
  present: ReplicaSet[];
  past: ReplicaSet[];
}

/** The ReplicaSets of a Deployment, as the caches have them. */
export function setsOf(
  deployment: Deployment,
  objects: WorkloadObjects,
): DeploymentSets {
  const all = replicaSetsOf(deployment, objects);
  const { metadata, status } = deployment;
  // Until then the revision still is that of the template before.
  const counted =
    (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
  const revision = counted ? revisionOf(deployment) : undefined;
  const isPresent = (set: ReplicaSet) =>
    revision !== undefined && revisionOf(set) === revision;
  return {
    present: all.filter(isPresent),
    past: all.filter(set => !isPresent(set)),
  };
}
