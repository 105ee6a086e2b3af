import { useCallback, useSyncExternalStore } from 'react';
import { Ticker } from './ticker';

const ticker = new Ticker();

/**
 * The time in milliseconds, rounded down to a multiple of `stepMs`; renders again when that changes. All share one
 * timer.
 */
export function useNow(stepMs: number): number {
  const subscribe = useCallback(
    (changed: () => void) => ticker.subscribe(changed, stepMs),
    [stepMs],
  );
  return useSyncExternalStore(
    subscribe,
    () => Math.floor(Date.now() / stepMs) * stepMs,
  );
}
