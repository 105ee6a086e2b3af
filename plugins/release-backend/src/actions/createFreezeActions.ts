import type { AuditorService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { parseInput } from '@pilothouse/pilothouse-node';
import {
  WEEKDAYS,
  type Freeze,
  type FreezeMoment,
} from '@pilothouse/plugin-release-common';
import type { Environments } from '../config/Environments';
import type { FreezeDesk } from '../freeze/FreezeDesk';
import { createFreezeRule, endFreezeBody } from '../freeze/freezeRules';
import { audited } from '../http/audited';
import type { Projects } from '../stage/Projects';
import { reasonInput, type RegistryZod } from './schemas';

interface Options {
  actionsRegistry: ActionsRegistryService;
  auditor: AuditorService;
  environments: Environments;
  freezeDesk: FreezeDesk;
  projects: Projects;
}

function freezeOutput(z: RegistryZod) {
  return z.object({
    id: z.string(),
    kind: z.string(),
    reason: z.string(),
    environments: z.array(z.string()).optional().describe('All, when missing'),
    systems: z.array(z.string()).optional().describe('All, when missing'),
    createdBy: z.string().optional(),
    endedBy: z.string().optional(),
  });
}

function freezeText({ scope, ...freeze }: Freeze) {
  const { id, kind, reason, createdBy, endedBy } = freeze;
  const { environments, systems } = scope;
  return { id, kind, reason, environments, systems, createdBy, endedBy };
}

function momentText({ freeze, active, from, to }: FreezeMoment) {
  return { ...freezeText(freeze), active, from, to };
}

function createInput(z: RegistryZod) {
  const edge = z
    .object({
      day: z.enum(WEEKDAYS),
      time: z.string().describe('HH:MM'),
    })
    .strict();
  const instant = z
    .string()
    .describe('With its offset from UTC, such as 2027-02-05T18:00:00+08:00');
  return z
    .object({
      kind: z
        .enum(['range', 'weekly', 'stop'])
        .describe('stop: from now on, until somebody ends it'),
      environments: z
        .array(z.string().max(253))
        .optional()
        .describe('All, when missing'),
      systems: z
        .array(z.string().max(761))
        .optional()
        .describe('References of systems; all, when missing'),
      range: z
        .object({ from: instant, to: instant.optional() })
        .strict()
        .optional()
        .describe('Of the kind range; without to, until somebody ends it'),
      weekly: z
        .object({
          from: edge,
          to: edge,
          timezone: z.string().describe('Such as Asia/Shanghai'),
        })
        .strict()
        .optional()
        .describe('Of the kind weekly'),
      reason: reasonInput(z),
    })
    .strict();
}

/** Registers `list-freezes`, `create-freeze` and `end-freeze`, with the permissions that the screens ask for. */
export function createFreezeActions(options: Options): void {
  const { actionsRegistry, auditor, freezeDesk, projects } = options;
  const createBody = createFreezeRule(
    options.environments.list.map(({ name }) => name),
  );

  actionsRegistry.register({
    name: 'list-freezes',
    title: 'List freezes',
    description:
      'Lists the windows in which nothing is to be changed, those that hold now first, with their reasons.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z => z.object({}).strict(),
      output: z =>
        z.object({
          freezes: z.array(
            freezeOutput(z).extend({
              active: z.boolean().describe('It holds now'),
              from: z.string(),
              to: z.string().optional(),
            }),
          ),
        }),
    },
    action: async ({ credentials }) => {
      projects.refuse(credentials);
      const { freezes } = await freezeDesk.list({}, credentials);
      return { output: { freezes: freezes.map(momentText) } };
    },
  });

  actionsRegistry.register({
    name: 'create-freeze',
    title: 'Create a freeze',
    description:
      'Freezes environments, systems, or all of them: rollouts stand, and nothing else is begun, from now on, in a range of time or every week. Aborting stays possible. Only when a person has said so.',
    attributes: { readOnly: false, idempotent: false, destructive: false },
    schema: { input: createInput, output: freezeOutput },
    action: async ({ input, credentials }) => {
      projects.refuse(credentials);
      const { environments, systems, ...rest } = input;
      const body = parseInput(
        createBody,
        { ...rest, scope: { environments, systems } },
        'Input',
      );
      const freeze = await audited(
        auditor,
        { eventId: 'freeze-create', meta: { ...body, by: 'action' } },
        () => freezeDesk.create(body, credentials),
      );
      return { output: freezeText(freeze) };
    },
  });

  actionsRegistry.register({
    name: 'end-freeze',
    title: 'End a freeze',
    description:
      'Ends a freeze that people made: rollouts that it holds go on at once. Only when a person has said so.',
    attributes: { readOnly: false, idempotent: true, destructive: true },
    schema: {
      input: z =>
        z
          .object({
            freezeId: z.string().max(128).describe('Of list-freezes'),
            reason: reasonInput(z),
          })
          .strict(),
      output: freezeOutput,
    },
    action: async ({ input, credentials }) => {
      projects.refuse(credentials);
      const { freezeId, reason } = parseInput(endFreezeBody, input, 'Input');
      const freeze = await audited(
        auditor,
        { eventId: 'freeze-end', meta: { freezeId, reason, by: 'action' } },
        () => freezeDesk.end(freezeId, reason, credentials),
      );
      return { output: freezeText(freeze) };
    },
  });
}
