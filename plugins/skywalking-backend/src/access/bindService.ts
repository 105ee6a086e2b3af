import {
  RELATION_OWNED_BY,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { KUBERNETES_ID_ANNOTATION } from '@pilothouse/plugin-release-common';
import { SKYWALKING_SERVICE_ANNOTATION } from '@pilothouse/plugin-skywalking-common';

const LONGEST_NAME = 300;

/** What of an entity decides which service of SkyWalking is its own. */
export interface ServiceBinding {
  entityRef: string;
  /** What it says its service is called; missing where it says nothing. */
  name?: string;
  owners: readonly string[];
}

/** Reads an entity's annotations and owners. SkyWalking's own annotation wins over the Kubernetes id. */
export function bindService(entity: Entity): ServiceBinding {
  return {
    entityRef: stringifyEntityRef(entity),
    name: serviceNameOf(entity.metadata.annotations),
    owners: (entity.relations ?? [])
      .filter(({ type }) => type === RELATION_OWNED_BY)
      .map(({ targetRef }) => targetRef.toLocaleLowerCase('en-US')),
  };
}

/** What annotations say a service is called. */
export function serviceNameOf(
  annotations: Readonly<Record<string, string>> = {},
): string | undefined {
  const name =
    annotations[SKYWALKING_SERVICE_ANNOTATION] ??
    annotations[KUBERNETES_ID_ANNOTATION];
  return name && name.length <= LONGEST_NAME ? name : undefined;
}
