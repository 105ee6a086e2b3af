import type { Knex } from 'knex';
import * as z from 'zod';
import { ANSWER_WITHIN_MS } from '../../database/answerTime';
import { bigint, isPostgres, nowSql, rowsOf } from '../../database/dialect';
import type { Lease, LeasedRollout, RolloutStore } from '../ports';
import type { StepClock } from '../state';
import { CHUNK, clockRow, readHistories, ROLLOUTS } from './rows';

/** A lease is renewed when less than this part of its time is left: rows change four times less, and nobody notices. */
const RENEW_WHEN_LEFT = 0.5;

const candidateRow = z.object({
  now: bigint,
  /** Empty where there is no candidate: the row is there for its clock. */
  id: z.string().nullable(),
  sequence: z.number().nullable(),
  lease_owner: z.string().nullable(),
  lease_epoch: z.number().nullable(),
  lease_until: bigint.nullable(),
});

const takenRow = z.object({
  id: z.string(),
  sequence: z.number(),
  lease_epoch: z.number(),
  lease_renewals: z.number(),
});

type Leased = Awaited<ReturnType<RolloutStore['lease']>>;

/** Who acts on which rollout. An epoch is never given twice, so that what was decided under an older one is known. */
export class RolloutLeases {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Finds what is free or the owner's, takes and renews what is due, and reads the histories of what was taken. */
  async lease(
    owner: string,
    {
      ttlMs,
      limit,
      except = [],
    }: { ttlMs: number; limit: number; except?: readonly string[] },
  ): Promise<Leased> {
    const { now, candidates } = await this.#candidates(owner, limit, except);
    const isSafe = (row: { lease_owner: string | null; lease_until: number }) =>
      row.lease_owner === owner &&
      row.lease_until - now > ttlMs * RENEW_WHEN_LEFT;
    const held: Leased['held'] = candidates
      .filter(isSafe)
      .map(({ id, sequence, lease_epoch }) => ({
        rolloutId: id,
        sequence,
        epoch: lease_epoch,
      }));
    const due = candidates.filter(row => !isSafe(row)).map(({ id }) => id);
    if (due.length === 0) return { taken: [], held, now };

    const fresh: { lease: Lease; clock: StepClock }[] = [];
    for (const row of await this.#takeOrRenew(due, owner, ttlMs)) {
      const { id, sequence, lease_epoch, lease_renewals } = takenRow.parse(row);
      if (lease_renewals > 0) {
        held.push({ rolloutId: id, sequence, epoch: lease_epoch });
      } else {
        const lease = { rolloutId: id, epoch: lease_epoch };
        fresh.push({ lease, clock: clockRow.parse(row) });
      }
    }
    const histories = await readHistories(
      this.#knex,
      fresh.map(({ lease }) => lease.rolloutId),
    );
    const taken = fresh.map(
      ({ lease, clock }): LeasedRollout => ({
        lease,
        clock,
        ...(histories.get(lease.rolloutId) ?? { events: [] }),
      }),
    );
    return { taken, held, now };
  }

  /** The owner's own ones first: what is held is not lost to a limit. */
  async #candidates(owner: string, limit: number, except: readonly string[]) {
    const excepted = namedBindings(except);
    const left =
      except.length > 0
        ? `AND r.id NOT IN (${Object.keys(excepted)
            .map(name => `:${name}`)
            .join(', ')})`
        : '';
    const result = await this.#ask(
      `SELECT clock.now, r.id, r.sequence, r.lease_owner, r.lease_epoch, r.lease_until
         FROM (SELECT ${nowSql(this.#knex)} AS now) AS clock
         LEFT JOIN ${ROLLOUTS} AS r ON r.ended_at IS NULL
          AND (r.lease_owner = :owner OR r.lease_until <= clock.now) ${left}
        ORDER BY CASE WHEN r.lease_owner = :owner AND r.lease_until > clock.now THEN 0 ELSE 1 END,
              r.created_at, r.id
        LIMIT :limit`,
      { owner, limit, ...excepted },
    );
    const rows = z.array(candidateRow).min(1).parse(rowsOf(result));
    const candidates = rows.flatMap(row => {
      const { id, sequence, lease_epoch, lease_until } = row;
      return id === null ||
        sequence === null ||
        lease_epoch === null ||
        lease_until === null
        ? []
        : [{ ...row, id, sequence, lease_epoch, lease_until }];
    });
    return { now: rows[0].now, candidates };
  }

  async #takeOrRenew(ids: readonly string[], owner: string, ttlMs: number) {
    const held = 'lease_owner = :owner AND lease_until > clock.now';
    const named = namedBindings(ids);
    const chosen = `SELECT id FROM ${ROLLOUTS} WHERE id IN (${Object.keys(named)
      .map(name => `:${name}`)
      .join(', ')})`;
    // Two replicas that find the same rollouts free lock them in the same order, so that they never wait for each other.
    const inOrder = isPostgres(this.#knex) ? 'ORDER BY id FOR UPDATE' : '';
    const result = await this.#ask(
      `UPDATE ${ROLLOUTS}
          SET lease_epoch = CASE WHEN ${held} THEN lease_epoch ELSE lease_epoch + 1 END,
              lease_renewals = CASE WHEN ${held} THEN lease_renewals + 1 ELSE 0 END,
              -- Whoever has held it for a while understands it.
              unreadable_at = CASE WHEN ${held} THEN NULL ELSE unreadable_at END,
              lease_owner = :owner,
              lease_until = clock.now + CAST(:ttlMs AS bigint)
         FROM (SELECT ${nowSql(this.#knex)} AS now) AS clock
        WHERE id IN (${chosen} ${inOrder})
          AND ended_at IS NULL
          AND (lease_owner = :owner OR lease_until <= clock.now)
       RETURNING id, sequence, lease_epoch, lease_renewals, clock_observed_ms, clock_at, clock_step, clock_waited_ms, clock_stands`,
      { owner, ttlMs, ...named },
    );
    return rowsOf(result);
  }

  async #ask(
    sql: string,
    bindings: Record<string, string | number>,
  ): Promise<unknown> {
    return this.#knex.raw(sql, bindings).timeout(ANSWER_WITHIN_MS);
  }

  /** Saves clocks under leases that are held. */
  async saveClocks(
    clocks: readonly { lease: Lease; clock: StepClock }[],
  ): Promise<void> {
    await this.#updateEach(
      clocks.map(
        ({ lease, clock: { observedMs, at, of, waitedMs, stands } }) => ({
          lease,
          values: [observedMs, at, of, waitedMs, stands ? 1 : 0],
        }),
      ),
      {
        // The names that both databases give to the columns of VALUES.
        set: `clock_observed_ms = given.column3, clock_at = given.column4,
              clock_step = CAST(given.column5 AS integer), clock_waited_ms = given.column6,
              clock_stands = (given.column7 = 1)`,
        where: `lease_until > ${nowSql(this.#knex)} AND ended_at IS NULL`,
      },
    );
  }

  /** Lets others take over at once. */
  async release(leases: readonly Lease[]): Promise<void> {
    await this.#updateEach(
      leases.map(lease => ({ lease, values: [] })),
      { set: 'lease_owner = NULL, lease_until = 0', where: 'lease_until > 0' },
    );
  }

  /** The same for what its owner does not understand, and notes since when. */
  async giveUp(leases: readonly Lease[]): Promise<void> {
    const now = nowSql(this.#knex);
    await this.#updateEach(
      leases.map(lease => ({ lease, values: [] })),
      {
        set: `lease_owner = NULL, lease_until = 0, unreadable_at = COALESCE(unreadable_at, ${now})`,
        where: 'lease_until > 0',
      },
    );
  }

  /** One statement, whatever the number of leases. */
  async #updateEach(
    rows: readonly { lease: Lease; values: (number | undefined)[] }[],
    { set, where }: { set: string; where: string },
  ): Promise<void> {
    for (let from = 0; from < rows.length; from += CHUNK) {
      const chunk = rows.slice(from, from + CHUNK);
      const row = [
        'CAST(? AS text)',
        'CAST(? AS integer)',
        ...chunk[0].values.map(() => 'CAST(? AS bigint)'),
      ].join(', ');
      await this.#knex
        .raw(
          `UPDATE ${ROLLOUTS} SET ${set}
             FROM (VALUES ${chunk.map(() => `(${row})`).join(', ')}) AS given
            WHERE id = given.column1 AND lease_epoch = given.column2 AND ${where}`,
          chunk.flatMap(({ lease: { rolloutId, epoch }, values }) => [
            rolloutId,
            epoch,
            ...values.map(value => value ?? null),
          ]),
        )
        .timeout(ANSWER_WITHIN_MS);
    }
  }
}

/** Names for values in a list: `id0`, `id1`, … */
function namedBindings(ids: readonly string[]): Record<string, string> {
  return Object.fromEntries(ids.map((id, index) => [`id${index}`, id]));
}
