import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { createPermission } from '@backstage/plugin-permission-common';

/** Read an entity's log lines. Decided on the catalog entity. */
export const logsEntryReadPermission = createPermission({
  name: 'logs.entry.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

export const logsPermissions = [logsEntryReadPermission];
