import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { createPermission } from '@backstage/plugin-permission-common';

/** Read what runs of an entity: workloads, pods, revisions, events, configuration. Decided on the catalog entity. */
export const releaseWorkloadReadPermission = createPermission({
  name: 'release.workload.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/** Read the logs of an entity's pods. Decided on the catalog entity. */
export const releaseLogReadPermission = createPermission({
  name: 'release.log.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/** All permissions of the release plugin. */
export const releasePermissions = [
  releaseWorkloadReadPermission,
  releaseLogReadPermission,
];
