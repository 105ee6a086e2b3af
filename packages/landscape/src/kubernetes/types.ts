import type { Clock } from '../clock';

/** JSON as the API carries it. */
export type Json =
  | null
  | boolean
  | number
  | string
  | Json[]
  | { [key: string]: Json };

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

export interface ManagedFieldsEntry {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  time?: string;
  fieldsType: 'FieldsV1';
  fieldsV1: FieldsV1;
  subresource?: string;
}

/** A set of fields as `metadata.managedFields` spells it: `{ "f:spec": { "f:replicas": {} } }`. */
export interface FieldsV1 {
  [path: string]: FieldsV1;
}

export interface ObjectMeta {
  name: string;
  generateName?: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  generation?: number;
  /** RFC 3339 in UTC, whole seconds, as the API server writes it. */
  creationTimestamp: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  managedFields?: ManagedFieldsEntry[];
}

/** Any object of the API. Objects that have been stored are frozen deeply: copy before you change one. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/** What `create` takes: the server fills in the rest of the metadata. */
export type Draft<T extends KubeObject> = Omit<T, 'metadata'> & {
  metadata: Partial<ObjectMeta>;
};

/**
 * What of an object a write is about. `binding` and `finalize` are for the cluster's own parts: the scheduler sets a
 * pod's `spec.nodeName` by `update` on `binding`, the namespace controller takes entries out of a namespace's
 * `spec.finalizers` by `update` on `finalize`. Neither field can be changed by an ordinary write, and neither is
 * recorded in the managed fields of the object.
 */
export type Subresource = 'status' | 'scale' | 'binding' | 'finalize';

/** One kind that the API server serves, in the one version in which it serves it. */
export interface ResourceType<T extends KubeObject = KubeObject> {
  group: string;
  version: string;
  kind: string;
  /** The lower-case plural of URLs. */
  plural: string;
  singular: string;
  shortNames: string[];
  categories: string[];
  namespaced: boolean;
  verbs: string[];
  subresources: Subresource[];
  /** Custom kinds accept any fields below spec and status and know no strategic merge patch. */
  custom: boolean;
  /** Carries the type of the objects; there is no value behind it. */
  readonly object?: T;
}

export interface UserInfo {
  name: string;
  groups: string[];
  uid?: string;
  extra?: Record<string, string[]>;
}

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED';

export interface WatchEvent<T extends KubeObject = KubeObject> {
  type: WatchEventType;
  /** After the change; for DELETED the last state, with the deletion's resourceVersion. */
  object: T;
  /** Before the change. */
  previous?: T;
}

export interface WriteOptions {
  /** `fieldManager` of the request, or what the server makes of its User-Agent. */
  manager: string;
  /** Default: the cluster itself (group `system:masters`). */
  user?: UserInfo;
  subresource?: Subresource;
  dryRun?: boolean;
  /** Server-side apply only: take fields over from other managers. */
  force?: boolean;
  fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  /** Collects what the `Warning` headers of the answer say. */
  warnings?: string[];
}

export interface DeleteOptions {
  propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
  gracePeriodSeconds?: number;
  preconditions?: { uid?: string; resourceVersion?: string };
  dryRun?: boolean;
  user?: UserInfo;
}

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

export interface ListOptions {
  namespace?: string;
  /** Equality on labels; for anything richer filter the answer. */
  labels?: Record<string, string>;
}

/**
 * The inside of one API server: the same checks, defaults, field ownership and events as over HTTPS, as plain
 * synchronous calls. HTTP handlers, controllers, the world and the console all go through it.
 *
 * Every method throws an `ApiError` (see api-error.ts) worded as the real server words it.
 */
export interface KubeApi {
  /** The cluster's name, as in the kubeconfig. */
  readonly cluster: string;
  readonly clock: Clock;
  get<T extends KubeObject>(
    type: ResourceType<T>,
    namespace: string | undefined,
    name: string,
  ): T | undefined;
  /** Ordered by namespace and name. */
  list<T extends KubeObject>(type: ResourceType<T>, options?: ListOptions): T[];
  create<T extends KubeObject>(
    type: ResourceType<T>,
    object: Draft<T>,
    options: WriteOptions,
  ): T;
  /** PUT: with a resourceVersion in the object it must be the present one, without it the write is unconditional. */
  update<T extends KubeObject>(
    type: ResourceType<T>,
    object: T,
    options: WriteOptions,
  ): T;
  patch<T extends KubeObject>(
    type: ResourceType<T>,
    namespace: string | undefined,
    name: string,
    patch: { type: PatchType; body: Json },
    options: WriteOptions,
  ): T;
  /** Returns the object as it is after the request: gone, or waiting for its finalizers or its grace period. */
  delete<T extends KubeObject>(
    type: ResourceType<T>,
    namespace: string | undefined,
    name: string,
    options?: DeleteOptions,
  ): T;
  /**
   * Changes from now on. Listeners are called synchronously inside the write: they may only note what to look at and
   * schedule work by `clock.after`, never write.
   */
  watch<T extends KubeObject>(
    type: ResourceType<T>,
    listener: (event: WatchEvent<T>) => void,
  ): () => void;
}

export interface LogLine {
  /** Milliseconds since the epoch. */
  time: number;
  text: string;
}

/** What the world says about the inside of running containers. */
export interface PodRuntime {
  /** Lines written in [from, to), oldest first. Deterministic: the same question has the same answer. */
  logs(question: {
    cluster: string;
    pod: KubeObject;
    container: string;
    from: number;
    to: number;
  }): LogLine[];
  /** Present use of a container. */
  usage(question: {
    cluster: string;
    pod: KubeObject;
    container: string;
    at: number;
  }): { cpuNanocores: number; memoryBytes: number };
}
