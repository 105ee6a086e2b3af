import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import * as z from 'zod';

const ENTITY_REF =
  'has to be one entity reference such as component:default/order-api: kind, namespace and name of letters, digits and - _ . between them, each at most 253 characters';
/** The grammar of the catalog. */
const KIND = /^[a-z][a-z0-9]{0,252}$/i;
const NAME = /^[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?$/i;

/**
 * A reference as it stands in a question; what the catalog would call the same comes out the same.
 *
 * @param hasTo - what is said of whatever is none
 */
export function entityRefWith(
  hasTo: string,
  defaults?: Parameters<typeof parseEntityRef>[1],
) {
  return z
    .string({
      error: ({ input }) =>
        input === undefined
          ? 'is missing: a reference such as component:default/order-api'
          : hasTo,
    })
    .max(3 * 253 + 2, hasTo)
    .transform((text, context) => {
      try {
        const parts = parseEntityRef(text, defaults);
        const { kind, namespace, name } = parts;
        if (KIND.test(kind) && NAME.test(namespace) && NAME.test(name)) {
          return stringifyEntityRef(parts);
        }
      } catch {
        // Told below, as everything that is none.
      }
      context.addIssue(hasTo);
      return z.NEVER;
    });
}

export const entityRef = entityRefWith(ENTITY_REF);
