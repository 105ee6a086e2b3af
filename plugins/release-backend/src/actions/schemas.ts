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
