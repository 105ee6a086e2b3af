import { ConflictError } from '@backstage/errors';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import type { ScmIntegrations } from '@backstage/integration';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { parseRepoUrl } from '@pilothouse/plugin-gitlab-node';
import { ForgeProject } from '../forge/ForgeProject';
import type { GroupGrants } from '../forge/GroupGrants';
import { taskTrailer, writtenByTask } from '../forge/taskTrailer';
import { treeChanges } from '../forge/treeChanges';
import { readTree } from '../workspace/readTree';
import { authorOf } from './authorOf';
import { example } from './example';

interface Options {
  integrations: ScmIntegrations;
  grants: GroupGrants;
}

/**
 * Makes a repository hold what the workspace holds: the project is made when there is none, and one commit is pushed
 * when the files differ. Doing it again does nothing more, also when people have gone on from what the task had
 * committed; a project with somebody else's history is left alone.
 */
export function createPublishRepositoryAction({
  integrations,
  grants,
}: Options) {
  return createTemplateAction({
    id: 'pilothouse:repository:publish',
    description:
      'Makes a GitLab project hold the files of the workspace. Makes the project when there is none, commits only what differs, and can be retried.',
    examples: [
      example('Publish the workspace', {
        action: 'pilothouse:repository:publish',
        input: { repoUrl: 'gitlab.example.com?owner=order&repo=order-api' },
      }),
    ],
    supportsDryRun: true,
    schema: {
      input: {
        repoUrl: z =>
          z.string().max(512).describe('host?owner=group&repo=name'),
        description: z =>
          z.string().max(2000).optional().describe('Of a new project'),
        defaultBranch: z =>
          z.string().max(100).optional().describe('main when missing'),
        sourcePath: z =>
          z
            .string()
            .max(500)
            .optional()
            .describe('A folder of the workspace; all of it when missing'),
        visibility: z =>
          z
            .enum(['private', 'internal', 'public'])
            .optional()
            .describe('Of a new project; that of its group when missing'),
        commitMessage: z =>
          z
            .string()
            .max(1000)
            .optional()
            .describe('Initial commit when missing'),
        checkOnly: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Writes nothing: fails where publishing these files would be refused, before other steps have made anything',
            ),
      },
      output: {
        remoteUrl: z => z.string().describe('For git'),
        webUrl: z => z.string().describe('For people'),
        repoContentsUrl: z => z.string().describe('For catalog:register'),
        projectPath: z =>
          z.string().describe('group/name; all that checkOnly says'),
        projectId: z => z.number(),
        commit: z =>
          z
            .string()
            .describe(
              'The commit that holds the files, or the newest one that people have made of it',
            ),
        shortCommit: z =>
          z.string().describe('Its first 8 digits, as CI_COMMIT_SHORT_SHA'),
        created: z => z.boolean().describe('The project was made by this task'),
        pushed: z => z.boolean().describe('Something had to be committed'),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const ref = parseRepoUrl(input.repoUrl);
      await grants.check(ref, await ctx.getInitiatorCredentials());
      // The scaffolder checks inputs by their schema, and fills in none of its defaults.
      const { defaultBranch: branch = 'main', visibility } = input;
      const { commitMessage = 'Initial commit' } = input;
      const files = await readTree(
        resolveSafeChildPath(ctx.workspacePath, input.sourcePath ?? '.'),
      );
      const project = new ForgeProject(integrations, ref, { signal });
      const projectPath = `${ref.group}/${ref.name}`;
      if (ctx.isDryRun) {
        logger.info(`Would make ${projectPath} hold ${files.length} files`);
        ctx.output('projectPath', projectPath);
        ctx.output('repoContentsUrl', project.contentsUrl(branch));
        // Steps that come after it want a commit.
        ctx.output('commit', '0'.repeat(40));
        ctx.output('shortCommit', '0'.repeat(8));
        return;
      }

      let details = await project.find();
      const head = details && (await project.head(branch));
      const changes = treeChanges(
        files,
        head ? await project.files(head.id) : [],
      );
      const isTheirs =
        head && changes.length > 0 && !writtenByTask(head, ctx.task.id);
      // Only what stands in the history is sure: that the task had found no project does not mean that it made this one.
      if (isTheirs && !(await project.hasCommitOf(ctx.task.id, head.id))) {
        throw new ConflictError(
          `${details?.web_url} has a history of its own, which this template would write over: choose another name, or adopt the repository with the template register-existing`,
        );
      }
      if (input.checkOnly) {
        if (!details) await project.checkGroup();
        logger.info(
          `${projectPath} ${details ? 'can hold' : 'can be made for'} these ${
            files.length
          } files`,
        );
        ctx.output('projectPath', projectPath);
        return;
      }

      // Kept before it is made: a task that dies in between finds its own empty project at the next try.
      const isNew = !details;
      const created = await ctx.checkpoint({
        key: `repository.${ref.host}.${projectPath}`,
        fn: async () => isNew,
      });
      if (!details) {
        details = await project.create({
          description: input.description,
          visibility,
          defaultBranch: branch,
        });
        logger.info(`Made ${details.web_url}`);
      }
      const pushed = !head || (changes.length > 0 && !isTheirs);
      const commit = pushed
        ? await project.commit(
            branch,
            `${commitMessage}\n\n${taskTrailer(ctx.task.id)}`,
            changes,
            { author: authorOf(ctx.user) },
          )
        : head;
      if (pushed) {
        logger.info(
          `Committed ${changes.length} files as ${commit.id.slice(0, 8)}`,
        );
      } else if (isTheirs) {
        logger.info(
          `${
            details.web_url
          } was made by this task and changed by others since; goes on with their commit ${commit.id.slice(
            0,
            8,
          )}`,
        );
      } else {
        logger.info(`${details.web_url} holds these files already`);
      }

      ctx.output('remoteUrl', details.http_url_to_repo);
      ctx.output('webUrl', details.web_url);
      ctx.output('repoContentsUrl', project.contentsUrl(branch));
      ctx.output('projectPath', details.path_with_namespace);
      ctx.output('projectId', details.id);
      ctx.output('commit', commit.id);
      ctx.output('shortCommit', commit.id.slice(0, 8));
      ctx.output('created', created);
      ctx.output('pushed', pushed);
    },
  });
}
