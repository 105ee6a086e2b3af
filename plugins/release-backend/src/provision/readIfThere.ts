import type { Cluster, WritableKind } from '@pilothouse/plugin-clusters-node';
import { isNotFound } from './failure';
import type { Json } from './manifests/reading';
import { recordAt, textAt } from './manifests/reading';

/** An object as a cluster has it now. @returns `undefined` where there is none */
export async function readIfThere(
  cluster: Cluster,
  kind: WritableKind,
  target: { namespace?: string; name: string },
  signal?: AbortSignal,
): Promise<Json | undefined> {
  try {
    return await cluster.read<Json>(kind, target, { signal });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The state in which an object was seen. */
export function seenOf(object: Json): { uid: string; resourceVersion: string } {
  const metadata = recordAt(object, 'metadata');
  return {
    uid: textAt(metadata, 'uid') ?? '',
    resourceVersion: textAt(metadata, 'resourceVersion') ?? '',
  };
}
