import { NotImplementedError } from '@backstage/errors';
import type { EvidenceReport } from '@pilothouse/plugin-release-common';
import type { Knex } from 'knex';
import * as z from 'zod';
import { ANSWER_WITHIN_MS } from '../database/answerTime';
import { bigint, databaseNow } from '../database/dialect';
import { workloadKey } from '../database/workloadKey';
import type { RolloutDefinition } from './definition';
import type { StoredEvent } from './events';
import type {
  AppendResult,
  Lease,
  LeasedRollout,
  RolloutFilter,
  RolloutStore,
  StoredRollout,
} from './ports';
import type { StepClock } from './state';
import { appendToRollout, type AppendOptions } from './store/appendToRollout';
import { createRollout } from './store/createRollout';
import { readEvidence, saveEvidence } from './store/evidence';
import { pruneRollouts } from './store/pruneRollouts';
import { RolloutLeases } from './store/RolloutLeases';
import { LOCKS, readEventsAfter, readRollouts, ROLLOUTS } from './store/rows';

/** So often a page is filled up for what of it is not understood. */
const MOST_ROUNDS = 10;

const placeRow = z.object({ id: z.string(), created_at: bigint });
const untoldRow = z.object({ id: z.string(), to_tell: z.number() });

/** Rollouts in PostgreSQL, for any number of replicas, or in SQLite, for one. */
export class DatabaseRolloutStore implements RolloutStore {
  readonly #knex: Knex;
  readonly #leases: RolloutLeases;

  /** @param knex - a database as `openDatabase` gives it */
  constructor(knex: Knex) {
    this.#knex = knex;
    this.#leases = new RolloutLeases(knex);
  }

  create(
    definition: RolloutDefinition,
    options: { idempotencyKey?: string; plannedSince?: number },
  ): Promise<{ created: boolean; rolloutId: string }> {
    return createRollout(this.#knex, definition, options);
  }

  async get(id: string): Promise<StoredRollout | undefined> {
    const rows = await this.#knex(ROLLOUTS)
      .where('id', id)
      .timeout(ANSWER_WITHIN_MS);
    if (rows.length === 0) return undefined;
    const [rollout] = await readRollouts(this.#knex, rows);
    if (!rollout) {
      throw new NotImplementedError(
        `The rollout ${id} was stored by another version of the portal, which this one does not understand: bring all its replicas to one version`,
      );
    }
    return { ...rollout, evidence: await readEvidence(this.#knex, id) };
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
    const found: StoredRollout[] = [];
    let { after } = filter;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const limit = filter.limit - found.length;
      const rows: unknown[] = await this.#page({ ...filter, after, limit });
      found.push(...(await readRollouts(this.#knex, rows)));
      // Those that are not understood are left out, and do not end a list.
      if (rows.length < limit || found.length === filter.limit) return found;
      const last = placeRow.parse(rows.at(-1));
      after = { createdAt: last.created_at, id: last.id };
    }
    return found;
  }

  #page({ entityRefs, environment, active, ids, after, limit }: RolloutFilter) {
    const query = this.#knex(ROLLOUTS)
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit);
    if (entityRefs) query.whereIn('entity_ref', [...entityRefs]);
    if (environment !== undefined) query.where({ environment });
    if (ids) query.whereIn('id', [...ids]);
    if (active === true) query.whereNull('ended_at');
    if (active === false) query.whereNotNull('ended_at');
    if (after) {
      query.whereRaw('(created_at, id) < (?, ?)', [after.createdAt, after.id]);
    }
    return query;
  }

  async activeOn(workloadIds: readonly string[]): Promise<StoredRollout[]> {
    const rows = await this.#knex(ROLLOUTS)
      .whereIn(
        'id',
        this.#knex(LOCKS)
          .whereIn('workload', workloadIds.map(workloadKey))
          .select('rollout_id'),
      )
      .orderBy(['created_at', 'id']);
    return readRollouts(this.#knex, rows);
  }

  lease(
    owner: string,
    options: { ttlMs: number; limit: number; except?: readonly string[] },
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

  append(id: string, options: AppendOptions): Promise<AppendResult> {
    return appendToRollout(this.#knex, id, options);
  }

  saveClocks(
    clocks: readonly { lease: Lease; clock: StepClock }[],
  ): Promise<void> {
    return this.#leases.saveClocks(clocks);
  }

  saveEvidence(
    measured: readonly {
      lease: Lease;
      stepIndex: number;
      reports: readonly EvidenceReport[];
    }[],
  ): Promise<void> {
    return saveEvidence(this.#knex, measured);
  }

  release(leases: readonly Lease[]): Promise<void> {
    return this.#leases.release(leases);
  }

  giveUp(leases: readonly Lease[]): Promise<void> {
    return this.#leases.giveUp(leases);
  }

  async told(id: string, sequence: number): Promise<void> {
    await this.#knex(ROLLOUTS)
      .where({ id })
      .where('to_tell', '<=', sequence)
      .update({ to_tell: null })
      .timeout(ANSWER_WITHIN_MS);
  }

  async untold({
    from,
    until,
    limit,
  }: {
    from: number;
    until: number;
    limit: number;
  }): Promise<{ rolloutId: string; sequence: number }[]> {
    const rows: unknown[] = await this.#knex(ROLLOUTS)
      .whereNotNull('to_tell')
      .whereBetween('updated_at', [from, until])
      .orderBy('updated_at')
      .limit(limit)
      .select('id', 'to_tell')
      .timeout(ANSWER_WITHIN_MS);
    return z
      .array(untoldRow)
      .parse(rows)
      .map(row => ({ rolloutId: row.id, sequence: row.to_tell }));
  }

  prune(endedBefore: number): Promise<number> {
    return pruneRollouts(this.#knex, endedBefore);
  }

  now(): Promise<number> {
    return databaseNow(this.#knex);
  }
}
