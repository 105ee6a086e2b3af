import { ConflictError, NotFoundError } from '@backstage/errors';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import type { ScmIntegrations } from '@backstage/integration';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { parseRepoUrl } from '@pilothouse/plugin-gitlab-node';
import { ForgeProject } from '../forge/ForgeProject';
import type { GroupGrants } from '../forge/GroupGrants';
import { taskTrailer, writtenByTask } from '../forge/taskTrailer';
import { keptFiles, treeChanges } from '../forge/treeChanges';
import { readTree } from '../workspace/readTree';
import { authorOf } from './authorOf';
import { example } from './example';

interface Options {
  integrations: ScmIntegrations;
  grants: GroupGrants;
}

/**
 * Opens a merge request that brings the workspace's files; finds its own branch and merge request when tried again. A
 * branch that somebody else wrote to last is theirs, and stays as it is.
 */
export function createEnsureMergeRequestAction({
  integrations,
  grants,
}: Options) {
  return createTemplateAction({
    id: 'pilothouse:merge-request:ensure',
    description:
      'Opens a merge request that brings the files of the workspace to a GitLab project. Branch, commit and merge request are each made only when missing, so that it can be retried. A branch that people have changed is left as it is.',
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
        keepExisting: z =>
          z
            .union([z.boolean(), z.array(z.string().min(1).max(500)).max(100)])
            .optional()
            .describe(
              'Files that the target branch has are left out: all such files, or those of these paths of the repository; a path that ends in / means all below it',
            ),
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
        commit: z =>
          z
            .string()
            .describe(
              'The commit that holds the files; the newest of the branch where people have changed them',
            ),
        created: z => z.boolean().describe('The merge request is new'),
        kept: z =>
          z
            .array(z.string())
            .describe(
              'By keepExisting: files that the target branch has with other contents',
            ),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const ref = parseRepoUrl(input.repoUrl);
      await grants.check(ref, await ctx.getInitiatorCredentials());
      const folder = input.targetPath?.replace(/^\/+|\/+$/g, '');
      const given = (
        await readTree(
          resolveSafeChildPath(ctx.workspacePath, input.sourcePath ?? '.'),
        )
      ).map(file =>
        folder ? { ...file, path: `${folder}/${file.path}` } : file,
      );
      if (ctx.isDryRun) {
        logger.info(
          `Would open a merge request of ${given.length} files for ${ref.group}/${ref.name}`,
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
      const there = await project.files(base.id);
      const kept = keptFiles(given, there, input.keepExisting);
      const files = given.filter(({ path }) => !kept.includes(path));
      ctx.output('kept', kept);
      if (kept.length > 0) {
        logger.info(`Left as ${target} has them: ${kept.join(', ')}`);
      }
      if (treeChanges(files, there).length === 0) {
        logger.info(
          `${target} of ${details.web_url} holds these files already`,
        );
        ctx.output('commit', base.id);
        ctx.output('created', false);
        return;
      }

      const head = await project.head(input.branch);
      const open =
        head && (await project.openMergeRequest(input.branch, target));
      // What people have merged, and changed since, is theirs; the branch may have been kept.
      const merged =
        !open &&
        (!head || writtenByTask(head, ctx.task.id)) &&
        (await project.mergedRequestOf(ctx.task.id, input.branch, target));
      if (merged) {
        logger.info(`${merged.web_url} has been merged already`);
        ctx.output('commit', base.id);
        ctx.output('mergeRequestUrl', merged.web_url);
        ctx.output('mergeRequestIid', merged.iid);
        ctx.output('created', false);
        return;
      }
      const changes = treeChanges(
        files,
        await project.files(head?.id ?? base.id),
      );
      const isTheirs =
        head && changes.length > 0 && !writtenByTask(head, ctx.task.id);
      if (isTheirs && !open) {
        throw new ConflictError(
          `${details.web_url} has a branch ${input.branch} with other work on it, which this template would write over: merge it, or delete it, and retry`,
        );
      }
      if (isTheirs) {
        logger.info(
          `${input.branch} was changed by others since, and is left as they changed it`,
        );
      }
      const commit =
        head && (isTheirs || changes.length === 0)
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
      const request =
        open ??
        (await project.createMergeRequest(input.branch, target, {
          title: input.title,
          description: describe(input.description, kept),
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

/** What the merge request says, with what it leaves alone. */
function describe(
  text: string | undefined,
  kept: readonly string[],
): string | undefined {
  if (kept.length === 0) return text;
  const list = kept.map(path => `- \`${path}\``).join('\n');
  return [
    ...(text ? [text.trimEnd()] : []),
    `Left as the project has them · 项目已有，保持不变：\n\n${list}\n`,
  ].join('\n\n');
}
