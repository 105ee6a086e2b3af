import { deepEqual } from '../json';
import { schemaFor } from '../schema';
import { readTyped } from '../schema/read';
import { apiVersionOf } from '../resources';
import type {
  Json,
  KubeObject,
  ManagedFieldsEntry,
  ResourceType,
  Subresource,
} from '../types';
import {
  capUpdaters,
  disown,
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
import { compare } from './typed';

/** A create, update or patch (other than server-side apply) whose result is about to be stored. */
export interface RecordedUpdate {
  /** `undefined` for a create. */
  before: KubeObject | undefined;
  /**
   * After defaults, but before the server fills in what is its own (status, cluster IPs, uid). What it carries in
   * `metadata.managedFields` is what the request said.
   */
  after: KubeObject;
  type: ResourceType;
  /** `fieldManager` of the request, or what the server makes of its User-Agent. */
  manager: string;
  subresource?: Subresource;
  /** RFC 3339 in whole seconds. */
  time: string;
}

/** What the server compares a new object with. */
export function emptyObject(type: ResourceType): Json {
  const head = { apiVersion: apiVersionOf(type), kind: type.kind };
  return type.custom ? head : readTyped(head, schemaFor(type)).value;
}

/** An object as JSON, without its managers. */
export function contentOf(object: KubeObject): Json {
  const { managedFields: _, ...metadata } = object.metadata;
  // A stored object is JSON; its interface only names the part that all kinds have.
  return { ...object, metadata } as unknown as Json;
}

function toJson(
  entries: readonly ManagedFieldsEntry[] | undefined,
): Json | undefined {
  return entries as unknown as Json | undefined;
}

function isReset(entries: readonly ManagedFieldsEntry[] | undefined): boolean {
  if (!entries) return false;
  return (
    entries.length === 0 ||
    (entries.length === 1 && Object.keys(entries[0]).length === 0)
  );
}

/** The managers to start from: those of the request if it names any, so that clients can repair them. */
function ownersBefore({ before, after, subresource }: RecordedUpdate): Owner[] {
  const live = () => readOwners(before?.metadata.managedFields) ?? [];
  if (subresource) return live();
  const { managedFields } = after.metadata;
  if (isReset(managedFields)) return [];
  // Nearly all requests send back what they got; what is stored has been read before.
  if (deepEqual(toJson(managedFields), toJson(before?.metadata.managedFields)))
    return live();
  const given = readOwners(managedFields) ?? [];
  return given.length > 0 ? given : live();
}

/** The owners after a change: who changed a field owns it, alone. */
export function ownersAfterUpdate(
  owners: readonly Owner[],
  before: Json,
  after: Json,
  request: Pick<RecordedUpdate, 'type' | 'manager' | 'subresource' | 'time'>,
): Owner[] {
  const { added, modified, removed } = withoutReset(
    compare(before, after, schemaFor(request.type)),
    resetFields(request.type, request.subresource),
  );
  const changed = added.union(modified);
  const self = ownerOf(request, 'Update', changed);
  const others = disown(owners, changed.union(removed));
  if (self.fields.isEmpty) return capUpdaters(others);
  const previous = others.find(owner => isSameOwner(owner, self));
  return capUpdaters([
    ...others.filter(owner => owner !== previous),
    {
      ...self,
      fields: previous ? self.fields.union(previous.fields) : self.fields,
    },
  ]);
}

/** Who manages which fields after a write that is not a server-side apply. */
export function recordUpdate(update: RecordedUpdate): ManagedFieldsEntry[] {
  const { before, after, type } = update;
  const owners = ownersBefore(update);
  // An object whose managers were reset stays without until somebody applies it.
  if (before && owners.length === 0) return [];
  if (update.subresource === 'scale' && before) {
    const scaled = ownersAfterUpdate(
      ownersOfScale(owners),
      scaleOf(before) as Json,
      scaleOf(after) as Json,
      { ...update, type: scaleType },
    );
    return writeOwners(ownersAfterScale(owners, scaled, type));
  }
  return writeOwners(
    ownersAfterUpdate(
      owners,
      before ? contentOf(before) : emptyObject(type),
      contentOf(after),
      update,
    ),
  );
}
