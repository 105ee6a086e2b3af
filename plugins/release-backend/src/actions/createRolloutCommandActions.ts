import type { AuditorService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import {
  rolloutCommandSchema,
  type RolloutAction,
} from '@pilothouse/plugin-release-common';
import { audited } from '../http/audited';
import { parseInput, rolloutParams } from '../http/input';
import type { RolloutCommands } from '../rollout/service/RolloutCommands';
import { rolloutDetails, rolloutDetailsOutput } from './rolloutText';

interface Options {
  actionsRegistry: ActionsRegistryService;
  auditor: AuditorService;
  commands: RolloutCommands;
}

interface CommandAction {
  action: RolloutAction;
  title: string;
  description: string;
  destructive: boolean;
}

const COMMANDS: readonly CommandAction[] = [
  {
    action: 'abort',
    title: 'Abort a rollout',
    description:
      'Stops a rollout: its canary goes to 0, and a release that is just being replaced goes back to what it was. Possible at any moment, also in a freeze. What was promoted before stays.',
    destructive: true,
  },
  {
    action: 'pause',
    title: 'Pause a rollout',
    description:
      'Lets a rollout stand where it is: nothing advances, and no time counts, until resume-rollout. Evidence that fails still aborts it.',
    destructive: false,
  },
  {
    action: 'resume',
    title: 'Resume a rollout',
    description: 'Lets a rollout that a person has paused go on.',
    destructive: true,
  },
  {
    action: 'approve',
    title: 'Approve a rollout',
    description:
      'Opens the gate of a rollout that waits for approval, after its bake; the promotion of the release follows. In protected environments nobody approves a rollout of their own. Only when the person has looked at it and said so.',
    destructive: true,
  },
  {
    action: 'promote',
    title: 'Promote a rollout',
    description:
      'Opens the gate of a rollout that waits for somebody to promote it, after its bake: the release gets the image, one pod at a time. Only when the person has looked at it and said so.',
    destructive: true,
  },
];

/** Registers `abort-rollout`, `pause-rollout`, …, with the permissions that the screens ask for. */
export function createRolloutCommandActions(options: Options): void {
  const { actionsRegistry, auditor, commands } = options;
  for (const { action, title, description, destructive } of COMMANDS) {
    actionsRegistry.register({
      name: `${action}-rollout`,
      title,
      description,
      attributes: { readOnly: false, idempotent: true, destructive },
      schema: {
        input: z =>
          z.object({
            rolloutId: z.string().max(128).describe('Of list-rollouts'),
            reason: z
              .string()
              .min(1)
              .max(1000)
              .describe('Why; it stands in the ledger'),
          }),
        output: rolloutDetailsOutput,
      },
      action: async ({ input, credentials }) => {
        const { rolloutId } = parseInput(
          rolloutParams,
          { rolloutId: input.rolloutId },
          'Input',
        );
        const { reason } = input;
        const command = parseInput(rolloutCommandSchema, { reason }, 'Input');
        const rollout = await audited(
          auditor,
          {
            eventId: `rollout-${action}`,
            meta: { rolloutId, ...command, by: 'action' },
          },
          () => commands.act(rolloutId, action, command, credentials),
        );
        return { output: rolloutDetails(rollout) };
      },
    });
  }
}
