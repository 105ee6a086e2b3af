import type { Identified } from '../watch/changes';

/** Names an object and, for writes, the state in which it was seen: without both the write is refused by us. */
export interface ObjectPrecondition {
  namespace: string;
  name: string;
  uid: string;
  resourceVersion: string;
}

/**
 * Why a write was not made:
 *
 * - `changed`: the object is not as it was seen, or not there any more. Read it again and decide again.
 * - `owned`: other field managers own what would be changed; `managers` names them. Only force takes it from them.
 * - `exists`: there is one of that name already.
 */
export type ConflictReason = 'changed' | 'owned' | 'exists';

export type WriteOutcome<T> =
  | {
      outcome: 'done';
      /** As the cluster answered it, with managedFields; it is not projected. */
      object: T;
    }
  | {
      outcome: 'conflict';
      reason: ConflictReason;
      message: string;
      /** Empty, but for `owned`. */
      managers: FieldConflict[];
    }
  /** Sent, and no answer came: read back before anything else. */
  | { outcome: 'unknown'; message: string };

export interface FieldConflict {
  manager: string;
  field: string;
}

/** A kind that can be written, as `apiVersion`/plural. */
export interface WritableKind {
  /** `apps/v1`, `v1`, `gateway.networking.k8s.io/v1` */
  apiVersion: string;
  kind: string;
  plural: string;
  namespaced: boolean;
}

export interface WriteOptions {
  fieldManager: string;
  /** The cluster decides and answers, and nothing is kept. */
  dryRun?: boolean;
  /** Refuses fields that the cluster does not know, and would drop in silence. */
  fieldValidation?: 'Strict';
  signal?: AbortSignal;
}

export interface ApplyOptions extends WriteOptions {
  /** Takes the fields that others own. */
  force?: boolean;
  /** Applied only to the object as it was seen; a newer one is a conflict, `changed`. */
  precondition?: Pick<ObjectPrecondition, 'uid' | 'resourceVersion'>;
}

export interface DeleteOptions {
  /** How long what runs may take to end; without it the object's own time holds. */
  gracePeriodSeconds?: number;
  dryRun?: boolean;
  signal?: AbortSignal;
}

/** What {@link ClusterWrites.mayWrite} asks about. */
export interface WriteAccess {
  namespace: string;
  /** `get`: what became of a write is read from the cluster itself. */
  verb: 'get' | 'create' | 'patch' | 'update' | 'delete';
  /** Empty for the core group. */
  group: string;
  /** The plural. */
  resource: string;
  subresource?: string;
}

/**
 * Writes to a cluster, and what goes with them: each is sent once, with the state in which its object was seen.
 *
 * All throw what is no outcome: `NotAllowedError`, `NotFoundError`, `InputError` (400 and 422), `ThrottledError` (429;
 * nothing was done), `ServiceUnavailableError` (nothing was sent).
 */
export interface ClusterWrites {
  /**
   * An object as the cluster has it now: whole, with managedFields. A request of its own, for a plan and for what has
   * become of a write whose outcome is not known; screens read the caches.
   */
  read<T>(
    kind: WritableKind,
    target: { namespace?: string; name: string },
    options?: { signal?: AbortSignal },
  ): Promise<T>;
  /**
   * All objects of a kind, of the whole cluster, as far as `project` keeps them. For what is decided once, where a watch
   * would be kept for nothing.
   */
  readAll<T extends Identified>(
    kind: WritableKind,
    project: (object: unknown) => T | undefined,
    options?: { signal?: AbortSignal },
  ): Promise<readonly T[]>;
  /** Server-side apply. `object` carries `metadata.uid` where it must exist already, or a precondition says so. */
  apply<T>(
    kind: WritableKind,
    object: Record<string, unknown>,
    options: ApplyOptions,
  ): Promise<WriteOutcome<T>>;
  /** Makes an object that is not there yet; `metadata.name` is needed. */
  create<T>(
    kind: WritableKind,
    object: Record<string, unknown>,
    options: WriteOptions,
  ): Promise<WriteOutcome<T>>;
  /** Sets the replicas of a Deployment through its scale subresource, if it is still as it was seen. */
  scale(
    deployment: ObjectPrecondition,
    replicas: number,
    options: WriteOptions,
  ): Promise<WriteOutcome<{ replicas: number; resourceVersion: string }>>;
  /** JSON Patch, led by tests of uid and resourceVersion. */
  jsonPatch<T>(
    kind: WritableKind,
    target: ObjectPrecondition,
    operations: readonly object[],
    options: WriteOptions,
  ): Promise<WriteOutcome<T>>;
  /** Deletes an object as it was seen. `done` means that it will go; that it has gone is told by its watch. */
  delete(
    kind: WritableKind,
    target: ObjectPrecondition,
    options?: DeleteOptions,
  ): Promise<WriteOutcome<undefined>>;
  /** Whether our account may do this there; remembered for some seconds. A plan asks before anybody is promised anything. */
  mayWrite(
    access: WriteAccess,
    options?: { signal?: AbortSignal },
  ): Promise<boolean>;
}
