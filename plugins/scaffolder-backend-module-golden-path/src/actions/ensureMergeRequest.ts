import { NotFoundError } from '@backstage/errors';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import type { ScmIntegrations } from '@backstage/integration';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { parseRepoUrl } from '@pilothouse/plugin-gitlab-node';
import { ForgeProject } from '../forge/ForgeProject';
import type { GroupGrants } from '../forge/GroupGrants';
import { taskTrailer } from '../forge/taskTrailer';
import { treeChanges } from '../forge/treeChanges';
import { readTree } from '../workspace/readTree';
import { authorOf } from './authorOf';
import { example } from './example';

interface Options {
  integrations: ScmIntegrations;
  grants: GroupGrants;
}

/** Opens a merge request that brings the workspace's files; finds its own branch and merge request when tried again. */
export function createEnsureMergeRequestAction({
  integrations,
  grants,
}: Options) {
  return createTemplateAction({
    id: 'pilothouse:merge-request:ensure',
    description:
      'Opens a merge request that brings the files of the workspace to a GitLab project. Branch, commit and merge request are each made only when missing, so that it can be retried.',
    examples: [
      example('Add what the portal needs to a project', {
        action: 'pilothouse:merge-request:ensure',
        input: {
          repoUrl: 'gitlab.example.com?owner=legacy&repo=report-center',
          branch: 'portal/register',
          title: 'Register in the portal',
        },
      }),
    ],
    supportsDryRun: true,
    schema: {
      input: {
        repoUrl: z =>
          z.string().max(512).describe('host?owner=group&repo=name'),
        branch: z => z.string().min(1).max(200),
        targetBranch: z =>
          z
            .string()
            .max(200)
            .optional()
            .describe("The project's default branch when missing"),
        title: z => z.string().min(1).max(255),
        description: z => z.string().max(20_000).optional(),
        sourcePath: z =>
          z
            .string()
            .max(500)
            .optional()
            .describe('A folder of the workspace; all of it when missing'),
        targetPath: z =>
          z
            .string()
            .max(500)
            .optional()
            .describe('The folder of the repository that they go to'),
      },
      output: {
        mergeRequestUrl: z =>
          z
            .string()
            .optional()
            .describe('Missing when the target holds the files already'),
        mergeRequestIid: z => z.number().optional(),
        branch: z => z.string(),
        targetBranch: z => z.string(),
        commit: z => z.string().describe('The commit that holds the files'),
        created: z => z.boolean().describe('The merge request is new'),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const ref = parseRepoUrl(input.repoUrl);
      await grants.check(ref, await ctx.getInitiatorCredentials());
      const folder = input.targetPath?.replace(/^\/+|\/+$/g, '');
      const files = (
        await readTree(
          resolveSafeChildPath(ctx.workspacePath, input.sourcePath ?? '.'),
        )
      ).map(file =>
        folder ? { ...file, path: `${folder}/${file.path}` } : file,
      );
      if (ctx.isDryRun) {
        logger.info(
          `Would open a merge request of ${files.length} files for ${ref.group}/${ref.name}`,
        );
        ctx.output('branch', input.branch);
        return;
      }

      const project = new ForgeProject(integrations, ref, { signal });
      const details = await project.find();
      if (!details) {
        throw new NotFoundError(
          `GitLab ${ref.host} has no project ${ref.group}/${ref.name}, or the portal may not see it`,
        );
      }
      const target = input.targetBranch ?? details.default_branch ?? 'main';
      const base = await project.head(target);
      if (!base) {
        throw new NotFoundError(`${details.web_url} has no branch ${target}`);
      }
      ctx.output('branch', input.branch);
      ctx.output('targetBranch', target);
      if (treeChanges(files, await project.files(base.id)).length === 0) {
        logger.info(
          `${target} of ${details.web_url} holds these files already`,
        );
        ctx.output('commit', base.id);
        ctx.output('created', false);
        return;
      }

      const head = await project.head(input.branch);
      const changes = treeChanges(
        files,
        await project.files(head?.id ?? base.id),
      );
      const commit =
        head && changes.length === 0
          ? head
          : await project.commit(
              input.branch,
              `${input.title}\n\n${taskTrailer(ctx.task.id)}`,
              changes,
              {
                ...(!head && { startBranch: target }),
                author: authorOf(ctx.user),
              },
            );
      const open = await project.openMergeRequest(input.branch, target);
      const request =
        open ??
        (await project.createMergeRequest(input.branch, target, {
          title: input.title,
          description: input.description,
        }));
      logger.info(
        `${open ? 'Found' : 'Opened'} the merge request ${request.web_url}`,
      );
      ctx.output('commit', commit.id);
      ctx.output('mergeRequestUrl', request.web_url);
      ctx.output('mergeRequestIid', request.iid);
      ctx.output('created', !open);
    },
  });
}
