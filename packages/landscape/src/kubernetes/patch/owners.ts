import { apiVersionOf } from '../resources';
import type { ManagedFieldsEntry, ResourceType, Subresource } from '../types';
import { FieldSet } from './field-set';
import type { Comparison } from './typed';

/** The real server keeps this many update managers apart; the oldest are put together beyond it. */
const MOST_UPDATERS = 10;
const OLD_UPDATES = 'ancient-changes';

/** One entry of `metadata.managedFields`. */
export interface Owner {
  manager: string;
  operation: ManagedFieldsEntry['operation'];
  apiVersion: string;
  subresource?: string;
  /** RFC 3339 in whole seconds. */
  time?: string;
  fields: FieldSet;
}

/** Metadata that belongs to nobody. */
const UNOWNED = FieldSet.of(
  ['f:apiVersion'],
  ['f:kind'],
  ['f:metadata'],
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'clusterName',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map(name => ['f:metadata', `f:${name}`]),
);

/** What a request to a (sub)resource cannot change and therefore never owns. */
export function resetFields(
  type: ResourceType,
  subresource: Subresource | undefined,
): FieldSet {
  if (subresource === 'scale') return FieldSet.empty;
  if (subresource !== 'status')
    return type.subresources.includes('status')
      ? FieldSet.of(['f:status'])
      : FieldSet.empty;
  if (type.custom) return FieldSet.of(['f:metadata'], ['f:spec']);
  if (type.plural === 'deployments')
    return FieldSet.of(['f:spec'], ['f:metadata', 'f:labels']);
  if (type.plural === 'pods')
    return FieldSet.of(
      ['f:spec'],
      ['f:metadata', 'f:deletionTimestamp'],
      ['f:metadata', 'f:ownerReferences'],
    );
  return FieldSet.of(['f:spec']);
}

/** Takes out what the request cannot change. */
export function withoutReset(
  { added, modified, removed }: Comparison,
  reset: FieldSet,
): Comparison {
  return {
    added: added.without(reset),
    modified: modified.without(reset),
    removed: removed.without(reset),
  };
}

/** Who a request acts as. */
export function ownerOf(
  request: {
    type: ResourceType;
    manager: string;
    subresource?: Subresource;
    time?: string;
  },
  operation: Owner['operation'],
  fields: FieldSet,
): Owner {
  const { type, manager, subresource, time } = request;
  return {
    manager: manager || 'unknown',
    operation,
    apiVersion: apiVersionOf(type),
    subresource,
    time,
    fields: fields.difference(UNOWNED),
  };
}

/** Appliers are the same whatever version they speak, updaters are not. */
export function isSameOwner(left: Owner, right: Owner): boolean {
  return (
    left.manager === right.manager &&
    left.operation === right.operation &&
    left.subresource === right.subresource &&
    (left.operation === 'Apply' || left.apiVersion === right.apiVersion)
  );
}

/** `undefined` when the entries make no sense. */
export function readOwners(
  entries: readonly ManagedFieldsEntry[] = [],
): Owner[] | undefined {
  const isSound = entries.every(
    ({ operation, apiVersion, fieldsType }) =>
      ['Apply', 'Update'].includes(operation) &&
      Boolean(apiVersion) &&
      fieldsType === 'FieldsV1',
  );
  if (!isSound) return undefined;
  return entries.map(
    ({ manager, operation, apiVersion, subresource, time, fieldsV1 }) => ({
      manager: manager ?? '',
      operation,
      apiVersion,
      subresource,
      time,
      fields: FieldSet.fromJson(fieldsV1 ?? {}),
    }),
  );
}

/** In the order of the real server: appliers first, then by time. */
export function writeOwners(owners: readonly Owner[]): ManagedFieldsEntry[] {
  const rank = ({ operation, time, manager, ...rest }: Owner) =>
    [
      operation,
      time ?? '',
      manager,
      rest.apiVersion,
      rest.subresource ?? '',
    ].join('\0');
  return [...owners]
    .sort((left, right) => (rank(left) < rank(right) ? -1 : 1))
    .map(({ manager, operation, apiVersion, subresource, time, fields }) => ({
      manager,
      operation,
      apiVersion,
      ...(time && { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: fields.toJson(),
      ...(subresource && { subresource }),
    }));
}

/** Takes fields away from everybody; who is left with nothing is no owner any more. */
export function disown(owners: readonly Owner[], fields: FieldSet): Owner[] {
  return owners
    .map(owner => ({ ...owner, fields: owner.fields.difference(fields) }))
    .filter(owner => !owner.fields.isEmpty);
}

/** Puts the oldest updaters together when there are too many of them. */
export function capUpdaters(owners: readonly Owner[]): Owner[] {
  const updaters = owners
    .filter(owner => owner.operation === 'Update')
    .sort((left, right) => ((left.time ?? '') < (right.time ?? '') ? -1 : 1));
  const excess = updaters.length - MOST_UPDATERS;
  if (excess <= 0) return [...owners];
  const old = updaters.slice(0, excess + 1);
  const merged: Owner = {
    manager: OLD_UPDATES,
    operation: 'Update',
    apiVersion: old[0].apiVersion,
    time: old.at(-1)?.time,
    fields: old.reduce(
      (fields, owner) => fields.union(owner.fields),
      FieldSet.empty,
    ),
  };
  return [...owners.filter(owner => !old.includes(owner)), merged];
}
