import { firstRevisionOf, type ReplicaSet } from '../../workload/objects';
import type { DeploymentSets } from './deploymentSets';
import { ROLLOUT_ANNOTATION } from './fields';

/**
 * Whether somebody has edited the template that a rollout made, and left its image and its id as they were. Caches hold
 * no environment and no arguments, since they may be secret. But every template has a ReplicaSet of its own: the rollout
 * made one of this image and id, and there was an earlier one than the present. Earlier by revision: two templates can
 * have been made in one second, and the first may have come back.
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
        isEarlier(other, set),
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

function isEarlier(a: ReplicaSet, b: ReplicaSet): boolean {
  const [first, second] = [firstRevisionOf(a), firstRevisionOf(b)];
  return first !== undefined && second !== undefined && first < second;
}
