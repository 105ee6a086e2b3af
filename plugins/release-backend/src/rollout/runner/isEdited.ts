import { timeOf, type ReplicaSet } from '../../workload/objects';
import type { DeploymentSets } from './deploymentSets';
import { ROLLOUT_ANNOTATION } from './fields';

/**
 * Whether somebody has edited the template that a rollout made, and left its image and its id as they were. Caches hold
 * no environment and no arguments, since they may be secret. But every template has a ReplicaSet of its own: the rollout
 * made one of this image and id, and there was an earlier one than the present.
 */
export function isEdited(
  { present, past }: DeploymentSets,
  container: string,
): boolean {
  return present.some(set => {
    const id = rolloutOf(set);
    if (id === undefined) return false;
    const image = imageOf(set, container);
    return past.some(
      other =>
        rolloutOf(other) === id &&
        imageOf(other, container) === image &&
        madeAt(other) <= madeAt(set),
    );
  });
}

function rolloutOf({ spec }: ReplicaSet): string | undefined {
  return spec?.template?.metadata?.annotations?.[ROLLOUT_ANNOTATION];
}

function imageOf({ spec }: ReplicaSet, container: string): string | undefined {
  return spec?.template?.spec?.containers.find(({ name }) => name === container)
    ?.image;
}

function madeAt({ metadata }: ReplicaSet): number {
  return timeOf(metadata?.creationTimestamp) ?? 0;
}
