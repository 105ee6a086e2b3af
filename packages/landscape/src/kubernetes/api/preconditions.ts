import { ApiError } from '../api-error';
import { isObject, type JsonObject } from '../json';
import { resources } from '../resources';
import { objectKey } from '../store/object-store';
import type { Json, KubeApi, KubeObject, ResourceType } from '../types';
import { invalidError } from '../validation';
import { conflict, forbidden, notFound } from './errors';
import type { AnyObject } from './objects';
import { strategyOf } from './strategies';

/** @throws ApiError Conflict when a write was made for another version of an object */
export function checkVersion(
  type: ResourceType,
  next: AnyObject,
  old: KubeObject,
): void {
  const { name, resourceVersion } = old.metadata;
  const wanted = next.metadata.resourceVersion;
  if (wanted && wanted !== resourceVersion) throw conflict(type, name);
  if (wanted || strategyOf(type).unconditionalUpdate) return;
  throw invalidError({ ...type, kind: type.plural }, name, [
    {
      reason: 'FieldValueInvalid',
      field: 'metadata.resourceVersion',
      message: 'Invalid value: 0: must be specified for an update',
    },
  ]);
}

/** @throws ApiError Conflict when a write was made for another object of the same name */
export function checkUid(
  type: ResourceType,
  wanted: string | undefined,
  old: KubeObject,
): void {
  const { name, namespace, uid } = old.metadata;
  if (!wanted || wanted === uid) return;
  const key = `/registry/${type.plural}/${objectKey(namespace, name)}`;
  throw conflict(
    type,
    name,
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${uid}`,
  );
}

/** @throws ApiError when a new object's namespace does not exist, or is on its way out */
export function checkNamespace(
  api: KubeApi,
  type: ResourceType,
  object: AnyObject,
): void {
  const { namespace, name } = object.metadata;
  if (!type.namespaced) return;
  if (!namespace)
    throw new ApiError(
      'BadRequest',
      'an empty namespace may not be set during creation',
    );
  const found = api.get(resources.namespaces, undefined, namespace);
  if (!found) throw notFound(resources.namespaces, namespace);
  if (!found.metadata.deletionTimestamp) return;
  throw forbidden(
    type,
    name,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
    [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  );
}

/** Where the URL of a request says that its object is. */
export interface Place {
  name: string;
  /** `undefined` for kinds without namespaces. */
  namespace: string | undefined;
}

/** @throws ApiError BadRequest when an object is, or would become by a patch, another one than the URL says */
export function checkPlace(
  { name, namespace }: { name?: Json; namespace?: Json },
  place: Place,
): void {
  if (name !== place.name)
    throw new ApiError(
      'BadRequest',
      `the name of the object (${name}) does not match the name on the URL (${place.name})`,
    );
  if (namespace !== place.namespace)
    throw new ApiError(
      'BadRequest',
      'the namespace of the provided object does not match the namespace sent on the request',
    );
}

/** An applied configuration with the name and namespace of the URL, which it may leave out. */
export function inPlace(applied: Json, place: Place): Json {
  if (!isObject(applied) || !isObject(applied.metadata ?? {})) return applied;
  const metadata: JsonObject = { ...place, ...Object(applied.metadata) };
  if (place.namespace === undefined) delete metadata.namespace;
  checkPlace(metadata, place);
  return { ...applied, metadata };
}

/** An object from a body at the place that the URL says, of which it may be silent. */
export function placed(
  object: KubeObject,
  type: ResourceType,
  { name = object.metadata.name, namespace }: Partial<Place>,
): KubeObject {
  const place = { name, namespace: type.namespaced ? namespace : undefined };
  const given = object.metadata;
  checkPlace(
    {
      name: given.name || name,
      namespace: type.namespaced ? given.namespace || namespace : undefined,
    },
    place,
  );
  return { ...object, metadata: { ...given, ...place } };
}
