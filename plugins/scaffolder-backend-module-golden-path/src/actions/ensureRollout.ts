import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import * as zod from 'zod';
import { example } from './example';

const PLAN = 'release:plan-rollout';
const START = 'release:start-rollout';

const planAnswer = zod.object({
  fingerprint: zod.string(),
  startable: zod.boolean(),
  targets: zod.array(zod.object({ from: zod.string(), to: zod.string() })),
  findings: zod.array(
    zod.object({ severity: zod.string(), text: zod.string() }),
  ),
});
const startAnswer = zod.object({ id: zod.string() });

interface Options {
  actions: ActionsService;
}

/**
 * Starts a rollout, as the person who filled in the form: with the same actions of the release plugin that MCP clients
 * use, so that permission, policy, freeze and ledger are those of every rollout.
 */
export function createEnsureRolloutAction({ actions }: Options) {
  return createTemplateAction({
    id: 'pilothouse:rollout:ensure',
    description:
      'Starts a rollout as the person who runs the template. A retry finds the rollout that was started.',
    examples: [
      example('Bring the first image to dev', {
        action: 'pilothouse:rollout:ensure',
        input: {
          entityRef: 'component:default/order-api',
          environment: 'dev',
          version: '0.1.0-3f2a91c0',
          strategy: 'rolling',
          reason: 'First rollout',
        },
      }),
    ],
    supportsDryRun: true,
    schema: {
      input: {
        entityRef: z => z.string().max(500),
        environment: z => z.string().max(253),
        version: z => z.string().max(256).describe('The tag of the image'),
        strategy: z => z.enum(['canary', 'rolling']).optional(),
        reason: z => z.string().min(1).max(1000),
      },
      output: {
        rolloutId: z =>
          z
            .string()
            .optional()
            .describe('Missing when the image runs there already'),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const { reason, ...wanted } = input;
      if (ctx.isDryRun) {
        logger.info(`Would roll out ${input.version} to ${input.environment}`);
        return;
      }
      const credentials = await ctx.getInitiatorCredentials();
      const key = [input.entityRef, input.environment, input.version].join('.');
      const started = await ctx.checkpoint({
        key: `rollout.${key}`,
        fn: async () => {
          const plan = planAnswer.parse(
            (await actions.invoke({ id: PLAN, input: wanted, credentials }))
              .output,
          );
          signal?.throwIfAborted();
          for (const { severity, text } of plan.findings) {
            logger.info(`${severity}: ${text}`);
          }
          const runs = plan.targets.every(({ from, to }) => from === to);
          if (runs && plan.targets.length > 0) return '';
          if (!plan.startable) {
            throw new ConflictError(
              `The rollout of ${input.version} to ${
                input.environment
              } cannot start: ${plan.findings
                .filter(({ severity }) => severity === 'blocking')
                .map(({ text }) => text)
                .join('; ')}`,
            );
          }
          const { output } = await actions.invoke({
            id: START,
            input: {
              ...wanted,
              reason,
              fingerprint: plan.fingerprint,
              // Answers again what a try has started whose answer was lost.
              idempotencyKey: `template-${ctx.task.id}-${input.environment}`,
            },
            credentials,
          });
          return startAnswer.parse(output).id;
        },
      });
      if (started) {
        logger.info(`The rollout ${started} brings ${input.version}`);
        ctx.output('rolloutId', started);
      } else {
        logger.info(`${input.version} runs in ${input.environment} already`);
      }
    },
  });
}
