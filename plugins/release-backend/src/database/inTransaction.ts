import type { Knex } from 'knex';
import { answeredWithin } from './answerTime';
import { isPostgres } from './dialect';

/** A process that is frozen in mid-transaction keeps its locks from the others for so long, and no longer. */
const IDLE_TIMEOUT = '3s';
/** Waiting for a row that somebody else holds. */
const LOCK_TIMEOUT = '5s';
const STATEMENT_TIMEOUT = '10s';
/** The database keeps to the times above; a connection that fell silent keeps to none. */
const ALL_WITHIN_MS = 15_000;

/**
 * Does all or nothing of `work`, and on PostgreSQL within bounds: without them, one replica that is stopped between two
 * statements would stop all others that need the same row, for as long as it is stopped.
 *
 * @throws Error when no answer comes: it may be done, or not, as after any lost connection
 */
export async function inTransaction<T>(
  knex: Knex,
  work: (transaction: Knex.Transaction) => Promise<T>,
): Promise<T> {
  const done = knex.transaction(async transaction => {
    if (isPostgres(knex)) {
      await transaction.raw(
        "SELECT set_config('idle_in_transaction_session_timeout', ?, true), set_config('lock_timeout', ?, true), set_config('statement_timeout', ?, true)",
        [IDLE_TIMEOUT, LOCK_TIMEOUT, STATEMENT_TIMEOUT],
      );
    }
    return work(transaction);
  });
  return isPostgres(knex) ? answeredWithin(ALL_WITHIN_MS, done) : done;
}
