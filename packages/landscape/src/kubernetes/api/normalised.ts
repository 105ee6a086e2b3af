import { apiVersionOf } from '../resources';
import type { Draft, KubeObject, ResourceType } from '../types';
import { applyDefaults } from '../validation';
import { anyObject, copyOf, type AnyObject } from './objects';

/** A copy of an object that may be changed: with its kind, in canonical form and with defaults. */
export function normalised(
  type: ResourceType,
  object: Draft<KubeObject>,
): AnyObject {
  const { managedFields, ...metadata } = object.metadata;
  const copy = copyOf({
    ...object,
    kind: type.kind,
    apiVersion: apiVersionOf(type),
    metadata,
  }) as AnyObject;
  // Large, never changed in place, and cached by identity by those who read them.
  if (managedFields) copy.metadata.managedFields = managedFields;
  if (!type.namespaced) delete copy.metadata.namespace;
  return anyObject(applyDefaults(type, copy));
}

/**
 * The same for a status that one of the cluster's own controllers writes. They write little else, so the rest of the
 * object, which stays as it is, is not read again.
 */
export function withStatus(
  type: ResourceType,
  object: KubeObject,
  old: KubeObject,
): AnyObject {
  const { metadata, status: told } = anyObject(object);
  const { name, resourceVersion, annotations } = metadata;
  const { status } = normalised(type, {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: { name },
    status: told,
  } as Draft<KubeObject>);
  return {
    ...old,
    metadata: { ...old.metadata, resourceVersion, annotations },
    status,
  };
}
