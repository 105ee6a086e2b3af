import type { SchedulerService } from '@backstage/backend-plugin-api';
import type { RolloutNotifier } from './runner/RolloutNotifier';

/** Tells people again what they were not told, twice a minute, by one replica. */
export async function scheduleTelling(options: {
  notifier: Pick<RolloutNotifier, 'tellAgain'>;
  scheduler: SchedulerService;
}): Promise<void> {
  const { notifier, scheduler } = options;
  await scheduler.scheduleTask({
    id: 'tell-of-rollouts',
    frequency: { seconds: 30 },
    timeout: { minutes: 5 },
    initialDelay: { seconds: 30 },
    fn: () => notifier.tellAgain(),
  });
}
