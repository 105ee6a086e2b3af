import {
  NAMESPACE_OWNER_LABEL,
  type ProvisionError,
} from '@pilothouse/plugin-release-common';
import { NAMESPACE, type Cluster } from '@pilothouse/plugin-clusters-node';
import type { Grants } from '../../config/Grants';
import { failureOf, provisionError } from '../failure';
import { textAt, textsAt, type Json } from '../manifests/reading';
import type { ProvisionPlace } from '../ports';
import { readIfThere } from '../readIfThere';

/** How a namespace stands on a cluster. */
export type NamespaceStanding =
  | { is: 'absent' }
  | { is: 'ours'; object: Json }
  /** Somebody else's, or nobody's that we know: it stays so. */
  | { is: 'theirs'; owner?: string }
  | { is: 'unknown'; error: ProvisionError };

/** Whose a namespace is, by its own label and by the grants of the configuration. */
export function standingOf(
  object: Json,
  cluster: string,
  { environment, namespace, owner }: ProvisionPlace,
  grants: Grants,
): NamespaceStanding {
  const labels = textsAt(object, 'metadata', 'labels');
  const given = labels[NAMESPACE_OWNER_LABEL];
  const target = { environment: environment.name, cluster, namespace };
  // A grant of the configuration lets others in; it does not make theirs what says it is somebody's.
  const isOurs =
    given === undefined
      ? grants.allow(target, [owner.ref], labels)
      : given.toLocaleLowerCase('en-US') === owner.name;
  if (!isOurs) return { is: 'theirs', owner: given };
  if (textAt(object, 'metadata', 'deletionTimestamp') !== undefined) {
    const message = `${namespace} on ${cluster} is being deleted`;
    return { is: 'unknown', error: provisionError('refused', message) };
  }
  return { is: 'ours', object };
}

/** Asks the cluster. */
export async function readStanding(
  cluster: Cluster,
  place: ProvisionPlace,
  grants: Grants,
): Promise<NamespaceStanding> {
  try {
    const name = place.namespace;
    const object = await readIfThere(cluster, NAMESPACE, { name });
    if (!object) return { is: 'absent' };
    return standingOf(object, cluster.name, place, grants);
  } catch (error) {
    return { is: 'unknown', error: failureOf(error) };
  }
}
