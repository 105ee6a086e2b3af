import type { RolloutEvent } from '../../rollout/events';

/** Keys of writes that had an effect; a conflict with a controller has none. */
export function effectsOf(events: readonly RolloutEvent[]): string[] {
  return events.flatMap(event =>
    event.type === 'write-settled' &&
    (event.outcome === 'done' || event.outcome === 'observed')
      ? event.key
      : [],
  );
}
