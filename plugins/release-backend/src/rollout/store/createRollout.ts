import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import * as z from 'zod';
import { bigint, databaseNow } from '../../database/dialect';
import { inTransaction } from '../../database/inTransaction';
import { holdOffOperations } from '../../database/OperationTurns';
import type { RolloutDefinition } from '../definition';
import { appendEvents, ROLLOUTS } from './rows';
import { takeLocks } from './workloadLocks';

/** Two that start at the same moment find each other by a unique key; the next try sees what the other did. */
const ATTEMPTS = 3;

const activeRow = z.object({
  id: z.string(),
  sequence: z.number(),
  ended_at: bigint.nullable(),
});

interface Options {
  idempotencyKey?: string;
  /** When its workloads were looked at, by the clock of the database. */
  plannedSince?: number;
}

interface Created {
  created: boolean;
  rolloutId: string;
}

/** Makes a rollout, unless the same author has made one under the same key. */
export async function createRollout(
  knex: Knex,
  definition: RolloutDefinition,
  options: Options,
): Promise<Created> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(knex, transaction =>
        create(transaction, definition, options),
      );
    } catch (error) {
      if (attempt === ATTEMPTS || !isDatabaseConflictError(error)) throw error;
    }
  }
}

async function create(
  transaction: Knex.Transaction,
  definition: RolloutDefinition,
  { idempotencyKey, plannedSince }: Options,
): Promise<Created> {
  const { id, author, supersedes } = definition;
  if (idempotencyKey !== undefined) {
    const known = await transaction(ROLLOUTS)
      .where({ author, idempotency_key: idempotencyKey })
      .first('id');
    if (known) return { created: false, rolloutId: String(known.id) };
  }
  await holdOffOperations(
    transaction,
    definition.targets.map(({ workloadId }) => workloadId),
    plannedSince,
  );
  const superseded =
    supersedes === undefined
      ? undefined
      : await lockActive(transaction, supersedes);
  const at = await databaseNow(transaction);
  await transaction(ROLLOUTS).insert({
    id,
    sequence: 1,
    entity_ref: definition.entityRef,
    environment: definition.environment,
    author,
    idempotency_key: idempotencyKey ?? null,
    created_at: at,
    updated_at: at,
  });
  await takeLocks(transaction, definition, superseded?.id);
  await appendEvents(transaction, id, {
    after: 0,
    at,
    events: [{ type: 'started', definition }],
  });
  // Together with the new one, or a crash between them would leave it waiting for what nobody ends.
  if (superseded) await abort(transaction, superseded, definition, at);
  return { created: true, rolloutId: id };
}

/** So that it does not end while another one gets in line behind it. */
async function lockActive(
  transaction: Knex.Transaction,
  id: string,
): Promise<{ id: string; sequence: number } | undefined> {
  const row: unknown = await transaction(ROLLOUTS)
    .where('id', id)
    // SQLite has no such thing, needs none, and is not asked for one by knex.
    .forUpdate()
    .first('id', 'sequence', 'ended_at');
  if (row === undefined) throw new NotFoundError(`There is no rollout ${id}`);
  const { ended_at, ...rest } = activeRow.parse(row);
  return ended_at === null ? rest : undefined;
}

async function abort(
  transaction: Knex.Transaction,
  { id, sequence }: { id: string; sequence: number },
  { id: supersededBy, author: by, reason }: RolloutDefinition,
  at: number,
): Promise<void> {
  await transaction(ROLLOUTS)
    .where({ id })
    .update({ sequence: sequence + 1, updated_at: at });
  await appendEvents(transaction, id, {
    after: sequence,
    at,
    events: [{ type: 'abort-requested', by, reason, supersededBy }],
  });
}
