import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { targetId } from '@pilothouse/plugin-release-common';
import type { FreezeService } from '../freeze/FreezeService';
import { parseInput } from '../http/input';
import type { ChangeService } from '../ledger/ChangeService';
import { changesQuery } from '../ledger/changesQuery';
import type { EntityReader } from '../ledger/EntityReader';
import type { Projects } from '../stage/Projects';

/** As many as a model reads. */
const MOST = '100';

interface Options {
  actionsRegistry: ActionsRegistryService;
  changes: ChangeService;
  freezes: FreezeService;
  projects: Projects;
  reader: EntityReader;
}

/** Registers `list-changes` and `list-freezes`. */
export function createLedgerActions(options: Options): void {
  const { actionsRegistry, changes, freezes, projects, reader } = options;

  actionsRegistry.register({
    name: 'list-changes',
    title: 'List changes',
    description:
      'Lists who changed what, when and why, the latest first, from the ledger of everything that went through the portal. Use it to find out what changed before something broke: with around, also in the services around an entity.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z =>
        z.object({
          entityRef: z
            .string()
            .max(500)
            .optional()
            .describe('Of one entity, such as component:default/order-api'),
          around: z
            .boolean()
            .optional()
            .describe(
              'Also of what it depends on, what depends on it, and what is part of the same system',
            ),
          system: z.string().max(500).optional().describe('Its reference'),
          rolloutId: z.string().max(128).optional(),
          since: z
            .string()
            .optional()
            .describe('With its offset from UTC, such as 2026-11-20T18:00:00Z'),
          until: z.string().optional(),
          cursor: z.string().max(200).optional(),
        }),
      output: z =>
        z.object({
          changes: z.array(
            z.object({
              at: z.string(),
              actor: z.string(),
              action: z.string(),
              outcome: z.string(),
              entityRef: z.string().optional(),
              where: z.string().optional(),
              reason: z.string().optional(),
              before: z.record(z.union([z.string(), z.number(), z.boolean()])),
              after: z.record(z.union([z.string(), z.number(), z.boolean()])),
              rolloutId: z.string().optional(),
            }),
          ),
          cursor: z.string().optional().describe('For the page after this'),
        }),
    },
    action: async ({ input, credentials }) => {
      projects.refuse(credentials);
      const { around, ...rest } = input;
      const question = parseInput(
        changesQuery,
        {
          ...rest,
          ...(around !== undefined && { around: String(around) }),
          limit: MOST,
        },
        'Input',
      );
      const list = await changes.list(question, credentials);
      return {
        output: {
          changes: list.changes.map(change => ({
            at: change.at,
            actor: change.actor,
            action: change.action,
            outcome: change.outcome,
            entityRef: change.entityRef,
            where: change.target
              ? `${targetId(change.target)}/${change.name ?? ''}`
              : change.environment,
            reason: change.reason,
            before: change.before,
            after: change.after,
            rolloutId: change.rolloutId,
          })),
          cursor: list.cursor,
        },
      };
    },
  });

  actionsRegistry.register({
    name: 'list-freezes',
    title: 'List freezes',
    description:
      'Lists the windows in which nothing is to be changed, those that hold now first, with their reasons.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z => z.object({}),
      output: z =>
        z.object({
          freezes: z.array(
            z.object({
              id: z.string(),
              reason: z.string(),
              active: z.boolean(),
              from: z.string(),
              to: z.string().optional(),
              environments: z
                .array(z.string())
                .optional()
                .describe('All, when missing'),
              systems: z
                .array(z.string())
                .optional()
                .describe('All, when missing'),
            }),
          ),
        }),
    },
    action: async ({ credentials }) => {
      projects.refuse(credentials);
      const list = await freezes.list();
      // Who may not see a system does not learn of it by its freeze.
      const systems = await reader.visible(
        list.freezes.flatMap(({ freeze }) => freeze.scope.systems ?? []),
        credentials,
      );
      const shown = list.freezes.filter(
        ({ freeze: { scope } }) =>
          scope.systems?.some(ref => systems.has(ref)) ?? true,
      );
      return {
        output: {
          freezes: shown.map(({ freeze, active, from, to }) => ({
            id: freeze.id,
            reason: freeze.reason,
            active,
            from,
            to,
            environments: freeze.scope.environments,
            systems: freeze.scope.systems,
          })),
        },
      };
    },
  });
}
