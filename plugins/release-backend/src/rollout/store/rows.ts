import type { Knex } from 'knex';
import * as z from 'zod';
import { ANSWER_WITHIN_MS } from '../../database/answerTime';
import { bigint } from '../../database/dialect';
import type { RolloutEvent, StoredEvent } from '../events';
import { NotUnderstoodError } from '../NotUnderstoodError';
import type { StoredRollout } from '../ports';
import type { StepClock } from '../state';
import { understands } from '../understands';

export const ROLLOUTS = 'release_rollouts';
export const EVENTS = 'release_rollout_events';
export const LOCKS = 'release_rollout_locks';
export const EVIDENCE = 'release_rollout_evidence';

/** Databases bind only so many values in a statement. */
export const CHUNK = 500;

export const clockRow = z
  .object({
    clock_observed_ms: bigint,
    clock_at: bigint.nullable(),
    clock_step: z.number().nullable(),
    clock_waited_ms: bigint.nullable(),
    // A number in SQLite.
    clock_stands: z.coerce.boolean(),
  })
  .transform(
    (row): StepClock => ({
      observedMs: row.clock_observed_ms,
      at: row.clock_at ?? undefined,
      of: row.clock_step ?? undefined,
      waitedMs: row.clock_waited_ms ?? undefined,
      ...(row.clock_stands && { stands: true }),
    }),
  );

/** What a row keeps of a clock. */
export function clockColumns({
  observedMs,
  at,
  of,
  waitedMs,
  stands,
}: StepClock) {
  return {
    clock_observed_ms: observedMs,
    clock_at: at ?? null,
    clock_step: of ?? null,
    clock_waited_ms: waitedMs ?? null,
    clock_stands: stands ?? false,
  };
}

/** Only {@link appendEvents} writes what is parsed here, though not always that of this version. */
const storedJson = z.string().transform((text): RolloutEvent | undefined => {
  try {
    const event: unknown = JSON.parse(text);
    return understands(event) ? event : undefined;
  } catch {
    return undefined;
  }
});

const eventRow = z
  .object({
    rollout_id: z.string(),
    sequence: z.number(),
    at: bigint,
    epoch: z.number().nullable(),
    event: storedJson,
  })
  .transform(({ rollout_id, epoch, event, ...row }) => ({
    rolloutId: rollout_id,
    at: row.at,
    stored: event && { ...row, event, epoch: epoch ?? undefined },
  }));

const rolloutRow = z.object({
  id: z.string(),
  created_at: bigint,
  ended_at: bigint.nullable(),
  unreadable_at: bigint.nullable(),
});

/** The events of a rollout, in order, up to the first that this version does not understand. */
export interface History {
  events: StoredEvent[];
  /** When that one was appended. */
  unreadableAt?: number;
}

/** The histories of rollouts; one that is not understood harms no other. */
export async function readHistories(
  knex: Knex,
  ids: readonly string[],
): Promise<Map<string, History>> {
  const histories = new Map<string, History>(
    ids.map(id => [id, { events: [] }]),
  );
  for (let from = 0; from < ids.length; from += CHUNK) {
    const rows = await knex(EVENTS)
      .whereIn('rollout_id', ids.slice(from, from + CHUNK))
      .orderBy(['rollout_id', 'sequence'])
      .timeout(ANSWER_WITHIN_MS);
    for (const { rolloutId, stored, at } of z.array(eventRow).parse(rows)) {
      const history = histories.get(rolloutId);
      if (!history || history.unreadableAt !== undefined) continue;
      if (stored) history.events.push(stored);
      else history.unreadableAt = at;
    }
  }
  return histories;
}

/** @throws NotUnderstoodError for what this version does not know */
export async function readEventsAfter(
  knex: Knex,
  id: string,
  sequence: number,
): Promise<StoredEvent[]> {
  const rows = await knex(EVENTS)
    .where('rollout_id', id)
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .timeout(ANSWER_WITHIN_MS);
  return z
    .array(eventRow)
    .parse(rows)
    .map(({ stored }) => {
      if (!stored) throw new NotUnderstoodError(id);
      return stored;
    });
}

/** Rollouts with their histories, in the order of their rows; without those whose beginning is not understood. */
export async function readRollouts(
  knex: Knex,
  rows: readonly unknown[],
): Promise<StoredRollout[]> {
  const parsed = rows.map(row => ({
    ...rolloutRow.parse(row),
    clock: clockRow.parse(row),
  }));
  const histories = await readHistories(
    knex,
    parsed.map(({ id }) => id),
  );
  return parsed.flatMap(
    ({ id, created_at, ended_at, unreadable_at, clock }) => {
      const { events = [], unreadableAt } = histories.get(id) ?? {};
      const first = events.at(0)?.event;
      if (first?.type !== 'started') return [];
      return {
        definition: first.definition,
        createdAt: created_at,
        endedAt: ended_at ?? undefined,
        unreadableAt: unreadableAt ?? unreadable_at ?? undefined,
        clock,
        events,
      };
    },
  );
}

/** Events that come behind the one with this sequence. */
interface NewEvents {
  after: number;
  epoch?: number;
  events: readonly RolloutEvent[];
}

/** As they are told once they are stored. */
export function storedEvents(
  { after, epoch, events }: NewEvents,
  at: number,
): StoredEvent[] {
  return events.map((event, index) => ({
    sequence: after + 1 + index,
    at,
    epoch,
    event,
  }));
}

/** Writes events. */
export async function appendEvents(
  transaction: Knex.Transaction,
  id: string,
  { at, ...news }: NewEvents & { at: number },
): Promise<StoredEvent[]> {
  const stored = storedEvents(news, at);
  if (stored.length > 0) {
    await transaction(EVENTS).insert(
      stored.map(({ sequence, epoch, event }) => ({
        rollout_id: id,
        sequence,
        at,
        epoch: epoch ?? null,
        type: event.type,
        event: JSON.stringify(event),
      })),
    );
  }
  return stored;
}
