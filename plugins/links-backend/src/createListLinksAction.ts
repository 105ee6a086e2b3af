import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { parseInput } from '@pilothouse/pilothouse-node';
import { linksBody } from './createRouter';
import type { LinkDesk } from './LinkDesk';

/** Registers `list-links`, with what the screens ask for. */
export function createListLinksAction(options: {
  actionsRegistry: ActionsRegistryService;
  desk: Pick<LinkDesk, 'list'>;
}): void {
  const { actionsRegistry, desk } = options;
  actionsRegistry.register({
    name: 'list-links',
    title: 'List links',
    description:
      'Lists where something can be looked at: traces, logs, metrics, runbooks and the tools of the company, for an entity and, as far as they are given, its target, pod, rollout and time.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z =>
        z.object({
          entityRef: z
            .string()
            .max(761)
            .describe('Such as component:default/order-api'),
          target: z
            .object({
              environment: z.string(),
              cluster: z.string(),
              namespace: z.string(),
            })
            .optional(),
          workload: z.string().optional().describe('Name of the Deployment'),
          role: z.enum(['release', 'canary']).optional(),
          pod: z.string().optional(),
          rolloutId: z.string().optional(),
          alert: z.string().optional().describe('Name of an alert'),
          traceId: z.string().optional(),
          from: z.string().optional().describe('ISO 8601'),
          to: z.string().optional().describe('ISO 8601'),
        }),
      output: z =>
        z.object({
          links: z.array(
            z.object({
              id: z.string(),
              kind: z.string(),
              title: z.string(),
              url: z.string(),
            }),
          ),
          problems: z
            .array(z.string())
            .describe('Who could not be asked for links'),
        }),
    },
    action: async ({ input, credentials }) => {
      const subject = parseInput(linksBody, input, 'Input');
      const { links, problems } = await desk.list(subject, credentials);
      return {
        output: {
          links: links.map(({ id, kind, title, url }) => ({
            id,
            kind,
            title: title.en,
            url,
          })),
          problems: problems.map(
            ({ provider, code }) => `${provider}: ${code}`,
          ),
        },
      };
    },
  });
}
