import type { AuditorService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { parseInput } from '@pilothouse/pilothouse-node';
import {
  rolloutCommandSchema,
  type RolloutAction,
} from '@pilothouse/plugin-release-common';
import { audited } from '../http/audited';
import { rolloutParams } from '../http/input';
import type { RolloutCommands } from '../rollout/service/RolloutCommands';
import { rolloutDetails, rolloutDetailsOutput } from './rolloutText';
import { overrideInput, reasonInput } from './schemas';

interface Options {
  actionsRegistry: ActionsRegistryService;
  auditor: AuditorService;
  commands: RolloutCommands;
}

interface CommandAction {
  name: string;
  action: RolloutAction;
  title: string;
  description: string;
  destructive: boolean;
}

const COMMANDS: readonly CommandAction[] = [
  {
    name: 'abort-rollout',
    action: 'abort',
    title: 'Abort a rollout',
    description:
      'Stops a rollout: its canary goes to 0, and a release that is just being replaced goes back to what it was. Possible at any moment, also in a freeze. What was promoted before stays.',
    destructive: true,
  },
  {
    name: 'pause-rollout',
    action: 'pause',
    title: 'Pause a rollout',
    description:
      'Lets a rollout stand where it is: nothing advances, and no time counts, until resume-rollout. Evidence that fails still aborts it.',
    destructive: false,
  },
  {
    name: 'resume-rollout',
    action: 'resume',
    title: 'Resume a rollout',
    description: 'Lets a rollout that a person has paused go on.',
    destructive: true,
  },
  {
    name: 'approve-rollout',
    action: 'approve',
    title: 'Approve a rollout',
    description:
      'Opens the gate of a rollout that waits for approval, after its bake; the promotion of the release follows. In protected environments nobody approves a rollout of their own. Only when the person has looked at it and said so.',
    destructive: true,
  },
  {
    name: 'promote-rollout',
    action: 'promote',
    title: 'Promote a rollout',
    description:
      'Opens the gate of a rollout that waits for somebody to promote it, after its bake: the release gets the image, one pod at a time. Only when the person has looked at it and said so.',
    destructive: true,
  },
  {
    name: 'adopt-drift',
    action: 'adopt',
    title: 'Adopt what somebody else changed',
    description:
      'Lets a rollout that waits because somebody else changed what it holds go on with what they made of it. Only when the person has seen the drift that get-rollout tells, and said so.',
    destructive: true,
  },
  {
    name: 'override-drift',
    action: 'override',
    title: 'Override what somebody else changed',
    description:
      'Lets a rollout that waits because somebody else changed what it holds take that back, so that their change is lost. Only when the person has seen the drift that get-rollout tells, and said so.',
    destructive: true,
  },
];

/** Registers `abort-rollout`, `pause-rollout`, …, `override-drift`, with the permissions that the screens ask for. */
export function createRolloutCommandActions(options: Options): void {
  const { actionsRegistry, auditor, commands } = options;
  for (const { name, action, title, description, destructive } of COMMANDS) {
    actionsRegistry.register({
      name,
      title,
      description,
      attributes: { readOnly: false, idempotent: true, destructive },
      schema: {
        input: z =>
          z
            .object({
              rolloutId: z.string().max(128).describe('Of list-rollouts'),
              reason: reasonInput(z),
              override: overrideInput(z),
            })
            .strict(),
        output: rolloutDetailsOutput,
      },
      action: async ({ input, credentials }) => {
        const { rolloutId: id, ...given } = input;
        const { rolloutId } = parseInput(
          rolloutParams,
          { rolloutId: id },
          'Input',
        );
        const command = parseInput(rolloutCommandSchema, given, 'Input');
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
