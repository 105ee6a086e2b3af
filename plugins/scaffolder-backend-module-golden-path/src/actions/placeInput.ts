import type { z } from 'zod/v3';

type Zod = typeof z;

/** Where on the clusters, and whose: what all actions that go to clusters take. */
export const ownedNamespace = {
  namespace: (zod: Zod) => zod.string().max(63),
  owner: (zod: Zod) =>
    zod
      .string()
      .max(512)
      .describe('The group that owns it, such as group:default/team-order'),
};

export const clustersInput = {
  clusters: (zod: Zod) =>
    zod
      .array(zod.string().max(253))
      .min(1)
      .max(50)
      .optional()
      .describe('Only these of the environment'),
};

export const reasonInput = {
  reason: (zod: Zod) =>
    zod
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe('Why; it stands in the ledger'),
};

/** What stands in the ledger when the template says nothing better. */
export function reasonOf(
  reason: string | undefined,
  templateRef: string | undefined,
): string {
  return reason ?? `Created from ${templateRef ?? 'a template'}`;
}
