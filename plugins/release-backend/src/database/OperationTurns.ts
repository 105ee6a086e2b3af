import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import * as z from 'zod';
import { bigint, databaseNow } from './dialect';
import { inTransaction } from './inTransaction';
import { workloadKey } from './workloadKey';

const TURNS = 'release_operation_turns';

/** Longer than any write to a cluster takes: whoever has a turn for so long is gone. */
const LONGEST_MS = 60_000;

const turnRow = z.object({
  workload: z.string(),
  change_id: z.string().nullable(),
  until: bigint,
  ended_at: bigint,
});
type Turn = z.infer<typeof turnRow>;

/**
 * One operation at a time on a workload, and no rollout that begins meanwhile: a restart and a rollout that were asked
 * for in the same moment would each be right alone.
 */
export class OperationTurns {
  readonly #knex: Knex;

  /** @param knex - a database as `openDatabase` gives it */
  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Takes the turn until `end`, or a minute. Rollouts have to be asked for afterwards: one that begins later finds the
   * turn taken.
   *
   * @throws ConflictError when another change has it
   */
  async take(workloadId: string, changeId: string): Promise<void> {
    const workload = workloadKey(workloadId);
    await inTransaction(this.#knex, async transaction => {
      const [turn] = await lockTurns(transaction, [workload]);
      const now = await databaseNow(transaction);
      if (isTaken(turn, now)) throw taken(turn);
      await transaction(TURNS)
        .where({ workload })
        .update({ change_id: changeId, until: now + LONGEST_MS });
    });
  }

  /** Its write has been answered. One that has lost its turn ends nobody else's. */
  async end(workloadId: string, changeId: string): Promise<void> {
    await inTransaction(this.#knex, async transaction => {
      const ended_at = await databaseNow(transaction);
      await transaction(TURNS)
        .where({ workload: workloadKey(workloadId), change_id: changeId })
        .update({ change_id: null, ended_at });
    });
  }
}

/**
 * Keeps operations off these workloads until the transaction ends.
 *
 * @param since - when the workloads were looked at, by the clock of the database
 * @throws ConflictError when an operation is changing one of them, or has since
 */
export async function holdOffOperations(
  transaction: Knex.Transaction,
  workloadIds: readonly string[],
  since: number | undefined,
): Promise<void> {
  const turns = await lockTurns(transaction, workloadIds.map(workloadKey));
  const now = await databaseNow(transaction);
  for (const turn of turns) {
    if (isTaken(turn, now)) throw taken(turn);
    if (since !== undefined && turn.ended_at >= since) {
      throw new ConflictError(
        `${turn.workload} has been changed by an operation since this was planned: plan it again`,
      );
    }
  }
}

/** In one order, so that two who want several of them do not wait for each other. */
async function lockTurns(
  transaction: Knex.Transaction,
  keys: readonly string[],
): Promise<Turn[]> {
  const wanted = [...new Set(keys)].sort();
  await transaction(TURNS)
    .insert(wanted.map(workload => ({ workload })))
    .onConflict('workload')
    .ignore();
  const rows: unknown = await transaction(TURNS)
    .whereIn('workload', wanted)
    .orderBy('workload')
    // SQLite has no such thing, needs none, and is not asked for one by knex.
    .forUpdate();
  return z.array(turnRow).parse(rows);
}

function isTaken({ change_id, until }: Turn, now: number): boolean {
  return change_id !== null && until > now;
}

function taken({ workload, change_id }: Turn): ConflictError {
  return new ConflictError(
    `${workload}: change ${change_id} is on its way; try again in a moment`,
  );
}
