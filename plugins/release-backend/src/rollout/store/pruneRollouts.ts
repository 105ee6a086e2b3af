import type { Knex } from 'knex';
import { inTransaction } from '../../database/inTransaction';
import { nowSql } from '../../database/dialect';
import type { RolloutEvent, RolloutEventType } from '../events';
import { EVENTS, EVIDENCE, readHistories, ROLLOUTS } from './rows';

/** One statement each, so that nobody waits for the removing of years. */
const BATCH = 50;

/** What tells of a rollout how it began, how it ended, and why. */
const KEPT: readonly RolloutEventType[] = [
  'started',
  'abort-requested',
  'failed',
  'ended',
];

/** Without evidence, and without pod templates: they may hold what should not be kept for ever. */
function summarize(event: RolloutEvent): RolloutEvent {
  if (event.type === 'failed') {
    return { ...event, cause: { ...event.cause, evidence: [] } };
  }
  if (event.type !== 'started') return event;
  const targets = event.definition.targets.map(target => ({
    ...target,
    release: { ...target.release, template: {} },
  }));
  return { ...event, definition: { ...event.definition, targets } };
}

async function pruneOne(knex: Knex, id: string): Promise<void> {
  await inTransaction(knex, async transaction => {
    await transaction(EVENTS)
      .where('rollout_id', id)
      .whereNotIn('type', [...KEPT])
      .delete();
    const histories = await readHistories(transaction, [id]);
    const events = histories.get(id)?.events ?? [];
    for (const { sequence, event } of events) {
      await transaction(EVENTS)
        .where({ rollout_id: id, sequence })
        .update('event', JSON.stringify(summarize(event)));
    }
    await transaction(EVENTS)
      .where('rollout_id', id)
      // What is not understood cannot be made a summary of either.
      .where('sequence', '>', events.at(-1)?.sequence ?? 0)
      .delete();
    await transaction(EVIDENCE).where('rollout_id', id).delete();
    await transaction(ROLLOUTS)
      .where('id', id)
      .update('pruned_at', transaction.raw(nowSql(knex)));
  });
}

/** Makes summaries of the rollouts that ended before. @returns how many */
export async function pruneRollouts(
  knex: Knex,
  endedBefore: number,
): Promise<number> {
  let pruned = 0;
  for (;;) {
    const ids: string[] = await knex(ROLLOUTS)
      .whereNull('pruned_at')
      .whereNotNull('ended_at')
      .where('ended_at', '<', endedBefore)
      .orderBy('ended_at')
      .limit(BATCH)
      .pluck('id');
    for (const id of ids) await pruneOne(knex, id);
    pruned += ids.length;
    if (ids.length < BATCH) return pruned;
  }
}
