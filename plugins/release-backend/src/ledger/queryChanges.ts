import type { Change } from '@pilothouse/plugin-release-common';
import type { Knex } from 'knex';
import * as z from 'zod';
import { bigint, databaseNow } from '../database/dialect';
import { changeOf, entrySchema, LEDGER, type Entry } from './entries';

/** What is begun for longer is known by nobody any more. */
const UNSETTLED_FOR = 10 * 60_000;

/** All that is given has to hold. */
export interface ChangeFilter {
  /** Of any of these entities. */
  entityRefs?: readonly string[];
  /** With `entityRefs`, changes of no entity as well: freezes. */
  orOfNone?: boolean;
  system?: string;
  workloadId?: string;
  rolloutId?: string;
  /** Milliseconds since the epoch; `since` is in, `until` is not. */
  since?: number;
  until?: number;
  /** Only changes of a lower sequence. */
  before?: number;
  limit: number;
}

export interface ChangePage {
  /** The latest first. */
  changes: Change[];
  /** There may be more before the last one. */
  more: boolean;
  /** By the clock of the database. */
  now: number;
}

const entryRow = z
  .object({ entry: z.string() })
  .transform(({ entry }) => entrySchema.parse(JSON.parse(entry)));

/** Changes as they stand now. */
export async function queryChanges(
  knex: Knex,
  filter: ChangeFilter,
): Promise<ChangePage> {
  const query = knex(LEDGER)
    .whereNot('kind', 'settled')
    .orderBy('sequence', 'desc')
    .limit(filter.limit)
    .select('entry');
  const { entityRefs, since, until, before } = filter;
  if (entityRefs) {
    query.where(either => {
      either.whereIn('entity_ref', [...entityRefs]);
      if (filter.orOfNone) either.orWhereNull('entity_ref');
    });
  }
  if (filter.system !== undefined) query.where('system', filter.system);
  if (filter.workloadId !== undefined) {
    query.where('workload', filter.workloadId);
  }
  if (filter.rolloutId !== undefined) {
    query.where('rollout_id', filter.rolloutId);
  }
  if (since !== undefined) {
    const first = await firstSince(knex, since);
    query.where('at', '>=', since).where('sequence', '>=', first);
  }
  if (until !== undefined) {
    const first = await firstSince(knex, until);
    query.where('at', '<', until).where('sequence', '<', first);
  }
  if (before !== undefined) query.where('sequence', '<', before);

  const begun = z
    .array(entryRow)
    .parse(await query)
    .flatMap(entry => (entry.kind === 'settled' ? [] : [entry]));
  const settlements = await readSettlements(knex, begun);
  const now = await databaseNow(knex);
  const changes = begun.map(entry => {
    const change = changeOf(entry, settlements.get(entry.changeId));
    const lost = change.outcome === 'begun' && now - entry.at > UNSETTLED_FOR;
    return lost ? { ...change, outcome: 'unknown' as const } : change;
  });
  return { changes, more: begun.length === filter.limit, now };
}

/**
 * The first entry from a time on. Entries are found by their sequence, the latest first: no planner knows that times go
 * with it, and one would read all of the ledger for what happened in half an hour.
 */
async function firstSince(knex: Knex, at: number): Promise<number> {
  const found: unknown = await knex(LEDGER)
    .where('at', '>=', at)
    .orderBy(['at', 'sequence'])
    .first('sequence');
  return found === undefined
    ? Number.MAX_SAFE_INTEGER
    : z.object({ sequence: bigint }).parse(found).sequence;
}

async function readSettlements(knex: Knex, entries: readonly Entry[]) {
  const rows: unknown[] = await knex(LEDGER)
    .whereIn(
      'change_id',
      entries.map(({ changeId }) => changeId),
    )
    .where('kind', 'settled')
    .orderBy('sequence')
    .select('entry');
  const settlements = new Map<string, Exclude<Entry, { kind: 'begun' }>>();
  const noted = entries.filter(entry => entry.kind === 'noted');
  for (const entry of [...noted, ...z.array(entryRow).parse(rows)]) {
    if (entry.kind !== 'begun') settlements.set(entry.changeId, entry);
  }
  return settlements;
}
