import type {
  KubeObject,
  ObjectMeta,
  ResourceType,
} from '../../kubernetes/types';
import { apiVersionOf } from '../../kubernetes/resources';

/** An object as somebody writes it into a file, with the kind that it is of. */
export interface Manifest {
  type: ResourceType;
  object: Written;
}

/** The object itself: whatever its kind has beside the metadata. */
export interface Written extends Omit<KubeObject, 'metadata'> {
  metadata: Partial<ObjectMeta> & { name: string };
  [field: string]: unknown;
}

/** Writes an object of a kind. */
export function manifest(
  type: ResourceType,
  metadata: Written['metadata'],
  fields: Record<string, unknown> = {},
): Manifest {
  return {
    type,
    object: {
      apiVersion: apiVersionOf(type),
      kind: type.kind,
      metadata,
      ...fields,
    },
  };
}
