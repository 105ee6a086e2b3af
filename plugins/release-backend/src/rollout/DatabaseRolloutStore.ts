import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import * as z from 'zod';
import { ANSWER_WITHIN_MS } from '../database/answerTime';
import { bigint, databaseNow, nowSql } from '../database/dialect';
import { inTransaction } from '../database/inTransaction';
import type { RolloutDefinition } from './definition';
import type { RolloutEvent, StoredEvent } from './events';
import type {
  AppendResult,
  Lease,
  LeasedRollout,
  RolloutFilter,
  RolloutStore,
  StoredRollout,
} from './ports';
import type { StepClock } from './state';
import { pruneRollouts } from './store/pruneRollouts';
import { RolloutLeases } from './store/RolloutLeases';
import {
  appendEvents,
  LOCKS,
  readEventsAfter,
  readRollouts,
  ROLLOUTS,
} from './store/rows';
import { lockOf, passLocks, takeLocks } from './store/workloadLocks';

/** Two that start at the same moment find each other by a unique key; the next try sees what the other did. */
const CREATE_ATTEMPTS = 3;

const updatedRow = z.object({ updated_at: bigint });
const standingRow = z.object({
  ended_at: bigint.nullable(),
  lease_epoch: z.number(),
  lease_until: bigint,
  now: bigint,
});

interface AppendOptions {
  sequence: number;
  lease?: Lease;
  events: readonly RolloutEvent[];
  clock?: StepClock;
}

/** Rollouts in PostgreSQL, for any number of replicas, or in SQLite, for one. */
export class DatabaseRolloutStore implements RolloutStore {
  readonly #knex: Knex;
  readonly #leases: RolloutLeases;

  /** @param knex - a database as `openDatabase` gives it */
  constructor(knex: Knex) {
    this.#knex = knex;
    this.#leases = new RolloutLeases(knex);
  }

  async create(
    definition: RolloutDefinition,
    { idempotencyKey }: { idempotencyKey?: string },
  ): Promise<{ created: boolean; rolloutId: string }> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await inTransaction(this.#knex, transaction =>
          this.#create(transaction, definition, idempotencyKey),
        );
      } catch (error) {
        if (attempt === CREATE_ATTEMPTS || !isDatabaseConflictError(error)) {
          throw error;
        }
      }
    }
  }

  async #create(
    transaction: Knex.Transaction,
    definition: RolloutDefinition,
    idempotencyKey: string | undefined,
  ) {
    const { id, author, supersedes } = definition;
    if (idempotencyKey !== undefined) {
      const known = await transaction(ROLLOUTS)
        .where({ author, idempotency_key: idempotencyKey })
        .first('id');
      if (known) return { created: false, rolloutId: String(known.id) };
    }
    const superseded =
      supersedes === undefined
        ? undefined
        : await this.#lockActive(transaction, supersedes);
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
    const started: RolloutEvent = { type: 'started', definition };
    await appendEvents(transaction, id, { after: 0, at, events: [started] });
    if (superseded) {
      // Together with the new one, or a crash between them would leave it waiting for what nobody ends.
      await transaction(ROLLOUTS)
        .where('id', superseded.id)
        .update({ sequence: superseded.sequence + 1, updated_at: at });
      const { reason } = definition;
      await appendEvents(transaction, superseded.id, {
        after: superseded.sequence,
        at,
        events: [
          { type: 'abort-requested', by: author, reason, supersededBy: id },
        ],
      });
    }
    return { created: true, rolloutId: id };
  }

  /** So that it does not end while another one gets in line behind it. */
  async #lockActive(
    transaction: Knex.Transaction,
    id: string,
  ): Promise<{ id: string; sequence: number } | undefined> {
    const row: unknown = await transaction(ROLLOUTS)
      .where('id', id)
      // SQLite has no such thing, needs none, and is not asked for one by knex.
      .forUpdate()
      .first('id', 'sequence', 'ended_at');
    if (row === undefined) throw new NotFoundError(`There is no rollout ${id}`);
    const { ended_at, ...rest } = z
      .object({
        id: z.string(),
        sequence: z.number(),
        ended_at: bigint.nullable(),
      })
      .parse(row);
    return ended_at === null ? rest : undefined;
  }

  async get(id: string): Promise<StoredRollout | undefined> {
    const rows = await this.#knex(ROLLOUTS)
      .where('id', id)
      .timeout(ANSWER_WITHIN_MS);
    const [rollout] = await readRollouts(this.#knex, rows);
    return rollout;
  }

  async hasEnded(id: string): Promise<boolean> {
    const active: unknown = await this.#knex(ROLLOUTS)
      .where({ id })
      .whereNull('ended_at')
      .timeout(ANSWER_WITHIN_MS)
      .first('id');
    return active === undefined;
  }

  async list(filter: RolloutFilter): Promise<StoredRollout[]> {
    const { entityRefs, environment, active, ids, after } = filter;
    const query = this.#knex(ROLLOUTS)
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(filter.limit);
    if (entityRefs) query.whereIn('entity_ref', [...entityRefs]);
    if (environment !== undefined) query.where({ environment });
    if (ids) query.whereIn('id', [...ids]);
    if (active === true) query.whereNull('ended_at');
    if (active === false) query.whereNotNull('ended_at');
    if (after) {
      query.whereRaw('(created_at, id) < (?, ?)', [after.createdAt, after.id]);
    }
    return readRollouts(this.#knex, await query);
  }

  async activeOn(workloadIds: readonly string[]): Promise<StoredRollout[]> {
    const rows = await this.#knex(ROLLOUTS)
      .whereIn(
        'id',
        this.#knex(LOCKS)
          .whereIn('workload', workloadIds.map(lockOf))
          .select('rollout_id'),
      )
      .orderBy(['created_at', 'id']);
    return readRollouts(this.#knex, rows);
  }

  lease(
    owner: string,
    options: { ttlMs: number; limit: number },
  ): Promise<{
    taken: LeasedRollout[];
    held: { rolloutId: string; epoch: number; sequence: number }[];
    now: number;
  }> {
    return this.#leases.lease(owner, options);
  }

  eventsAfter(id: string, sequence: number): Promise<StoredEvent[]> {
    return readEventsAfter(this.#knex, id, sequence);
  }

  async append(id: string, options: AppendOptions): Promise<AppendResult> {
    return inTransaction(this.#knex, async transaction => {
      const at = await this.#advance(transaction, id, options);
      if (at === undefined) {
        const because = await this.#whyNot(transaction, id, options.lease);
        return { appended: false, because };
      }
      const events = await appendEvents(transaction, id, {
        after: options.sequence,
        at,
        epoch: options.lease?.epoch,
        events: options.events,
      });
      if (options.events.some(({ type }) => type === 'ended')) {
        await transaction(ROLLOUTS)
          .where({ id })
          .update({ ended_at: at, lease_owner: null, lease_until: 0 });
        await passLocks(transaction, id);
      }
      return { appended: true, events };
    });
  }

  /** Checks sequence and lease, and locks the row, in one statement. @returns the time; nothing where a check failed */
  async #advance(
    transaction: Knex.Transaction,
    id: string,
    { sequence, lease, events, clock }: AppendOptions,
  ): Promise<number | undefined> {
    const now = nowSql(this.#knex);
    const query = transaction(ROLLOUTS)
      .where({ id, sequence })
      .whereNull('ended_at')
      .update({
        sequence: sequence + events.length,
        updated_at: transaction.raw(now),
        ...(clock && {
          clock_observed_ms: clock.observedMs,
          clock_at: clock.at ?? null,
        }),
      })
      .returning('updated_at');
    if (lease) {
      query.where('lease_epoch', lease.epoch).whereRaw(`lease_until > ${now}`);
    }
    const rows: unknown[] = await query;
    const [row] = z.array(updatedRow).parse(rows);
    return row?.updated_at;
  }

  async #whyNot(
    transaction: Knex.Transaction,
    id: string,
    lease: Lease | undefined,
  ): Promise<'sequence' | 'lease'> {
    const row: unknown = await transaction(ROLLOUTS)
      .where({ id })
      .first('ended_at', 'lease_epoch', 'lease_until', {
        now: transaction.raw(nowSql(this.#knex)),
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

  saveClocks(
    clocks: readonly { lease: Lease; clock: StepClock }[],
  ): Promise<void> {
    return this.#leases.saveClocks(clocks);
  }

  release(leases: readonly Lease[]): Promise<void> {
    return this.#leases.release(leases);
  }

  prune(endedBefore: number): Promise<number> {
    return pruneRollouts(this.#knex, endedBefore);
  }

  now(): Promise<number> {
    return databaseNow(this.#knex);
  }
}
