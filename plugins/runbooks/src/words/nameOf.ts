import { parseEntityRef } from '@backstage/catalog-model';

/** What people call an entity: `order-api`, and `payment/api` where it is not in the usual namespace. */
export function nameOf(entityRef: string): string {
  try {
    const { namespace, name } = parseEntityRef(entityRef);
    return namespace === 'default' ? name : `${namespace}/${name}`;
  } catch {
    return entityRef;
  }
}
