import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { parseEntityRef } from '@backstage/catalog-model';
import type { EntityOverviews } from './EntityOverviews';

interface Options {
  actionsRegistry: ActionsRegistryService;
  overviews: EntityOverviews;
}

/** Registers `get-pipelines`, with the permission that the card asks for. */
export function createPipelinesAction(options: Options): void {
  const { actionsRegistry, overviews } = options;
  actionsRegistry.register({
    name: 'get-pipelines',
    title: 'Get pipelines',
    description:
      "Lists the latest pipelines, the open merge requests and the releases of an entity's own GitLab project.",
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z =>
        z.object({
          entityRef: z
            .string()
            .max(768)
            .describe('Such as component:default/order-api'),
        }),
      output: z =>
        z.object({
          project: z.string(),
          pipelines: z.array(
            z.object({
              status: z.string(),
              ref: z.string(),
              commit: z.string(),
              createdAt: z.string(),
              url: z.string().optional(),
            }),
          ),
          mergeRequests: z.array(
            z.object({
              number: z.number(),
              title: z.string(),
              author: z.string().optional(),
              url: z.string().optional(),
            }),
          ),
          releases: z.array(
            z.object({ tag: z.string(), releasedAt: z.string() }),
          ),
          problems: z
            .array(z.string())
            .describe('Lists that could not be read, and why'),
        }),
    },
    action: async ({ input, credentials }) => {
      const ref = parseEntityRef(input.entityRef, { defaultKind: 'Component' });
      const overview = await overviews.get(ref, credentials);
      return {
        output: {
          project: overview.project.path,
          pipelines: overview.pipelines.map(
            ({ status, ref: branch, commit, createdAt, url }) => ({
              status,
              ref: branch,
              commit,
              createdAt,
              url,
            }),
          ),
          mergeRequests: overview.mergeRequests.map(
            ({ number, title, author, url }) => ({
              number,
              title,
              author,
              url,
            }),
          ),
          releases: overview.releases.map(({ tag, releasedAt }) => ({
            tag,
            releasedAt,
          })),
          problems: overview.problems.map(
            ({ part, code }) => `${part}: ${code}`,
          ),
        },
      };
    },
  });
}
