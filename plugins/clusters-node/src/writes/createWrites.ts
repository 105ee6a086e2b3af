import { AccessReviews } from './AccessReviews';
import { ObjectWriter } from './ObjectWriter';
import { readObject } from './readObject';
import { readObjects } from './readObjects';
import type { WriterOptions } from './sendWrite';
import type { ClusterWrites, WriteOutcome } from './types';

export interface WritesOptions extends WriterOptions {
  /** Asks now, or throws at once where the cluster is known not to answer. */
  ask: <T>(send: () => Promise<T>) => Promise<T>;
}

/** The writes of a cluster, and how to forget what was known of its roles. */
export function createWrites({ ask, ...options }: WritesOptions): {
  writes: ClusterWrites;
  forget: () => void;
} {
  const writer = new ObjectWriter(options);
  const reviews = new AccessReviews(options);
  const writes: ClusterWrites = {
    // The API server answers with the kind that it was asked for; the caller names its type.
    read: async <T>(...[kind, target, rest]: Parameters<typeof writes.read>) =>
      (await ask(() => readObject(options, kind, target, rest?.signal))) as T,
    readAll: (kind, project, rest) =>
      ask(() => readObjects(options, kind, project, rest?.signal)),
    apply: async <T>(...write: Parameters<typeof writes.apply>) =>
      (await ask(() => writer.apply(...write))) as WriteOutcome<T>,
    create: async <T>(...write: Parameters<typeof writes.create>) =>
      (await ask(() => writer.create(...write))) as WriteOutcome<T>,
    jsonPatch: async <T>(...write: Parameters<typeof writes.jsonPatch>) =>
      (await ask(() => writer.jsonPatch(...write))) as WriteOutcome<T>,
    scale: (...write) => ask(() => writer.scale(...write)),
    delete: (...write) => ask(() => writer.delete(...write)),
    mayWrite: (access, { signal } = {}) =>
      ask(() => reviews.may(access, signal)),
  };
  return { writes, forget: () => reviews.forget() };
}
