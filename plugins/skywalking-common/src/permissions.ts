import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { createPermission } from '@backstage/plugin-permission-common';

/** Read metrics and traces of an entity's services. Decided on the catalog entity. */
export const skywalkingServiceReadPermission = createPermission({
  name: 'skywalking.service.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

export const skywalkingPermissions = [skywalkingServiceReadPermission];
