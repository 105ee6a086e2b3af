import { ConflictError, InputError } from '@backstage/errors';
import type { Knex } from 'knex';
import * as z from 'zod';
import { workloadKey } from '../../database/workloadKey';
import type { RolloutDefinition } from '../definition';
import { LOCKS, ROLLOUTS } from './rows';

const lockRow = z.object({
  workload: z.string(),
  waiting: z.coerce.boolean(),
  rollout_id: z.string(),
  author: z.string(),
});

/**
 * Takes the locks of all workloads of a rollout, or stands in line for those that the superseded one has.
 *
 * @param superseded - the active rollout whose end it waits for
 * @throws ConflictError that names the rollout which has a workload, or is next to get it
 * @throws InputError when the superseded one has none of them
 */
export async function takeLocks(
  transaction: Knex.Transaction,
  definition: RolloutDefinition,
  superseded: string | undefined,
): Promise<void> {
  const wanted = [
    ...new Set(
      definition.targets.map(({ workloadId }) => workloadKey(workloadId)),
    ),
  ].sort();
  const rows = await transaction(LOCKS)
    .join(ROLLOUTS, `${ROLLOUTS}.id`, `${LOCKS}.rollout_id`)
    .whereIn('workload', wanted)
    .orderBy(['workload', 'waiting'])
    .select('workload', 'waiting', 'rollout_id', 'author');
  const waiting = new Set<string>();
  for (const lock of z.array(lockRow).parse(rows)) {
    if (lock.rollout_id !== superseded || lock.waiting) {
      throw new ConflictError(
        lock.waiting
          ? `Rollout ${lock.rollout_id} of ${lock.author} is next on ${lock.workload}; abort it first`
          : `Rollout ${lock.rollout_id} of ${lock.author} is at work on ${lock.workload}; abort it, or supersede it`,
      );
    }
    waiting.add(lock.workload);
  }
  if (superseded !== undefined && waiting.size === 0) {
    throw new InputError(
      `Rollout ${superseded} has none of these workloads, so it cannot be superseded by this one`,
    );
  }
  await transaction(LOCKS).insert(
    wanted.map(workload => ({
      workload,
      waiting: waiting.has(workload),
      rollout_id: definition.id,
    })),
  );
}

/** At the end of a rollout: what it had goes to whoever is next, and it stands in line no more. */
export async function passLocks(
  transaction: Knex.Transaction,
  id: string,
): Promise<void> {
  const had: string[] = await transaction(LOCKS)
    .where({ rollout_id: id, waiting: false })
    .pluck('workload');
  await transaction(LOCKS).where('rollout_id', id).delete();
  if (had.length === 0) return;
  await transaction(LOCKS)
    .whereIn('workload', had)
    .where('waiting', true)
    .update({ waiting: false });
}
