import type { SchedulerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationSetting } from '../policy/policySettings';
import type { RolloutStore } from './ports';

const KEY = 'release.history.keep';
const DAY = 24 * 3_600_000;

/**
 * How long the events and the evidence of rollouts are kept after their end.
 *
 * @throws InputError that says what it has to be
 */
export function readKeepHistory(config: Config): number {
  const setting = durationSetting(DAY, 10 * 365 * DAY);
  const read = setting.safeParse(config.getOptional(KEY) ?? '180d');
  if (read.success) return read.data;
  const [{ message }] = read.error.issues;
  throw new InputError(`Configuration ${KEY} ${message}`);
}

/** Makes summaries of old rollouts, once an hour, by one replica. The ledger stays for ever. */
export async function schedulePruning(options: {
  keepMs: number;
  scheduler: SchedulerService;
  store: Pick<RolloutStore, 'prune' | 'now'>;
}): Promise<void> {
  const { keepMs, scheduler, store } = options;
  await scheduler.scheduleTask({
    id: 'prune-rollouts',
    frequency: { hours: 1 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 1 },
    fn: async () => {
      await store.prune((await store.now()) - keepMs);
    },
  });
}
