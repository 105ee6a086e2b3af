import {
  DEFAULT_NAMESPACE,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef, useEntity } from '@backstage/plugin-catalog-react';
import { useMemo } from 'react';

/** Paths of tabs of the entity page, as their plugins give them. */
const TRACES = 'traces';
const LOGS = 'logs';
/** Lines of a trace are written while it runs, and read by clocks that differ. */
const AROUND_MS = 5 * 60_000;

/** The entity that is looked at, and where its tabs are; missing where there is no entity page. */
export interface EntityPaths {
  entityRef: string;
  traces: string | undefined;
  /** The lines of a trace: those of the minutes around it. */
  logsOf(trace: {
    traceId: string;
    start: number;
    duration: number;
    environment: string | undefined;
  }): string | undefined;
}

export function useEntityPaths(): EntityPaths {
  const { entity } = useEntity();
  const pageOf = useRouteRef(entityRouteRef);
  return useMemo(() => {
    const page = pageOf?.({
      kind: entity.kind.toLocaleLowerCase('en-US'),
      namespace: entity.metadata.namespace ?? DEFAULT_NAMESPACE,
      name: entity.metadata.name,
    });
    return {
      entityRef: stringifyEntityRef(entity),
      traces: page && `${page}/${TRACES}`,
      logsOf: ({ traceId, start, duration, environment }) => {
        const params = new URLSearchParams({
          ...(environment !== undefined && { env: environment }),
          traceId,
          from: new Date(start - AROUND_MS).toISOString(),
          to: new Date(start + duration + AROUND_MS).toISOString(),
        });
        return page && `${page}/${LOGS}?${params}`;
      },
    };
  }, [entity, pageOf]);
}
