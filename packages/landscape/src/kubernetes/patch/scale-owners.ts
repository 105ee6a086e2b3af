import { apiVersionOf } from '../resources';
import type { KubeObject, ResourceType } from '../types';
import { FieldSet } from './field-set';
import { isSameOwner, type Owner } from './owners';

const REPLICAS = ['f:spec', 'f:replicas'];

/** The type of the Scale objects that the `/scale` subresources speak of. */
export const scaleType: ResourceType = {
  group: 'autoscaling',
  version: 'v1',
  kind: 'Scale',
  plural: 'scales',
  singular: 'scale',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: [],
  subresources: [],
  custom: false,
};

/** The part of an object that its Scale shows; like Go's, a Scale does not write 0 replicas. */
export function scaleOf(object: KubeObject & { spec?: { replicas?: number } }) {
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    object.metadata;
  const replicas = object.spec?.replicas;
  return {
    apiVersion: apiVersionOf(scaleType),
    kind: scaleType.kind,
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: replicas ? { replicas } : {},
    status: { replicas: 0 },
  };
}

/** The owners of an object's replicas as owners of its Scale. */
export function ownersOfScale(owners: readonly Owner[]): Owner[] {
  return owners
    .filter(owner => owner.fields.has(REPLICAS))
    .map(owner => ({
      ...owner,
      apiVersion: apiVersionOf(scaleType),
      fields: FieldSet.of(REPLICAS),
    }));
}

/** The owners of an object after the owners of its Scale have changed to `scaled`. */
export function ownersAfterScale(
  owners: readonly Owner[],
  scaled: readonly Owner[],
  type: ResourceType,
): Owner[] {
  const apiVersion = apiVersionOf(type);
  const replicas = FieldSet.of(REPLICAS);
  const still = scaled
    .filter(owner => owner.fields.has(REPLICAS))
    .map(owner => ({ ...owner, apiVersion, fields: replicas }));
  const kept = owners
    .map(owner =>
      still.some(other => isSameOwner(other, owner))
        ? owner
        : { ...owner, fields: owner.fields.difference(replicas) },
    )
    .filter(owner => !owner.fields.isEmpty);
  // The real server forgets when a new owner came.
  const added = still
    .filter(owner => !owners.some(other => isSameOwner(other, owner)))
    .map(owner => ({ ...owner, time: undefined }));
  return [...kept, ...added];
}
