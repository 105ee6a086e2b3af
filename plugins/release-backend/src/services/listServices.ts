import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import {
  RELATION_PART_OF,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  KUBERNETES_ID_ANNOTATION,
  KUBERNETES_LABEL_SELECTOR_ANNOTATION,
  KUBERNETES_NAMESPACE_ANNOTATION,
  releaseWorkloadReadPermission,
  type FleetService,
} from '@pilothouse/plugin-release-common';
import { authorizeMany } from '../entity/authorizeMany';
import { bindEntity, type EntityBinding } from '../entity/bindEntity';

const PAGE = 500;
/** More than one page can show; what is over is told as the problem `cut`. */
const MAX_SERVICES = 5_000;

/** A service that somebody may read, without what runs of it. */
export interface ListedService {
  binding: EntityBinding;
  about: Omit<FleetService, 'cells'>;
}

/** All services that somebody may read. */
export interface ServiceList {
  services: ListedService[];
  /** How many there are; more than are listed when the list was cut. */
  total: number;
}

interface Options {
  catalog: CatalogService;
  permissions: PermissionsService;
}

function listed(entity: Entity, claims: ReadonlySet<string>): ListedService {
  const binding = bindEntity(entity);
  const system = entity.relations?.find(
    ({ type, targetRef }) =>
      type === RELATION_PART_OF && targetRef.startsWith('system:'),
  );
  return {
    binding,
    about: {
      entityRef: binding.entityRef,
      title: (entity.metadata.title ?? entity.metadata.name).slice(0, 200),
      owner: binding.owners.at(0),
      system: system?.targetRef,
      mine: binding.owners.some(owner => claims.has(owner)),
    },
  };
}

async function allowed(
  refs: readonly string[],
  permissions: PermissionsService,
  credentials: BackstageCredentials,
): Promise<(ref: string) => boolean> {
  const permission = releaseWorkloadReadPermission;
  // Most policies let people read all or nothing: then one question is enough.
  const [overall] = await permissions.authorizeConditional([{ permission }], {
    credentials,
  });
  if (overall.result === AuthorizeResult.ALLOW) return () => true;
  if (overall.result === AuthorizeResult.DENY) return () => false;
  const decisions = await authorizeMany(
    permissions,
    refs.map(resourceRef => ({ permission, resourceRef })),
    { credentials },
  );
  const readable = new Set(
    refs.filter((_, at) => decisions[at]?.result === AuthorizeResult.ALLOW),
  );
  return ref => readable.has(ref);
}

/**
 * Asks the catalog, as the person would, for all components that name their Kubernetes objects, and leaves out those
 * whose workloads the person may not read.
 *
 * @param claims - references of the person and of the groups that the person is in, in lower case
 */
export async function listServices(
  options: Options,
  credentials: BackstageCredentials,
  claims: ReadonlySet<string>,
): Promise<ServiceList> {
  const entities: Entity[] = [];
  let total = 0;
  let cursor: string | undefined;
  do {
    const page = await options.catalog.queryEntities(
      cursor === undefined
        ? {
            filter: [
              KUBERNETES_ID_ANNOTATION,
              KUBERNETES_LABEL_SELECTOR_ANNOTATION,
            ].map(annotation => ({
              kind: 'component',
              [`metadata.annotations.${annotation}`]: CATALOG_FILTER_EXISTS,
            })),
            fields: [
              'kind',
              'metadata.name',
              'metadata.namespace',
              'metadata.title',
              ...[
                KUBERNETES_ID_ANNOTATION,
                KUBERNETES_LABEL_SELECTOR_ANNOTATION,
                KUBERNETES_NAMESPACE_ANNOTATION,
              ].map(annotation => `metadata.annotations.${annotation}`),
              'relations',
            ],
            orderFields: [{ field: 'metadata.name', order: 'asc' }],
            limit: PAGE,
          }
        : { cursor },
      { credentials },
    );
    entities.push(...page.items);
    total = page.totalItems;
    cursor = page.pageInfo.nextCursor;
  } while (cursor !== undefined && entities.length < MAX_SERVICES);

  const shown = entities.slice(0, MAX_SERVICES);
  const isAllowed = await allowed(
    shown.map(entity => stringifyEntityRef(entity)),
    options.permissions,
    credentials,
  );
  const services = shown
    .map(entity => listed(entity, claims))
    .filter(({ about }) => isAllowed(about.entityRef));
  // Only what the catalog had no more room for is missing; what may not be read is not counted.
  const missing = Math.max(0, total - entities.length);
  return { services, total: services.length + missing };
}
