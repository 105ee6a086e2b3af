import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { entityQuery, parseInput } from '@pilothouse/pilothouse-node';
import type { Stage } from '@pilothouse/plugin-release-common';
import { imagesQuery } from '../http/input';
import type { WorkloadImages } from '../registry/WorkloadImages';
import type { StageService } from '../stage/StageService';
import { messageText } from './rolloutText';
import { entityRefInput, workloadIdInput, type RegistryZod } from './schemas';

/** As many tags as a model reads. */
const MOST_TAGS = 50;

interface Options {
  actionsRegistry: ActionsRegistryService;
  stages: StageService;
  workloadImages: WorkloadImages;
}

function stagesOutput(z: RegistryZod) {
  return z.object({
    stages: z
      .array(
        z.object({
          environment: z.string(),
          protected: z.boolean(),
          workloads: z.array(z.string()).describe('Their names'),
          policy: z
            .record(z.union([z.string(), z.number(), z.boolean()]))
            .describe('Of rollouts; times in milliseconds'),
          minimum: z
            .record(z.number())
            .describe('Nobody goes under these without an override'),
          replicas: z.object({ min: z.number(), max: z.number() }),
          may: z.array(z.string()).describe('What you may begin there now'),
          mayNot: z.array(z.string()).describe('And what not, and why'),
          freezes: z
            .array(z.string())
            .describe('Those that hold, and those of the next seven days'),
        }),
      )
      .describe('In order of promotion'),
    managesFreezes: z.boolean(),
  });
}

function stageText(stage: Stage) {
  const { policy, actions } = stage;
  const may: string[] = [];
  const mayNot: string[] = [];
  for (const [action, { allowed, why }] of Object.entries(actions)) {
    if (allowed) may.push(action);
    else mayNot.push(why ? `${action}: ${messageText(why)}` : action);
  }
  return {
    environment: stage.environment,
    protected: stage.protected,
    workloads: stage.workloads,
    policy: policy.policy,
    minimum: policy.minimum,
    replicas: policy.replicas,
    may,
    mayNot,
    freezes: stage.freezes.map(
      ({ freeze, active, from, to }) =>
        `${active ? 'holds' : 'will hold'} from ${from}${
          to === undefined ? '' : ` to ${to}`
        }: ${freeze.reason}`,
    ),
  };
}

/** Registers `list-stages` and `list-images`: where something can be begun, and with which versions. */
export function createStageActions(options: Options): void {
  const { actionsRegistry, stages, workloadImages } = options;

  actionsRegistry.register({
    name: 'list-stages',
    title: 'List stages',
    description:
      'Lists the environments of an entity in order of promotion: its workloads there, the policy of rollouts, what you may begin, and freezes.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z => z.object({ entityRef: entityRefInput(z) }).strict(),
      output: stagesOutput,
    },
    action: async ({ input, credentials }) => {
      const { entityRef } = parseInput(entityQuery, input, 'Input');
      const list = await stages.list(entityRef, credentials);
      return {
        output: {
          stages: list.stages.map(stageText),
          managesFreezes: list.managesFreezes,
        },
      };
    },
  });

  actionsRegistry.register({
    name: 'list-images',
    title: 'List images',
    description: `Lists the versions of a workload's image that its registry has, the newest first, at most ${MOST_TAGS}.`,
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z =>
        z
          .object({
            entityRef: entityRefInput(z),
            workloadId: workloadIdInput(z),
          })
          .strict(),
      output: z =>
        z.object({
          repository: z.string(),
          tags: z.array(
            z.object({
              tag: z.string(),
              digest: z.string().optional(),
              pushedAt: z.string().optional(),
              platforms: z.array(z.string()),
            }),
          ),
          total: z.number(),
          problems: z.array(z.string()),
        }),
    },
    action: async ({ input, credentials }) => {
      const query = parseInput(imagesQuery, input, 'Input');
      const list = await workloadImages.list(query, credentials);
      return {
        output: {
          repository: list.repository,
          tags: list.tags
            .slice(0, MOST_TAGS)
            .map(({ tag, digest, pushedAt, platforms }) => ({
              tag,
              digest,
              pushedAt,
              platforms,
            })),
          total: list.total,
          problems: list.problems.map(messageText),
        },
      };
    },
  });
}
