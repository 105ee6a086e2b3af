import type { Entity } from '@backstage/catalog-model';

/** An entity with documentation in its own folder, as the catalog has it. @param location - `file:` or `url:` */
export function documented(
  name: string,
  location: string,
  annotations: Record<string, string> = {},
  owner = 'group:default/team-order',
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'backstage.io/managed-by-location': location,
        'backstage.io/managed-by-origin-location': location,
        'backstage.io/techdocs-ref': 'dir:.',
        ...annotations,
      },
    },
    relations: [{ type: 'ownedBy', targetRef: owner }],
  };
}
