import { InputError } from '@backstage/errors';
import { collectionPath, objectPath } from '../connection/names';
import { isRecord, number, text } from '../projection/readers';
import { DEPLOYMENT } from './kinds';
import { readObject } from './readObject';
import { sendWrite, type WriterOptions } from './sendWrite';
import type {
  ApplyOptions,
  DeleteOptions,
  ObjectPrecondition,
  WritableKind,
  WriteOptions,
  WriteOutcome,
} from './types';

const MOST_REPLICAS = 10_000;
const MOST_GRACE_SECONDS = 3_600;

type Outcome = WriteOutcome<Record<string, unknown>>;

/**
 * The only writes that there are, each with the state in which its object was seen. Nothing is tried twice: who asked
 * decides what an outcome means.
 */
export class ObjectWriter {
  readonly #options: WriterOptions;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  async apply(
    kind: WritableKind,
    object: Record<string, unknown>,
    options: ApplyOptions,
  ): Promise<Outcome> {
    const { force, precondition, signal } = options;
    const { target, metadata } = identified(object);
    return sendWrite(this.#options, {
      what: `apply ${kind.kind} ${target.name}`,
      method: 'PATCH',
      path: objectPath(kind, target),
      query: {
        ...queryOf(options),
        force: force ? 'true' : undefined,
      },
      // JSON is YAML too, and the only type that every server takes.
      type: 'application/apply-patch+yaml',
      body: {
        ...object,
        ...typeOf(kind),
        metadata: { ...metadata, ...(precondition && seen(precondition)) },
      },
      signal,
    });
  }

  async create(
    kind: WritableKind,
    object: Record<string, unknown>,
    options: WriteOptions,
  ): Promise<Outcome> {
    const { target } = identified(object);
    // Looks at the name, which the path of the collection does not have.
    objectPath(kind, target);
    return sendWrite(this.#options, {
      what: `create ${kind.kind} ${target.name}`,
      method: 'POST',
      path: collectionPath(kind, target.namespace),
      query: queryOf(options),
      type: 'application/json',
      body: { ...object, ...typeOf(kind) },
      signal: options.signal,
    });
  }

  async scale(
    deployment: ObjectPrecondition,
    replicas: number,
    options: WriteOptions,
  ): Promise<WriteOutcome<{ replicas: number; resourceVersion: string }>> {
    assertWithin('replicas', replicas, MOST_REPLICAS);
    const written = await sendWrite(this.#options, {
      what: `scale Deployment ${deployment.name}`,
      method: 'PATCH',
      path: `${objectPath(DEPLOYMENT, deployment)}/scale`,
      query: queryOf(options),
      type: 'application/merge-patch+json',
      body: { metadata: seen(deployment), spec: { replicas } },
      signal: options.signal,
    });
    if (written.outcome !== 'done') return written;
    const { metadata, spec } = written.object;
    const now = {
      replicas: isRecord(spec) ? number(spec.replicas) ?? 0 : 0,
      resourceVersion: isRecord(metadata)
        ? text(253)(metadata.resourceVersion) ?? ''
        : '',
    };
    return { outcome: 'done', object: now };
  }

  async jsonPatch(
    kind: WritableKind,
    target: ObjectPrecondition,
    operations: readonly object[],
    options: WriteOptions,
  ): Promise<Outcome> {
    const { uid, resourceVersion } = seen(target);
    try {
      return await sendWrite(this.#options, {
        what: `patch ${kind.kind} ${target.name}`,
        method: 'PATCH',
        path: objectPath(kind, target),
        query: queryOf(options),
        type: 'application/json-patch+json',
        body: [
          { op: 'test', path: '/metadata/uid', value: uid },
          {
            op: 'test',
            path: '/metadata/resourceVersion',
            value: resourceVersion,
          },
          ...operations,
        ],
        signal: options.signal,
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      // A server says 422 for a test that failed and for a patch that is wrong alike: the object tells which it was.
      const changed = await this.#hasChanged(kind, target, options.signal);
      if (!changed) throw error;
      return {
        outcome: 'conflict',
        reason: 'changed',
        message: `${kind.kind} ${target.name} has changed since it was read`,
        managers: [],
      };
    }
  }

  async delete(
    kind: WritableKind,
    target: ObjectPrecondition,
    options: DeleteOptions = {},
  ): Promise<WriteOutcome<undefined>> {
    const { gracePeriodSeconds, dryRun, signal } = options;
    if (gracePeriodSeconds !== undefined) {
      assertWithin(
        'gracePeriodSeconds',
        gracePeriodSeconds,
        MOST_GRACE_SECONDS,
      );
    }
    const written = await sendWrite(this.#options, {
      what: `delete ${kind.kind} ${target.name}`,
      method: 'DELETE',
      path: objectPath(kind, target),
      type: 'application/json',
      body: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: seen(target),
        gracePeriodSeconds,
        // With a body the server does not look at the query.
        dryRun: dryRun ? ['All'] : undefined,
      },
      signal,
    });
    return written.outcome === 'done'
      ? { outcome: 'done', object: undefined }
      : written;
  }

  async #hasChanged(
    kind: WritableKind,
    target: ObjectPrecondition,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const now = await readObject(this.#options, kind, target, signal);
    const metadata = isRecord(now.metadata) ? now.metadata : {};
    return (
      metadata.uid !== target.uid ||
      metadata.resourceVersion !== target.resourceVersion
    );
  }
}

/** Without the state in which it was seen nothing is written. */
function seen({
  uid,
  resourceVersion,
}: Pick<ObjectPrecondition, 'uid' | 'resourceVersion'>) {
  if (!uid || !resourceVersion) {
    throw new InputError('A write needs the uid and resourceVersion seen');
  }
  return { uid, resourceVersion };
}

function identified(object: Record<string, unknown>) {
  const metadata = isRecord(object.metadata) ? object.metadata : {};
  const target = {
    namespace: text(63)(metadata.namespace),
    name: text(253)(metadata.name) ?? '',
  };
  return { target, metadata };
}

function typeOf({ apiVersion, kind }: WritableKind) {
  return { apiVersion, kind };
}

function queryOf({ fieldManager, dryRun, fieldValidation }: WriteOptions) {
  return { fieldManager, dryRun: dryRun ? 'All' : undefined, fieldValidation };
}

function assertWithin(what: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new InputError(`${what} must be a whole number from 0 to ${most}`);
  }
}
