import type { Knex } from 'knex';
import * as z from 'zod';
import { ANSWER_WITHIN_MS } from '../../database/answerTime';
import { bigint } from '../../database/dialect';
import type { RolloutDefinition } from '../definition';
import type { RolloutEvent, StoredEvent } from '../events';
import type { StoredRollout } from '../ports';
import type { StepClock } from '../state';

export const ROLLOUTS = 'release_rollouts';
export const EVENTS = 'release_rollout_events';
export const LOCKS = 'release_rollout_locks';

/** Databases bind only so many values in a statement. */
export const CHUNK = 500;

export const clockRow = z
  .object({
    clock_observed_ms: bigint,
    clock_at: bigint.nullable(),
  })
  .transform(
    (row): StepClock => ({
      observedMs: row.clock_observed_ms,
      at: row.clock_at ?? undefined,
    }),
  );

/** Only {@link appendEvents} writes what is parsed here, so it is what it was. */
const storedJson = z
  .string()
  .transform(text => JSON.parse(text) as RolloutEvent);

const eventRow = z
  .object({
    rollout_id: z.string(),
    sequence: z.number(),
    at: bigint,
    epoch: z.number().nullable(),
    event: storedJson,
  })
  .transform(({ rollout_id, epoch, ...row }) => ({
    rolloutId: rollout_id,
    stored: { ...row, epoch: epoch ?? undefined } satisfies StoredEvent,
  }));

const rolloutRow = z.object({
  id: z.string(),
  created_at: bigint,
  ended_at: bigint.nullable(),
});

/** The events of rollouts, in order, by rollout. */
export async function readEvents(
  knex: Knex,
  ids: readonly string[],
): Promise<Map<string, StoredEvent[]>> {
  const events = new Map<string, StoredEvent[]>(ids.map(id => [id, []]));
  for (let from = 0; from < ids.length; from += CHUNK) {
    const rows = await knex(EVENTS)
      .whereIn('rollout_id', ids.slice(from, from + CHUNK))
      .orderBy(['rollout_id', 'sequence'])
      .timeout(ANSWER_WITHIN_MS);
    for (const { rolloutId, stored } of z.array(eventRow).parse(rows)) {
      events.get(rolloutId)?.push(stored);
    }
  }
  return events;
}

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
    .map(({ stored }) => stored);
}

function definitionOf(id: string, events: StoredEvent[]): RolloutDefinition {
  const first = events.at(0)?.event;
  if (first?.type !== 'started') {
    throw new Error(`The rollout ${id} has no beginning in the database`);
  }
  return first.definition;
}

/** Rollouts with their histories, in the order of their rows. */
export async function readRollouts(
  knex: Knex,
  rows: readonly unknown[],
): Promise<StoredRollout[]> {
  const parsed = rows.map(row => ({
    ...rolloutRow.parse(row),
    clock: clockRow.parse(row),
  }));
  const histories = await readEvents(
    knex,
    parsed.map(({ id }) => id),
  );
  return parsed.map(({ id, created_at, ended_at, clock }) => {
    const events = histories.get(id) ?? [];
    return {
      definition: definitionOf(id, events),
      createdAt: created_at,
      endedAt: ended_at ?? undefined,
      clock,
      events,
    };
  });
}

/** Writes events behind the one with this sequence. */
export async function appendEvents(
  transaction: Knex.Transaction,
  id: string,
  options: {
    after: number;
    at: number;
    epoch?: number;
    events: readonly RolloutEvent[];
  },
): Promise<StoredEvent[]> {
  const { after, at, epoch } = options;
  const stored = options.events.map((event, index) => ({
    sequence: after + 1 + index,
    at,
    epoch,
    event,
  }));
  if (stored.length > 0) {
    await transaction(EVENTS).insert(
      stored.map(({ sequence, event }) => ({
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
