import { ApiError } from '../api-error';
import { deepEqual, isObject, type JsonObject } from '../json';
import { apiVersionOf } from '../resources';
import { schemaFor, type SchemaNode } from '../schema';
import type {
  Json,
  KubeObject,
  ManagedFieldsEntry,
  ResourceType,
  Subresource,
} from '../types';
import { complete } from './complete';
import { conflictError, type Conflict } from './conflicts';
import { FieldSet } from './field-set';
import { allowedByLastApplied, updateLastApplied } from './last-applied';
import { contentOf, emptyObject, ownersAfterUpdate } from './managed-fields';
import {
  isSameOwner,
  ownerOf,
  readOwners,
  resetFields,
  withoutReset,
  writeOwners,
  type Owner,
} from './owners';
import {
  ownersAfterScale,
  ownersOfScale,
  scaleOf,
  scaleType,
} from './scale-owners';
import { compare, fieldsIn, isDeclaredField } from './typed';
import { checkApplied } from './typed-check';
import { mergeTyped, removeFields } from './typed-merge';

/** Who `kubectl apply --server-side` acts as unless told otherwise. */
const KUBECTL = 'kubectl';
const BEFORE_FIRST_APPLY = 'before-first-apply';

/** A server-side apply. */
export interface Application {
  /** `undefined` when the object does not exist yet. */
  live: KubeObject | undefined;
  /** For the subresource `scale` an `autoscaling/v1` Scale. */
  applied: Json;
  type: ResourceType;
  manager: string;
  force?: boolean;
  subresource?: Subresource;
  /** RFC 3339 in whole seconds. */
  time: string;
}

/** The object to store, with defaults, and who manages which of its fields. */
export interface Applied {
  object: KubeObject;
  managedFields: ManagedFieldsEntry[];
}

type Request = Pick<
  Application,
  'type' | 'manager' | 'force' | 'subresource' | 'time'
>;

interface State {
  object: Json;
  owners: Owner[];
}

function checkHead(applied: Json, type: ResourceType): JsonObject {
  const object = isObject(applied) ? applied : {};
  const { apiVersion = '', kind = '', metadata } = object;
  if (apiVersion !== apiVersionOf(type) || kind !== type.kind) {
    const groupVersion = String(apiVersion).includes('/')
      ? apiVersion
      : `/${apiVersion}`;
    throw new ApiError(
      'BadRequest',
      `invalid object type: ${groupVersion}, Kind=${kind}`,
    );
  }
  if (isObject(metadata) && metadata.managedFields !== undefined)
    throw new ApiError('BadRequest', 'metadata.managedFields must be nil');
  return object;
}

function checkFields(applied: JsonObject, type: ResourceType): void {
  const errors = checkApplied(applied, schemaFor(type));
  if (errors.length === 0) return;
  const metadata = isObject(applied.metadata) ? applied.metadata : {};
  const list =
    errors.length === 1
      ? errors[0]
      : ['errors:', ...errors.map(error => `  ${error}`)].join('\n');
  throw new ApiError(
    'Unknown',
    `failed to create typed patch object (${metadata.namespace ?? ''}/${
      metadata.name ?? ''
    }; ${type.group}/${type.version}, Kind=${type.kind}): ${list}`,
  );
}

/**
 * Takes out what this manager applied last time and does not any more, unless somebody else holds it too.
 */
function prune(
  merged: Json,
  last: FieldSet,
  held: FieldSet,
  schema: SchemaNode,
): Json {
  if (last.isEmpty) return merged;
  const isDeclared = isDeclaredField(schema);
  const named = (fields: FieldSet) => fields.withAncestors(isDeclared);
  const all = named(fieldsIn(merged, schema));
  const cut = removeFields(merged, named(last), schema) ?? {};
  const left = named(fieldsIn(cut, schema)).union(named(held));
  const restored = removeFields(merged, all.difference(left), schema) ?? {};
  // Nobody holds the rest of what went with its parents (names, keys): it stays.
  const gone = all
    .difference(named(fieldsIn(restored, schema)))
    .intersection(named(last));
  return removeFields(merged, gone, schema) ?? {};
}

/** One apply to one object with its owners. */
function applyOnce(
  live: State,
  applied: JsonObject,
  request: Request,
): State & { conflicts: Conflict[]; unchanged: boolean } {
  const schema = schemaFor(request.type);
  const reset = resetFields(request.type, request.subresource);
  const configured = fieldsIn(applied, schema).without(reset);
  const self = ownerOf(request, 'Apply', configured);
  const previous = live.owners.find(owner => isSameOwner(owner, self));
  const others = live.owners.filter(owner => owner !== previous);
  const merged = mergeTyped(live.object, applied, schema) ?? {};
  const object = prune(
    merged,
    previous?.fields ?? FieldSet.empty,
    others.reduce((held, owner) => held.union(owner.fields), configured),
    schema,
  );
  const { added, modified, removed } = withoutReset(
    compare(live.object, object, schema),
    reset,
  );
  const changed = added.union(modified);
  const conflicts = others.flatMap(owner =>
    [...owner.fields.intersection(changed).paths()].map(path => ({
      owner,
      path,
    })),
  );
  const unchanged = deepEqual(live.object, object);
  const owners = others
    .map(owner => ({
      ...owner,
      fields: owner.fields.difference(changed.union(removed)),
    }))
    .concat({ ...self, time: unchanged ? previous?.time : request.time })
    .filter(owner => !owner.fields.isEmpty);
  return { object, owners, conflicts, unchanged };
}

function applyTo(live: State, applied: JsonObject, request: Request): State {
  const result = applyOnce(live, applied, request);
  const schema = schemaFor(request.type);
  let { conflicts } = result;
  if (conflicts.length > 0 && !request.force) {
    if (request.manager === KUBECTL) {
      const allowed = allowedByLastApplied(live.object, schema);
      conflicts = conflicts.filter(({ path }) => !allowed.has(path));
    }
    if (conflicts.length > 0) throw conflictError(conflicts);
  }
  const object =
    request.manager === KUBECTL
      ? updateLastApplied(result.object, applied)
      : result.object;
  return { object, owners: result.owners };
}

function ownersOf(live: KubeObject, request: Request): Owner[] {
  const owners = readOwners(live.metadata.managedFields) ?? [];
  if (owners.length > 0) return owners;
  return ownersAfterUpdate([], emptyObject(request.type), contentOf(live), {
    ...request,
    manager: BEFORE_FIRST_APPLY,
  });
}

function withoutTimes(entries: readonly ManagedFieldsEntry[]): Json {
  return entries.map(({ time: _, ...entry }) => entry) as unknown as Json;
}

function applyToScale(
  live: KubeObject,
  request: Request,
  applied: Json,
): Applied {
  const { type } = request;
  const owners = ownersOf(live, request);
  const configuration = checkHead(applied, scaleType);
  checkFields(configuration, scaleType);
  const scale = applyTo(
    {
      object: scaleOf(live) as Json,
      owners: ownersOfScale(owners),
    },
    configuration,
    { ...request, type: scaleType },
  );
  const spec = isObject(scale.object) ? scale.object.spec : undefined;
  const replicas = isObject(spec) ? spec.replicas ?? 0 : 0;
  const content = contentOf(live);
  const parent = isObject(content) ? content : {};
  return {
    object: complete(
      {
        ...parent,
        spec: { ...(isObject(parent.spec) && parent.spec), replicas },
      },
      type,
    ),
    managedFields: writeOwners(ownersAfterScale(owners, scale.owners, type)),
  };
}

/**
 * Merges an applied configuration into the live object: what the manager applied before and does not any more goes, what
 * others hold with another value is a conflict.
 *
 * @throws ApiError Conflict with a cause per field unless `force` is set; BadRequest for another kind or version;
 * Unknown when the configuration does not fit the schema
 */
export function serverSideApply(application: Application): Applied {
  const { live, applied, type, ...rest } = application;
  const request = { ...rest, type };
  if (application.subresource === 'scale' && live)
    return applyToScale(live, request, applied);
  const configuration = checkHead(applied, type);
  checkFields(configuration, type);
  const before = live ? contentOf(live) : emptyObject(type);
  const result = applyTo(
    { object: before, owners: live ? ownersOf(live, request) : [] },
    configuration,
    request,
  );
  const object = complete(result.object, type);
  const managedFields = writeOwners(result.owners);
  // The time of a change that changed nothing is not worth a new version of the object.
  const old = live?.metadata.managedFields ?? [];
  const isSame =
    live !== undefined &&
    deepEqual(withoutTimes(old), withoutTimes(managedFields)) &&
    deepEqual(contentOf(object), before);
  return { object, managedFields: isSame ? [...old] : managedFields };
}
