import { parseInput } from '@pilothouse/pilothouse-node';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { rolloutListQuery, rolloutParams } from '../http/input';
import type { RolloutQueries } from '../rollout/service/RolloutQueries';
import {
  rolloutDetails,
  rolloutDetailsOutput,
  rolloutOutput,
  rolloutSummary,
} from './rolloutText';
import { entityRefInput } from './schemas';

/** As many as a model reads. */
const MOST = '50';

interface Options {
  actionsRegistry: ActionsRegistryService;
  rollouts: RolloutQueries;
}

/** Registers `list-rollouts` and `get-rollout`. */
export function createRolloutReadActions(options: Options): void {
  const { actionsRegistry, rollouts } = options;

  actionsRegistry.register({
    name: 'list-rollouts',
    title: 'List rollouts',
    description:
      'Lists rollouts, the latest first: what is brought where, by whom, how far it has come, and whether it is stuck or waits for you. Of one entity, or of all that you may read.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z =>
        z
          .object({
            entityRef: entityRefInput(z).optional(),
            environment: z.string().max(253).optional(),
            view: z
              .enum(['running', 'waiting', 'stuck', 'mine', 'all'])
              .optional()
              .describe(
                'running when missing; waiting: for you; mine: of what you own, or begun by you',
              ),
            cursor: z.string().max(200).optional(),
          })
          .strict(),
      output: z =>
        z.object({
          rollouts: z.array(rolloutOutput(z)),
          cursor: z.string().optional().describe('For the page after this'),
        }),
    },
    action: async ({ input, credentials }) => {
      const query = parseInput(
        rolloutListQuery,
        { ...input, limit: MOST },
        'Input',
      );
      const list = await rollouts.list(query, credentials);
      return {
        output: {
          rollouts: list.rollouts.map(rolloutSummary),
          cursor: list.cursor,
        },
      };
    },
  });

  actionsRegistry.register({
    name: 'get-rollout',
    title: 'Get a rollout',
    description:
      'Reads one rollout: its steps, what was measured of canary and release, what somebody else changed, its history, and what you may do with it now.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z =>
        z
          .object({
            rolloutId: z.string().max(128).describe('Of list-rollouts'),
          })
          .strict(),
      output: rolloutDetailsOutput,
    },
    action: async ({ input, credentials }) => {
      const { rolloutId } = parseInput(rolloutParams, input, 'Input');
      const rollout = await rollouts.get(rolloutId, credentials);
      return { output: rolloutDetails(rollout) };
    },
  });
}
