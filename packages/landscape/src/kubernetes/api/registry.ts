import type { Clock } from '../../clock';
import { timestamp } from '../controllers/time';
import { deepEqual } from '../json';
import { recordUpdate, serverSideApply } from '../patch';
import { resources } from '../resources';
import type { ObjectStore } from '../store/object-store';
import type {
  DeleteOptions,
  Draft,
  Json,
  KubeApi,
  KubeObject,
  ManagedFieldsEntry,
  PatchType,
  ResourceType,
  WriteOptions,
} from '../types';
import {
  decodePatched,
  invalidError,
  validateCreate,
  validateUpdate,
} from '../validation';
import { decideDeletion, mayVanish, type Deletion } from './deletion';
import { alreadyExists, conflict, notFound } from './errors';
import { checkEscalation } from './escalation';
import { identify, keepIdentity } from './identity';
import { anyObject, copyOf, inOrder, toJson, type AnyObject } from './objects';
import { normalised, withStatus } from './normalised';
import { labelByNode } from './pods';
import { patchObject, patchScale } from './patching';
import {
  checkNamespace,
  checkPlace,
  checkUid,
  checkVersion,
  inPlace,
  type Place,
} from './preconditions';
import { scaleOf, withScale } from './scale';
import { allocateAddresses } from './service-addresses';
import { StoreReader } from './store-reader';
import {
  isInternal,
  prepareForCreate,
  prepareForUpdate,
  strategyOf,
} from './strategies';

/** The {@link KubeApi} of one cluster over its store. */
export class Registry extends StoreReader implements KubeApi {
  readonly cluster: string;
  readonly clock: Clock;
  readonly #store: ObjectStore;
  readonly #random: () => number;

  constructor(options: {
    cluster: string;
    clock: Clock;
    store: ObjectStore;
    /** Evenly distributed in [0, 1): names, uids and addresses come from it. */
    random: () => number;
  }) {
    super(options.store);
    this.cluster = options.cluster;
    this.clock = options.clock;
    this.#store = options.store;
    this.#random = options.random;
  }

  create<T extends KubeObject>(
    type: ResourceType<T>,
    draft: Draft<T>,
    options: WriteOptions,
  ): T {
    const object = normalised(type, draft);
    return this.#insert(type, object, options) as T;
  }

  update<T extends KubeObject>(
    type: ResourceType<T>,
    object: T,
    options: WriteOptions,
  ): T {
    const { namespace, name } = object.metadata;
    const old = this.#existing(type, namespace, name);
    checkUid(type, object.metadata.uid, old);
    const next =
      options.subresource === 'status' && !options.user
        ? withStatus(type, object, old)
        : normalised(type, object);
    return this.#replace(type, next, old, options) as T;
  }

  patch<T extends KubeObject>(
    type: ResourceType<T>,
    namespace: string | undefined,
    name: string,
    patch: { type: PatchType; body: Json },
    options: WriteOptions,
  ): T {
    const live = this.get<KubeObject>(type, namespace, name);
    const place = { name, namespace: type.namespaced ? namespace : undefined };
    if (options.subresource === 'scale')
      return this.#patchScale(type, live, place, patch, options) as T;
    if (patch.type === 'apply') {
      // Only the object itself can be made by applying it.
      if (!live && options.subresource) throw notFound(type, name);
      return this.#apply(type, live, place, patch.body, options) as T;
    }
    if (!live) throw notFound(type, name);
    const { type: kind, body } = patch;
    const { object, warnings } = decodePatched(
      patchObject(type, toJson(live), { type: kind, body }),
      type,
      { type: kind, body },
      options.fieldValidation ?? 'Ignore',
    );
    options.warnings?.push(...warnings);
    checkPlace(object.metadata, place);
    const next = normalised(type, object);
    return this.#replace(type, next, live, options) as T;
  }

  delete<T extends KubeObject>(
    type: ResourceType<T>,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions = {},
  ): T {
    const old = this.#existing(type, namespace, name);
    const copy = anyObject(copyOf(old));
    const deletion = decideDeletion(type, copy, options, this.clock.now());
    return this.#carryOut(type, deletion, old, options.dryRun ?? false) as T;
  }

  #carryOut(
    type: ResourceType,
    deletion: Deletion,
    old: KubeObject,
    dryRun: boolean,
  ): KubeObject {
    switch (deletion.outcome) {
      case 'waits':
        return dryRun
          ? deletion.object
          : this.#store.put<KubeObject>(type, inOrder(deletion.object));
      case 'gone':
        return dryRun ? old : this.#store.remove(type, old);
      default:
        return old;
    }
  }

  #apply(
    type: ResourceType,
    live: KubeObject | undefined,
    place: Place,
    applied: Json,
    options: WriteOptions,
  ): KubeObject {
    const { object, managedFields } = serverSideApply({
      live,
      applied: inPlace(applied, place),
      type,
      force: options.force,
      ...this.#authorship(options),
    });
    const next = normalised(type, object);
    if (live) return this.#replace(type, next, live, options, managedFields);
    if (next.metadata.uid)
      throw conflict(
        type,
        place.name,
        `uid mismatch: the provided object specified uid ${next.metadata.uid}, and no existing object was found`,
      );
    return this.#insert(type, next, options, managedFields);
  }

  #patchScale(
    type: ResourceType,
    live: KubeObject | undefined,
    place: Place,
    patch: { type: PatchType; body: Json },
    options: WriteOptions,
  ): KubeObject {
    if (!live) throw notFound(type, place.name);
    if (patch.type === 'apply')
      return this.#apply(type, live, place, patch.body, options);
    const { type: kind, body } = patch;
    const scale = patchScale(toJson(copyOf(scaleOf(live))), {
      type: kind,
      body,
    });
    return this.update(type, withScale(type, live, scale), options);
  }

  #insert(
    type: ResourceType,
    object: AnyObject,
    options: WriteOptions,
    managedFields?: ManagedFieldsEntry[],
  ): KubeObject {
    const { user, dryRun } = options;
    checkNamespace(this, type, object);
    identify(type, object, { clock: this.clock, random: this.#random });
    const { namespace, name } = object.metadata;
    if (user) checkEscalation(this, user, type, object);
    prepareForCreate(type, object);
    const managed =
      managedFields ?? this.#record(type, undefined, object, options);
    setManagedFields(object, managed);
    // Other than what the request says, what the server adds has no manager.
    strategyOf(type).prepareCreate?.(object, this.#random);
    const errors = validateCreate(type, object);
    if (errors.length) throw invalidError(type, name ?? '', errors);
    if (this.get(type, namespace, name)) throw alreadyExists(type, name);
    if (type === resources.services)
      allocateAddresses(object, undefined, this.#store, this.#random);
    if (dryRun) return inOrder(object);
    // The store fills the version in where it has its place.
    object.metadata.resourceVersion = '';
    return this.#store.put(type, inOrder(object));
  }

  #replace(
    type: ResourceType,
    next: AnyObject,
    old: KubeObject,
    options: WriteOptions,
    managedFields?: ManagedFieldsEntry[],
  ): KubeObject {
    const before = anyObject(old);
    const { subresource, dryRun, user } = options;
    const internal = isInternal(subresource);
    checkVersion(type, next, old);
    if (user) checkEscalation(this, user, type, next, before);
    keepIdentity(next, before);
    prepareForUpdate(type, next, before, subresource);
    setManagedFields(
      next,
      managedFields ??
        (internal
          ? old.metadata.managedFields
          : this.#record(type, before, next, options)),
    );
    if (subresource === 'binding') labelByNode(next, this);
    if (type === resources.services)
      allocateAddresses(next, before, this.#store, this.#random);
    const errors = internal
      ? []
      : validateUpdate(type, next, before, subresource);
    if (errors.length) throw invalidError(type, old.metadata.name, errors);

    next.metadata.resourceVersion = old.metadata.resourceVersion;
    if (deepEqual(toJson(next), toJson(old))) return old;
    const changed = inOrder(next);
    if (dryRun) return changed;
    return mayVanish(type, changed)
      ? this.#store.remove(type, changed)
      : this.#store.put(type, changed);
  }

  #record(
    type: ResourceType,
    before: AnyObject | undefined,
    after: AnyObject,
    options: WriteOptions,
  ): ManagedFieldsEntry[] {
    return recordUpdate({ before, after, type, ...this.#authorship(options) });
  }

  #existing(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): KubeObject {
    const existing = this.get<KubeObject>(type, namespace, name);
    if (!existing) throw notFound(type, name);
    return existing;
  }

  #authorship(options: WriteOptions) {
    return {
      manager: options.manager,
      subresource: options.subresource,
      time: timestamp(this.clock.now()),
    };
  }
}

function setManagedFields(
  { metadata }: AnyObject,
  entries: ManagedFieldsEntry[] | undefined,
): void {
  if (entries?.length) metadata.managedFields = entries;
  else delete metadata.managedFields;
}
