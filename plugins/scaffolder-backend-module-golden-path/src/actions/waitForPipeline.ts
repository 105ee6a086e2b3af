import { InputError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { parseRepoUrl } from '@pilothouse/plugin-gitlab-node';
import { ForgeProject } from '../forge/ForgeProject';
import type { GroupGrants } from '../forge/GroupGrants';
import { parseTimeout, waitFor } from '../wait';
import { example } from './example';

interface Options {
  integrations: ScmIntegrations;
  grants: GroupGrants;
}

/** From which nothing more comes. */
const ENDED_BADLY = ['failed', 'canceled', 'skipped'];

/** Waits until a job of the commit's pipeline has passed; fails at once when it has failed. */
export function createWaitForPipelineAction({ integrations, grants }: Options) {
  return createTemplateAction({
    id: 'pilothouse:pipeline:wait',
    description:
      "Waits until a job of a commit's GitLab pipeline has passed, such as the one that builds the image.",
    examples: [
      example('Wait for the image of the first commit', {
        action: 'pilothouse:pipeline:wait',
        input: {
          repoUrl: 'gitlab.example.com?owner=order&repo=order-api',
          commit: '${{ steps.publish.output.commit }}',
          job: 'build-image',
        },
      }),
    ],
    supportsDryRun: true,
    schema: {
      input: {
        repoUrl: z =>
          z.string().max(512).describe('host?owner=group&repo=name'),
        commit: z =>
          z
            .string()
            .regex(/^[0-9a-f]{40,64}$/)
            .describe('Its whole id'),
        job: z =>
          z.string().max(255).optional().describe('build-image when missing'),
        timeout: z =>
          z
            .string()
            .max(20)
            .optional()
            .describe('ISO 8601, up to PT6H; PT10M when missing'),
      },
      output: {
        status: z => z.string(),
        pipelineUrl: z => z.string(),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const ref = parseRepoUrl(input.repoUrl);
      await grants.check(ref, await ctx.getInitiatorCredentials());
      const { job: wanted = 'build-image', timeout = 'PT10M' } = input;
      const timeoutMs = parseTimeout(timeout);
      if (ctx.isDryRun) {
        logger.info(`Would wait for the job ${wanted}`);
        return;
      }
      const project = new ForgeProject(integrations, ref, { signal });
      let told = '';
      const passed = await waitFor(
        async () => {
          const pipeline = await project.pipelineOf(input.commit);
          if (!pipeline) return undefined;
          const jobs = await project.jobsOf(pipeline.id);
          const job = jobs.find(({ name }) => name === wanted);
          if (!job && jobs.length > 0) {
            throw new InputError(
              `The pipeline ${
                pipeline.web_url
              } has no job ${wanted}, only ${jobs
                .map(({ name }) => name)
                .join(', ')}`,
            );
          }
          const status = job?.status ?? pipeline.status;
          if (status !== told) {
            told = status;
            logger.info(`${wanted} is ${status}: ${pipeline.web_url}`);
          }
          if (ENDED_BADLY.includes(status)) {
            throw new InputError(
              `The job ${wanted} is ${status}; see ${
                job?.web_url ?? pipeline.web_url
              }, mend it there, and retry`,
            );
          }
          return status === 'success' ? pipeline : undefined;
        },
        {
          timeoutMs,
          signal,
          what: `the job ${wanted} of ${input.commit.slice(0, 8)}`,
          onAway: error => logger.warn(`${error.message}; trying again`),
        },
      );
      ctx.output('status', 'success');
      ctx.output('pipelineUrl', passed.web_url);
    },
  });
}
