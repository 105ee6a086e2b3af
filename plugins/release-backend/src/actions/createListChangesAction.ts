import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { parseInput } from '@pilothouse/pilothouse-node';
import { targetId } from '@pilothouse/plugin-release-common';
import type { ChangeService } from '../ledger/ChangeService';
import { changesQuery } from '../ledger/changesQuery';
import type { Projects } from '../stage/Projects';
import { entityRefInput, workloadIdInput } from './schemas';

/** As many as a model reads. */
const MOST = '100';

interface Options {
  actionsRegistry: ActionsRegistryService;
  changes: ChangeService;
  projects: Projects;
}

/** Registers `list-changes`. */
export function createListChangesAction(options: Options): void {
  const { actionsRegistry, changes, projects } = options;

  actionsRegistry.register({
    name: 'list-changes',
    title: 'List changes',
    description:
      'Lists who changed what, when and why, the latest first, from the ledger of everything that went through the portal. Use it to find out what changed before something broke: with around, also in the services around an entity.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z =>
        z
          .object({
            entityRef: entityRefInput(z).optional(),
            around: z
              .boolean()
              .optional()
              .describe(
                'Also of what it depends on, what depends on it, and what is part of the same system',
              ),
            system: z.string().max(500).optional().describe('Its reference'),
            workloadId: workloadIdInput(z).optional(),
            rolloutId: z.string().max(128).optional(),
            since: z
              .string()
              .optional()
              .describe(
                'With its offset from UTC, such as 2026-11-20T18:00:00Z',
              ),
            until: z.string().optional(),
            cursor: z.string().max(200).optional(),
          })
          .strict(),
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
}
