import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { ApiError, ConnectionError } from '../connection/ApiError';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { objectPath } from '../connection/names';
import { serviceError } from '../connection/serviceError';
import { isRecord, number, text } from '../projection/readers';
import type { ObjectPrecondition, WritableKind, WriteOutcome } from '../types';
import { fieldConflicts } from './fieldConflicts';

const ANSWER_BYTES = 8 * 1024 * 1024;
const MOST_REPLICAS = 10_000;

const DEPLOYMENT: WritableKind = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  plural: 'deployments',
  namespaced: true,
};

interface WriteOptions {
  fieldManager: string;
  force?: boolean;
  dryRun?: boolean;
  signal?: AbortSignal;
}

interface Patch {
  what: string;
  path: string;
  type: string;
  body: unknown;
  options: WriteOptions;
}

/**
 * The only writes that there are, each with the state in which its object was seen. Nothing is tried twice: who asked
 * decides what an outcome means.
 */
export class ObjectWriter {
  readonly #cluster: string;
  readonly #connection: ClusterConnection;
  readonly #timeoutMs: number;

  constructor(options: {
    cluster: string;
    connection: ClusterConnection;
    timeoutMs: number;
  }) {
    this.#cluster = options.cluster;
    this.#connection = options.connection;
    this.#timeoutMs = options.timeoutMs;
  }

  async apply<T>(
    kind: WritableKind,
    object: Record<string, unknown>,
    options: WriteOptions,
  ): Promise<WriteOutcome<T>> {
    const metadata = isRecord(object.metadata) ? object.metadata : {};
    const name = text(253)(metadata.name) ?? '';
    return this.#patch({
      what: `apply ${kind.kind} ${name}`,
      path: objectPath(kind, { namespace: text(63)(metadata.namespace), name }),
      // JSON is YAML too, and the only type that every server takes.
      type: 'application/apply-patch+yaml',
      body: { ...object, apiVersion: kind.apiVersion, kind: kind.kind },
      options,
    });
  }

  async scale(
    deployment: ObjectPrecondition,
    replicas: number,
    options: WriteOptions,
  ): Promise<WriteOutcome<{ replicas: number; resourceVersion: string }>> {
    if (
      !Number.isInteger(replicas) ||
      replicas < 0 ||
      replicas > MOST_REPLICAS
    ) {
      throw new InputError(
        `replicas must be a whole number from 0 to ${MOST_REPLICAS}`,
      );
    }
    const { uid, resourceVersion } = seen(deployment);
    const written = await this.#patch<Record<string, unknown>>({
      what: `scale Deployment ${deployment.name}`,
      path: `${objectPath(DEPLOYMENT, deployment)}/scale`,
      type: 'application/merge-patch+json',
      body: { metadata: { uid, resourceVersion }, spec: { replicas } },
      options,
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

  async jsonPatch<T>(
    kind: WritableKind,
    target: ObjectPrecondition,
    operations: readonly object[],
    options: WriteOptions,
  ): Promise<WriteOutcome<T>> {
    const { uid, resourceVersion } = seen(target);
    const what = `patch ${kind.kind} ${target.name}`;
    const path = objectPath(kind, target);
    try {
      return await this.#patch({
        what,
        path,
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
        options,
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      // A server says 422 for a test that failed and for a patch that is wrong alike: the object tells which it was.
      const changed = await this.#hasChanged(path, target, options.signal);
      if (!changed) throw error;
      return {
        outcome: 'conflict',
        message: `${kind.kind} ${target.name} has changed since it was read`,
        managers: [],
      };
    }
  }

  async #patch<T>(patch: Patch): Promise<WriteOutcome<T>> {
    const { what, path, type, body, options } = patch;
    const { fieldManager, force, dryRun, signal } = options;
    if (signal?.aborted) {
      throw new ServiceUnavailableError(`Given up before: ${what}`);
    }
    try {
      const answer = await this.#connection.json(
        {
          method: 'PATCH',
          path,
          query: {
            fieldManager,
            force: force ? 'true' : undefined,
            dryRun: dryRun ? 'All' : undefined,
          },
          body: { type, text: JSON.stringify(body) },
          purpose: 'write',
          timeoutMs: this.#timeoutMs,
          signal,
        },
        { maxBytes: ANSWER_BYTES },
      );
      if (!isRecord(answer)) return unknown(what, 'the answer is no object');
      // The API server answers with the kind that was written; the caller names its type.
      return { outcome: 'done', object: answer as T };
    } catch (error) {
      return this.#outcomeOf(what, error);
    }
  }

  #outcomeOf(what: string, error: unknown): WriteOutcome<never> {
    if (error instanceof ApiError && isConflict(error)) {
      return {
        outcome: 'conflict',
        message: error.message,
        managers: fieldConflicts(error),
      };
    }
    // 5xx may come from a gateway or a timeout behind a write that was made.
    if (error instanceof ApiError && error.code >= 500) {
      return unknown(what, error.message);
    }
    if (error instanceof ConnectionError && error.sent) {
      return unknown(what, error.message);
    }
    throw serviceError(this.#cluster, what, error);
  }

  async #hasChanged(
    path: string,
    { uid, resourceVersion }: ObjectPrecondition,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    try {
      const now = await this.#connection.json(
        {
          method: 'GET',
          path,
          purpose: 'write',
          timeoutMs: this.#timeoutMs,
          signal,
        },
        { maxBytes: ANSWER_BYTES },
      );
      const metadata =
        isRecord(now) && isRecord(now.metadata) ? now.metadata : {};
      return (
        metadata.uid !== uid || metadata.resourceVersion !== resourceVersion
      );
    } catch (error) {
      throw serviceError(this.#cluster, 'read back what was patched', error);
    }
  }
}

/** An object that has another uid by now is told as a change of what cannot be changed. */
function isConflict({ code, causes }: ApiError): boolean {
  return (
    code === 409 ||
    (code === 422 && causes.some(({ field }) => field === 'metadata.uid'))
  );
}

/** Without the state in which it was seen nothing is written. */
function seen({ uid, resourceVersion }: ObjectPrecondition) {
  if (!uid || !resourceVersion) {
    throw new InputError('A write needs the uid and resourceVersion seen');
  }
  return { uid, resourceVersion };
}

function unknown(what: string, why: string): WriteOutcome<never> {
  return {
    outcome: 'unknown',
    message: `It is not known whether this was done: ${what} (${why})`,
  };
}
