import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { useLiveQuery } from '@pilothouse/pilothouse-react';
import { pipelinesApiRef } from '../api/pipelinesApi';

/** As long as the backend keeps an answer. */
const EVERY_MS = 10_000;

/** What the entity's project is doing, asked for as long as somebody looks. */
export function useOverview(entity: Entity) {
  const api = useApi(pipelinesApiRef);
  const { kind } = entity;
  const { name, namespace = 'default' } = entity.metadata;
  return useLiveQuery({
    queryKey: ['pipelines', 'overview', kind, namespace, name],
    queryFn: ({ signal }) =>
      api.getOverview({ kind, namespace, name }, { signal }),
    channels: [],
    heartbeatMs: EVERY_MS,
  });
}
