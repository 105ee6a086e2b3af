import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { Message } from '@pilothouse/plugin-release-common';
import type { SkywalkingService } from '@pilothouse/plugin-skywalking-common';

type Options = Parameters<ActionsRegistryService['register']>[0];
/** The registry's own zod, which is another version than ours. */
export type RegistryZod = Parameters<Options['schema']['output']>[0];

/** What every question about a service says. */
export function windowInput(z: RegistryZod) {
  return {
    entityRef: z
      .string()
      .max(761)
      .describe('Reference of the entity, such as component:default/order-api'),
    environment: z.string().max(253).describe('Such as prod'),
    instance: z
      .string()
      .max(100)
      .optional()
      .describe(
        'Name of a SkyWalking, where clusters of the environment report to several; the first of them when missing',
      ),
    from: z
      .string()
      .max(50)
      .optional()
      .describe('ISO 8601; the last 30 minutes when missing'),
    to: z.string().max(50).optional().describe('ISO 8601; now when missing'),
  };
}

/** How SkyWalking knows the service. */
export function serviceOutput(z: RegistryZod) {
  return z.object({
    name: z.string(),
    instance: z.string().describe('Name of the SkyWalking'),
    clusters: z
      .array(z.string())
      .optional()
      .describe('Those that report to it; all of the environment when missing'),
    status: z
      .enum(['found', 'absent', 'away', 'refused'])
      .describe('Only of one that is found there are numbers'),
    problem: z.string().optional(),
  });
}

/** {@link serviceOutput} of a service. */
export function serviceSummary(service: SkywalkingService) {
  const { name, instance, clusters, status, problem } = service;
  return {
    name,
    instance,
    clusters,
    status,
    problem: problem && problemText(problem),
  };
}

/** A problem on one line. */
export function problemText({ code, params }: Message): string {
  const details = Object.entries(params).map(
    ([name, value]) => `${name} ${value}`,
  );
  return details.length > 0 ? `${code} (${details.join(', ')})` : code;
}
