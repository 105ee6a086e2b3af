import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import * as z from 'zod';
import { ANSWER_WITHIN_MS } from '../../database/answerTime';
import { bigint, isPostgres, nowSql, rowsOf } from '../../database/dialect';
import { inTransaction } from '../../database/inTransaction';
import type { RolloutEvent } from '../events';
import type { AppendResult, Lease } from '../ports';
import type { StepClock } from '../state';
import {
  appendEvents,
  clockColumns,
  EVENTS,
  ROLLOUTS,
  storedEvents,
} from './rows';
import { passLocks } from './workloadLocks';

const updatedRow = z.object({ updated_at: bigint });
const standingRow = z.object({
  ended_at: bigint.nullable(),
  lease_epoch: z.number(),
  lease_until: bigint,
  now: bigint,
});

export interface AppendOptions {
  sequence: number;
  lease?: Lease;
  events: readonly RolloutEvent[];
  clock?: StepClock;
  tell?: boolean;
}

/**
 * Appends what happened to a rollout, if nothing has since `sequence`, and the lease, where there is one, is held still.
 *
 * @throws NotFoundError; ConflictError for what a person asks of a rollout that has ended
 */
export async function appendToRollout(
  knex: Knex,
  id: string,
  options: AppendOptions,
): Promise<AppendResult> {
  const { events: news } = options;
  const ends = news.some(({ type }) => type === 'ended');
  if (isPostgres(knex) && !ends && news.length > 0) {
    return appendAtOnce(knex, id, options);
  }
  return inTransaction(knex, async transaction => {
    const at = await advance(transaction, id, options);
    if (at === undefined) {
      const because = await whyNot(transaction, id, options.lease);
      return { appended: false, because };
    }
    const events = await appendEvents(transaction, id, {
      after: options.sequence,
      at,
      epoch: options.lease?.epoch,
      events: news,
    });
    if (ends) {
      await transaction(ROLLOUTS)
        .where({ id })
        .update({ ended_at: at, lease_owner: null, lease_until: 0 });
      await passLocks(transaction, id);
    }
    return { appended: true, events };
  });
}

/**
 * The same in one statement, which is a transaction by itself: a rollout appends several times in each step. Only
 * PostgreSQL writes to two tables in one.
 */
async function appendAtOnce(
  knex: Knex,
  id: string,
  options: AppendOptions,
): Promise<AppendResult> {
  const { sequence: after, lease, events } = options;
  const epoch = lease?.epoch;
  const given = events.map(() => '(CAST(? AS integer), ?, ?)').join(', ');
  const result: unknown = await knex
    .raw(
      `WITH advanced AS (?)
       INSERT INTO ${EVENTS} (rollout_id, epoch, at, sequence, type, event)
       SELECT ?, CAST(? AS integer), advanced.updated_at, given.*
         FROM advanced CROSS JOIN (VALUES ${given}) AS given
       RETURNING at AS updated_at`,
      [
        advancing(knex, id, options),
        id,
        epoch ?? null,
        ...events.flatMap((event, index) => [
          after + 1 + index,
          event.type,
          JSON.stringify(event),
        ]),
      ],
    )
    .timeout(ANSWER_WITHIN_MS);
  const at = timeOf(rowsOf(result));
  return at === undefined
    ? { appended: false, because: await whyNot(knex, id, lease) }
    : { appended: true, events: storedEvents({ after, epoch, events }, at) };
}

/** Checks sequence and lease, and locks the row, in one statement. @returns the time; nothing where a check failed */
async function advance(
  transaction: Knex.Transaction,
  id: string,
  options: AppendOptions,
): Promise<number | undefined> {
  return timeOf(await advancing(transaction, id, options));
}

function timeOf(rows: unknown): number | undefined {
  return z.array(updatedRow).parse(rows).at(0)?.updated_at;
}

function advancing(
  knex: Knex,
  id: string,
  { sequence, lease, events, clock, tell }: AppendOptions,
) {
  const now = nowSql(knex);
  const query = knex(ROLLOUTS)
    .where({ id, sequence })
    .whereNull('ended_at')
    .update({
      sequence: sequence + events.length,
      updated_at: knex.raw(now),
      ...(clock && clockColumns(clock)),
      ...(tell && { to_tell: sequence + events.length }),
    })
    .returning('updated_at');
  if (lease) {
    query.where('lease_epoch', lease.epoch).whereRaw(`lease_until > ${now}`);
  }
  return query;
}

async function whyNot(
  knex: Knex,
  id: string,
  lease: Lease | undefined,
): Promise<'sequence' | 'lease'> {
  const row: unknown = await knex(ROLLOUTS)
    .where({ id })
    .timeout(ANSWER_WITHIN_MS)
    .first('ended_at', 'lease_epoch', 'lease_until', {
      now: knex.raw(nowSql(knex)),
    });
  if (row === undefined) throw new NotFoundError(`There is no rollout ${id}`);
  const standing = standingRow.parse(row);
  if (!lease) {
    if (standing.ended_at === null) return 'sequence';
    throw new ConflictError(`The rollout ${id} has ended`);
  }
  return standing.lease_epoch === lease.epoch &&
    standing.lease_until > standing.now
    ? 'sequence'
    : 'lease';
}
