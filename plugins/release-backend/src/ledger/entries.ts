import {
  changeActionSchema,
  changeOutcomeSchema,
  messageSchema,
  targetSchema,
  workloadId,
  type Change,
} from '@pilothouse/plugin-release-common';
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson } from './canonicalJson';

export const LEDGER = 'release_ledger';
export const LEDGER_HEAD = 'release_ledger_head';

/** Of one text, in UTF-16 units. */
export const MAX_TEXT = 1000;
const MAX_VALUES = 30;

/** Cut, not refused: a name that is too long must not keep a write from being noted. */
const capped = (length: number) =>
  z.string().transform(text => text.slice(0, length));

const values = z
  .record(capped(100), z.union([capped(MAX_TEXT), z.number(), z.boolean()]))
  .transform(all =>
    Object.fromEntries(Object.entries(all).slice(0, MAX_VALUES)),
  );

const message = z.object({
  code: capped(100),
  params: z.record(capped(100), z.union([capped(MAX_TEXT), z.number()])),
});

/** What somebody is about to do. */
export const newChangeSchema = z.object({
  /**
   * Names the change; one is made when missing. A second beginning of the same name is none, so that who goes on after
   * a crash can begin again what was perhaps begun.
   */
  id: z.string().min(1).max(255).optional(),
  actor: capped(MAX_TEXT),
  action: changeActionSchema,
  entityRef: capped(MAX_TEXT).optional(),
  system: capped(MAX_TEXT).optional(),
  environment: capped(253).optional(),
  target: targetSchema.optional(),
  name: capped(253).optional(),
  role: z.enum(['release', 'canary']).optional(),
  reason: capped(MAX_TEXT).optional(),
  before: values.default({}),
  after: values.default({}),
  rolloutId: capped(64).optional(),
});
export type NewChange = z.input<typeof newChangeSchema>;

/** What came of it. */
export const settlementSchema = z.object({
  outcome: changeOutcomeSchema.exclude(['begun']),
  /** Replaces what was expected, where it came out otherwise. */
  after: values.optional(),
  message: message.optional(),
});
export type Settlement = z.input<typeof settlementSchema>;

const place = { sequence: z.number(), at: z.number(), changeId: z.string() };
const settled = {
  outcome: settlementSchema.shape.outcome,
  after: newChangeSchema.shape.after.unwrap().optional(),
  message: messageSchema.optional(),
};
const change = newChangeSchema.omit({ id: true });

/** A row of the ledger. What it says is all in here; the columns of the table are for finding it. */
export const entrySchema = z.discriminatedUnion('kind', [
  z.object({ ...place, kind: z.literal('begun'), change }),
  z.object({
    ...place,
    kind: z.literal('noted'),
    change,
    settled: z.object(settled),
  }),
  z.object({
    ...place,
    kind: z.literal('settled'),
    settled: z.object(settled),
  }),
]);
export type Entry = z.infer<typeof entrySchema>;

/** The columns by which changes are found; a settlement is found by its change. */
export interface EntryColumns {
  sequence: number;
  at: number;
  kind: Entry['kind'];
  change_id: string;
  entity_ref: string | null;
  system: string | null;
  workload: string | null;
  rollout_id: string | null;
}

export function columnsOf(entry: Entry): EntryColumns {
  const about = entry.kind === 'settled' ? undefined : entry.change;
  const workload =
    about?.target && about.name !== undefined
      ? workloadId({ ...about.target, name: about.name })
      : null;
  return {
    sequence: entry.sequence,
    at: entry.at,
    kind: entry.kind,
    change_id: entry.changeId,
    entity_ref: about?.entityRef ?? null,
    system: about?.system ?? null,
    workload,
    rollout_id: about?.rolloutId ?? null,
  };
}

/** @returns the text that is kept, and its hash, which holds the hash of the entry before */
export function sealEntry(
  entry: Entry,
  previousHash: string,
): { text: string; hash: string } {
  const text = canonicalJson(entry);
  return { text, hash: hashOf(text, previousHash) };
}

export function hashOf(text: string, previousHash: string): string {
  return createHash('sha256')
    .update(previousHash)
    .update('\n')
    .update(text)
    .digest('hex');
}

/** As it is shown: a beginning, and what came of it. */
export function changeOf(
  begun: Exclude<Entry, { kind: 'settled' }>,
  settlement:
    | { at: number; settled: z.infer<typeof settlementSchema> }
    | undefined,
): Change {
  const { actor, action, before, after, ...about } = begun.change;
  const outcome = settlement?.settled;
  return {
    id: begun.changeId,
    sequence: begun.sequence,
    at: new Date(begun.at).toISOString(),
    settledAt: settlement && new Date(settlement.at).toISOString(),
    actor,
    action,
    ...about,
    before,
    after: outcome?.after ?? after,
    outcome: outcome?.outcome ?? 'begun',
    message: outcome?.message,
  };
}
