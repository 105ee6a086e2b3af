import type { Role } from '@pilothouse/plugin-release-common';
import type { RolloutEvent, WriteIntent } from './events';
import type { StepClock } from './state';

/**
 * What to do next. The events are appended first, all or none, together with the clock; then `write`, whose
 * `write-intended` is the last of the events, is sent, and its `write-settled` appended. `readBack` asks for a Deployment
 * as it is now, uncached: the observation of the next tick then has it.
 */
export interface Decision {
  events: RolloutEvent[];
  write?: WriteIntent;
  readBack?: { workloadId: string; role: Role };
  clock: StepClock;
  /** Nothing happens before, unless something is observed or asked for; milliseconds from now. */
  nextLookMs: number;
}
