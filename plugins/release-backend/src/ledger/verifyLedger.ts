import { NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import * as z from 'zod';
import { bigint } from '../database/dialect';
import { columnsOf, entrySchema, hashOf, LEDGER, LEDGER_HEAD } from './entries';

const BATCH = 1_000;
const NO_HASH = '0'.repeat(64);

const row = z.object({
  sequence: bigint,
  at: bigint,
  kind: z.string(),
  change_id: z.string(),
  entity_ref: z.string().nullable(),
  system: z.string().nullable(),
  workload: z.string().nullable(),
  rollout_id: z.string().nullable(),
  entry: z.string(),
  hash: z.string(),
});
type Row = z.infer<typeof row>;

const end = z.object({
  sequence: bigint,
  hash: z.string(),
  last: bigint.nullable(),
});

const MISSING = 'an entry is missing here';
const NOT_APPENDED = 'an entry is here that was not appended';

/** An end of the ledger that somebody wrote down elsewhere. */
export interface LedgerAnchor {
  sequence: number;
  hash: string;
}

/** What a verification found. */
export interface LedgerVerification {
  /** How many entries hold. */
  entries: number;
  ok: boolean;
  /** Where it does not hold any more, and what is wrong there. */
  firstBroken?: { sequence: number; why: string };
  /** The end of what holds: written down elsewhere, it proves later that nothing before it was changed. */
  head: LedgerAnchor;
}

function faultOf(found: Row, before: LedgerAnchor): string | undefined {
  const expected = before.sequence + 1;
  if (found.sequence < expected) return NOT_APPENDED;
  if (found.sequence > expected) return MISSING;
  if (hashOf(found.entry, before.hash) !== found.hash) {
    return 'the entry is not the one that was written after the one before';
  }
  const parsed = entrySchema.safeParse(parseJson(found.entry));
  if (!parsed.success) return 'the entry cannot be read';
  const { entry: _entry, hash: _hash, ...columns } = found;
  const said: Record<string, unknown> = { ...columnsOf(parsed.data) };
  const differs = Object.entries(columns).find(
    ([name, value]) => said[name] !== value,
  );
  return (
    differs && `the column ${differs[0]} says something else than the entry`
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told as an entry that cannot be read.
    return undefined;
  }
}

/**
 * Reads the whole ledger, and finds the first entry that was changed, deleted, inserted or moved since it was written.
 *
 * Who can write to the database can write the whole chain anew: that is found by an `anchor` from outside.
 *
 * @throws NotFoundError where there is no ledger
 */
export async function verifyLedger(
  knex: Knex,
  options: { anchor?: LedgerAnchor } = {},
): Promise<LedgerVerification> {
  const { anchor } = options;
  if (!(await knex.schema.hasTable(LEDGER_HEAD))) {
    throw new NotFoundError(
      'There is no ledger in this database: is this the configuration that the backend runs with?',
    );
  }
  const { sequence, hash, last } = await readEnd(knex);
  let holds: LedgerAnchor = { sequence: 0, hash: NO_HASH };
  const broken = (at: number, why: string): LedgerVerification => ({
    entries: holds.sequence,
    ok: false,
    firstBroken: { sequence: at, why },
    head: holds,
  });

  for (let after: number | undefined; ; after = holds.sequence) {
    const rows = await readRows(knex, { after, upTo: sequence });
    for (const found of rows) {
      const next = holds.sequence + 1;
      const why = faultOf(found, holds);
      if (why) return broken(Math.min(found.sequence, next), why);
      if (anchor?.sequence === next && anchor.hash !== found.hash) {
        return broken(next, 'the entry has not the hash that is given for it');
      }
      holds = { sequence: found.sequence, hash: found.hash };
    }
    if (rows.length < BATCH) break;
  }

  const next = holds.sequence + 1;
  if (holds.sequence < sequence) return broken(next, MISSING);
  if (holds.hash !== hash) {
    return broken(sequence, 'the ledger should end with another entry');
  }
  if ((last ?? 0) > sequence) return broken(next, NOT_APPENDED);
  if (anchor && anchor.sequence > sequence) return broken(next, MISSING);
  return { entries: sequence, ok: true, head: holds };
}

/** In one statement: what is appended while the ledger is read is not looked at. */
async function readEnd(knex: Knex) {
  const found: unknown = await knex(LEDGER_HEAD)
    .where('id', 1)
    .first('sequence', 'hash', { last: knex(LEDGER).max('sequence') });
  return end.parse(found);
}

async function readRows(
  knex: Knex,
  { after, upTo }: { after?: number; upTo: number },
): Promise<Row[]> {
  const query = knex(LEDGER)
    .where('sequence', '<=', upTo)
    .orderBy('sequence')
    .limit(BATCH)
    .select(Object.keys(row.shape));
  if (after !== undefined) query.where('sequence', '>', after);
  return z.array(row).parse(await query);
}
