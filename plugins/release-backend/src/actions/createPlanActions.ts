import { parseInput } from '@pilothouse/pilothouse-node';
import type { AuditorService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { planBody, startBody } from '../http/input';
import { audited } from '../http/audited';
import type { PlanService } from '../plan/PlanService';
import type { RolloutStarts } from '../rollout/service/RolloutStarts';
import {
  planDetails,
  planOutput,
  rolloutDetails,
  rolloutDetailsOutput,
} from './rolloutText';
import { consentInput, entityRefInput, type RegistryZod } from './schemas';

/** As long as an HTTP client would wait. */
const WITHIN = 30_000;

interface Options {
  actionsRegistry: ActionsRegistryService;
  auditor: AuditorService;
  plans: PlanService;
  starts: RolloutStarts;
}

function planInput(z: RegistryZod) {
  return {
    entityRef: entityRefInput(z),
    environment: z.string().max(253).describe('Such as test or prod'),
    version: z
      .string()
      .max(256)
      .describe('The tag of the image, such as 1.4.2; or tag@sha256:…'),
    name: z
      .string()
      .max(253)
      .optional()
      .describe('Of the workload, where the entity has several there'),
    clusters: z
      .array(z.string().max(253))
      .max(50)
      .optional()
      .describe('Only these clusters of the environment'),
    strategy: z
      .enum(['canary', 'rolling'])
      .optional()
      .describe('That of the policy, when missing'),
    policy: z
      .object({
        stepIntervalMs: z.number(),
        bakeMs: z.number(),
        maxCanaryReplicas: z.number(),
        gate: z.enum(['automatic', 'manual', 'approval']),
        promoteTimeoutMs: z.number(),
        soakMs: z.number(),
        canaryPerCluster: z.boolean(),
      })
      .partial()
      .strict()
      .optional()
      .describe(
        'What is to be otherwise than the policy of the environment, as list-stages tells it; times in milliseconds',
      ),
    supersedes: z
      .string()
      .max(64)
      .optional()
      .describe('Id of the active rollout that it takes the place of'),
  };
}

/** Registers `plan-rollout` and `start-rollout`, with the permissions that the screens ask for. */
export function createPlanActions(options: Options): void {
  const { actionsRegistry, auditor, plans, starts } = options;

  actionsRegistry.register({
    name: 'plan-rollout',
    title: 'Plan a rollout',
    description:
      'Says what bringing an image to an environment would do: the steps with their times, the change of each Deployment as the cluster itself says it, and what speaks against it. Changes nothing. Its fingerprint is what start-rollout needs.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z => z.object(planInput(z)).strict(),
      output: planOutput,
    },
    action: async ({ input, credentials }) => {
      const body = parseInput(planBody, input, 'Input');
      const signal = AbortSignal.timeout(WITHIN);
      const { plan } = await plans.plan(body, credentials, signal);
      return { output: planDetails(plan) };
    },
  });

  actionsRegistry.register({
    name: 'start-rollout',
    title: 'Start a rollout',
    description:
      'Starts a rollout as plan-rollout planned it; refused when the world has changed since, when a freeze holds, or another rollout has the workload. In protected environments the person has to type the name of the workload. Show the plan, and ask before you use it.',
    // Without a key, and once the first has ended, the same input may start another.
    attributes: { readOnly: false, idempotent: false, destructive: true },
    schema: {
      input: z =>
        z
          .object({
            ...planInput(z),
            ...consentInput(z, 'plan-rollout'),
            idempotencyKey: z
              .string()
              .min(8)
              .max(128)
              .optional()
              .describe('The same key starts only one rollout'),
          })
          .strict(),
      output: rolloutDetailsOutput,
    },
    action: async ({ input, credentials }) => {
      const body = parseInput(startBody, input, 'Input');
      const { entityRef, environment, version, reason, override } = body;
      const about = { entityRef, environment, version, reason, override };
      const meta = { ...about, by: 'action' };
      const { rollout } = await audited(
        auditor,
        { eventId: 'rollout-start', meta },
        () => starts.start(body, credentials),
      );
      return { output: rolloutDetails(rollout) };
    },
  });
}
