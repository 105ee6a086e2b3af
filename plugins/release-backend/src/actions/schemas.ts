import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';

type Options = Parameters<ActionsRegistryService['register']>[0];
/** The registry's own zod, which is another version than ours. */
export type RegistryZod = Parameters<Options['schema']['output']>[0];

/** What an entity is called in the input of an action. */
export function entityRefInput(z: RegistryZod) {
  return z
    .string()
    .max(500)
    .describe('Reference of the entity, such as component:default/order-api');
}

/** What a workload is called in the input of an action. */
export function workloadIdInput(z: RegistryZod) {
  return z
    .string()
    .max(1024)
    .describe('Id of the workload: environment/cluster/namespace/deployment');
}

/** Why something is done. */
export function reasonInput(z: RegistryZod) {
  return z.string().min(1).max(1000).describe('Why; it stands in the ledger');
}

/** That a rule is to be broken, as a person has decided. */
export function overrideInput(z: RegistryZod) {
  return z
    .object({ reason: reasonInput(z) })
    .strict()
    .optional()
    .describe(
      'Goes over a freeze, or under the minimum of a policy; needs the permission release.policy.override, and a person who has said so',
    );
}

/** That a person has seen a plan and agrees to it. */
export function consentInput(z: RegistryZod, plan: string) {
  return {
    fingerprint: z.string().max(128).describe(`Of ${plan}`),
    reason: reasonInput(z),
    confirmation: z
      .string()
      .max(253)
      .optional()
      .describe(
        'Name of the workload, as the person typed it; needed in protected environments. Never fill it in yourself',
      ),
    override: overrideInput(z),
  };
}

/** A code with its sentence. */
export function explainedOutput(z: RegistryZod) {
  return z.array(z.object({ code: z.string(), text: z.string() }));
}

/** The output that `workloadSummary` makes. */
export function workloadOutput(z: RegistryZod) {
  const side = z
    .object({
      deployment: z.string(),
      version: z.string().describe('Tag, or short digest, of the image'),
      image: z.string(),
      desired: z.number(),
      ready: z.number(),
    })
    .optional();
  return z.object({
    id: z.string().describe('environment/cluster/namespace/deployment'),
    environment: z.string(),
    cluster: z.string(),
    namespace: z.string(),
    name: z.string(),
    state: z.enum(['healthy', 'progressing', 'degraded', 'stopped', 'unknown']),
    reasons: explainedOutput(z),
    release: side,
    canary: side,
    canaryShare: z
      .number()
      .optional()
      .describe('Ready canary pods of all ready pods, 0 to 1: an estimate'),
    drift: z
      .boolean()
      .describe('The clusters of the environment run different images'),
    lastChange: z
      .object({
        manager: z.string().describe('The program that changed it'),
        at: z.string(),
      })
      .optional(),
    staleSince: z
      .string()
      .optional()
      .describe('When the cluster was heard last; missing while that is now'),
  });
}
