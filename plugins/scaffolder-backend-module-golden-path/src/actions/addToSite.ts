import { writeFile } from 'node:fs/promises';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { parseRepoUrl } from '@pilothouse/plugin-gitlab-node';
import { ForgeProject } from '../forge/ForgeProject';
import type { GroupGrants } from '../forge/GroupGrants';
import { docsDirOf, withPages } from '../site/withPages';
import { example } from './example';

const SITE = 'mkdocs.yml';

interface Options {
  integrations: ScmIntegrations;
  grants: GroupGrants;
}

/** Prepares new pages of a project's documentation: where they go, and their place in its navigation. */
export function createAddToSiteAction({ integrations, grants }: Options) {
  return createTemplateAction({
    id: 'pilothouse:site:add-pages',
    description:
      "Writes a project's mkdocs.yml, with new pages in its navigation, into the workspace. Changes nothing in the project; refuses pages that are there already.",
    examples: [
      example('A runbook in two languages', {
        action: 'pilothouse:site:add-pages',
        input: {
          repoUrl: 'gitlab.example.com?owner=order&repo=order-api',
          chapter: 'Runbooks',
          pages: [
            { title: 'Redis is full', path: 'runbooks/en/redis-full.md' },
          ],
        },
      }),
    ],
    supportsDryRun: true,
    schema: {
      input: {
        repoUrl: z =>
          z.string().max(512).describe('host?owner=group&repo=name'),
        chapter: z => z.string().min(1).max(100),
        pages: z =>
          z
            .array(
              z.object({
                title: z.string().max(200).regex(/^.+$/, 'has to be one line'),
                path: z
                  .string()
                  .max(300)
                  .regex(
                    /^[a-z0-9][\w-]*(\/[a-z0-9][\w-]*)*\.md$/i,
                    'has to be a path such as runbooks/en/redis-full.md',
                  )
                  .describe("From the folder of the site's pages"),
              }),
            )
            .min(1)
            .max(20),
      },
      output: {
        docsDir: z => z.string().describe('Where the pages have to be put'),
      },
    },
    async handler(ctx) {
      const { chapter, pages, repoUrl } = ctx.input;
      const ref = parseRepoUrl(repoUrl);
      await grants.check(ref, await ctx.getInitiatorCredentials());
      if (ctx.isDryRun) {
        ctx.logger.info(`Would add ${pages.length} pages to ${SITE}`);
        ctx.output('docsDir', 'docs');
        return;
      }
      const project = new ForgeProject(integrations, ref, {
        signal: ctx.signal,
      });
      const details = await project.find();
      const branch = details?.default_branch ?? 'main';
      const site = details && (await project.text(branch, SITE));
      if (site === undefined) {
        throw new NotFoundError(
          `GitLab ${ref.host} has no ${SITE} at the top of ${ref.group}/${ref.name}, or the portal may not see it: it has no documentation to add a page to`,
        );
      }
      const docsDir = docsDirOf(site);
      const there = new Set(
        (await project.files(branch)).map(({ path }) => path),
      );
      const taken = pages.find(({ path }) => there.has(`${docsDir}/${path}`));
      if (taken) {
        throw new ConflictError(
          `${ref.group}/${ref.name} has ${docsDir}/${taken.path} already: change it there, or choose another name`,
        );
      }
      await writeFile(
        resolveSafeChildPath(ctx.workspacePath, SITE),
        withPages(site, chapter, pages),
      );
      ctx.output('docsDir', docsDir);
    },
  });
}
