import {
  DEFAULT_NAMESPACE,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef, useEntity } from '@backstage/plugin-catalog-react';

/** Paths of tabs of the entity page, as their plugins give them. */
const TRACES = 'traces';
const LOGS = 'logs';

/** The entity that is looked at, and where its tabs are. */
export interface EntityPaths {
  entity: Entity;
  entityRef: string;
  /** Missing where the entity page is not part of the app. */
  logs: string | undefined;
  /** @param traceId - as it stands in a line */
  traceOf(traceId: string): string | undefined;
}

export function useEntityPaths(): EntityPaths {
  const { entity } = useEntity();
  const pageOf = useRouteRef(entityRouteRef);
  const page = pageOf?.({
    kind: entity.kind.toLocaleLowerCase('en-US'),
    namespace: entity.metadata.namespace ?? DEFAULT_NAMESPACE,
    name: entity.metadata.name,
  });
  return {
    entity,
    entityRef: stringifyEntityRef(entity),
    logs: page && `${page}/${LOGS}`,
    traceOf: traceId =>
      page && `${page}/${TRACES}?traceId=${encodeURIComponent(traceId)}`,
  };
}
