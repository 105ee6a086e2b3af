import { NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { bigint, databaseNow } from '../database/dialect';
import { inTransaction } from '../database/inTransaction';
import {
  columnsOf,
  LEDGER,
  LEDGER_HEAD,
  newChangeSchema,
  sealEntry,
  settlementSchema,
  type Entry,
  type NewChange,
  type Settlement,
} from './entries';
import {
  queryChanges,
  type ChangeFilter,
  type ChangePage,
} from './queryChanges';

/** Entries that wait together are written together. */
const MAX_BATCH = 100;

const headRow = z.object({ sequence: bigint, hash: z.string() });
const knownRow = z.object({ change_id: z.string(), entry: z.string() });
const outcomeOf = z.object({
  kind: z.string(),
  settled: z.object({ outcome: z.string() }).optional(),
});

type Place = 'sequence' | 'at';
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown
  ? Omit<T, K>
  : never;
type Draft = DistributiveOmit<Entry, Place>;

interface Waiting {
  draft: Draft;
  resolve(): void;
  reject(error: unknown): void;
}

/** How far a change has come: `open` may still be settled. */
type Standing = 'open' | 'closed';

/**
 * The ledger: who did what, why, and what came of it. It is only ever appended to, and each entry carries the hash of
 * the one before, so that {@link verifyLedger} finds whatever was changed behind its back.
 *
 * A write is begun before it is made, and settled afterwards. What is begun and not settled within ten minutes is shown
 * as `unknown`: whoever made it is gone.
 *
 * @example
 * const id = await ledger.begin({ actor, action: 'scale', entityRef, target, name, reason, before, after });
 * const outcome = await write();
 * await ledger.settle(id, { outcome });
 */
export class Ledger {
  readonly #knex: Knex;
  readonly #waiting: Waiting[] = [];
  #writing = false;

  /** @param knex - a database as `openDatabase` gives it */
  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Notes what is about to be done. Rejects where it could not be noted: then it must not be done.
   *
   * @returns the id of the change
   */
  async begin(change: NewChange): Promise<string> {
    const { id: changeId = randomUUID(), ...rest } =
      newChangeSchema.parse(change);
    await this.#append({ kind: 'begun', changeId, change: rest });
    return changeId;
  }

  /**
   * Notes what came of it. The first settlement counts, but that one of `unknown` gives way to one that knows.
   *
   * @throws NotFoundError for a change that was never begun
   */
  async settle(changeId: string, settlement: Settlement): Promise<void> {
    const settled = settlementSchema.parse(settlement);
    await this.#append({ kind: 'settled', changeId, settled });
  }

  /** Notes what is done at once with its being noted, or was refused. @returns the id of the change */
  async note(change: NewChange & Settlement): Promise<string> {
    const { id: changeId = randomUUID(), ...rest } =
      newChangeSchema.parse(change);
    const { outcome, message } = settlementSchema.parse(change);
    await this.#append({
      kind: 'noted',
      changeId,
      change: rest,
      settled: { outcome, message },
    });
    return changeId;
  }

  /** The latest first. */
  query(filter: ChangeFilter): Promise<ChangePage> {
    return queryChanges(this.#knex, filter);
  }

  /**
   * The end of the ledger is one row that everybody needs, so whatever comes while it is held is written together
   * afterwards: twenty rollouts that act in the same second cost two transactions, not twenty.
   */
  #append(draft: Draft): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ draft, resolve, reject });
      if (!this.#writing) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MAX_BATCH);
      try {
        const unknown = await inTransaction(this.#knex, transaction =>
          this.#writeBatch(
            transaction,
            batch.map(({ draft }) => draft),
          ),
        );
        for (const { draft, resolve, reject } of batch) {
          if (unknown.has(draft)) {
            reject(new NotFoundError(`There is no change ${draft.changeId}`));
          } else {
            resolve();
          }
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = false;
  }

  /** @returns settlements of what was never begun; they are not written */
  async #writeBatch(
    transaction: Knex.Transaction,
    drafts: readonly Draft[],
  ): Promise<Set<Draft>> {
    const head = headRow.parse(
      await transaction(LEDGER_HEAD).where('id', 1).forUpdate().first(),
    );
    const at = await databaseNow(transaction);
    const standing = await this.#standing(transaction, drafts);
    const unknown = new Set<Draft>();
    const rows: object[] = [];
    let { sequence, hash } = head;
    for (const draft of drafts) {
      const known = standing.get(draft.changeId);
      if (draft.kind === 'settled') {
        if (!known) unknown.add(draft);
        if (known !== 'open') continue;
      } else if (known) continue;
      standing.set(draft.changeId, standingAfter(draft));

      sequence += 1;
      const entry: Entry = { ...draft, sequence, at };
      const sealed = sealEntry(entry, hash);
      hash = sealed.hash;
      rows.push({ ...columnsOf(entry), entry: sealed.text, hash });
    }
    if (rows.length > 0) {
      await transaction(LEDGER).insert(rows);
      await transaction(LEDGER_HEAD).where('id', 1).update({ sequence, hash });
    }
    return unknown;
  }

  async #standing(
    transaction: Knex.Transaction,
    drafts: readonly Draft[],
  ): Promise<Map<string, Standing>> {
    const ids = [...new Set(drafts.map(({ changeId }) => changeId))];
    const rows: unknown[] = await transaction(LEDGER)
      .whereIn('change_id', ids)
      .orderBy('sequence')
      .select('change_id', 'entry');
    const standing = new Map<string, Standing>();
    for (const { change_id, entry } of z.array(knownRow).parse(rows)) {
      standing.set(
        change_id,
        standingAfter(outcomeOf.parse(JSON.parse(entry))),
      );
    }
    return standing;
  }
}

function standingAfter(entry: {
  kind: string;
  settled?: { outcome: string };
}): Standing {
  const outcome = entry.settled?.outcome;
  return outcome === undefined || outcome === 'unknown' ? 'open' : 'closed';
}
