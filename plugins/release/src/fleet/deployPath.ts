import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { useCallback } from 'react';

/** Where the Deploy tab of an entity is, with one of its workloads chosen. */
export type DeployPath = (entityRef: string, workloadId?: string) => string;

/** A function that leads to the Deploy tab of an entity. */
export function useDeployPath(): DeployPath {
  const entityPath = useEntityRefLink();
  return useCallback(
    (entityRef, workloadId) => {
      const query =
        workloadId === undefined
          ? ''
          : `?${new URLSearchParams({ workload: workloadId })}`;
      return `${entityPath(entityRef)}/deploy${query}`;
    },
    [entityPath],
  );
}
