import { useState, type KeyboardEvent } from 'react';
import type { ChartRange } from './chartSeries';

/** What the keyboard does in a chart. */
export interface ChartKeys {
  /** Where it is; missing while it is not used. */
  at: number | undefined;
  /** What it has chosen so far; `to` is where it is. */
  chosen: { from: number; to: number } | undefined;
  handlers: {
    onKeyDown(event: KeyboardEvent): void;
    onBlur(): void;
    onPointerMove(): void;
  };
}

/** Arrows walk, with Shift they choose; Enter takes what is chosen, Escape gives it up. */
export function useChartKeys(
  times: readonly number[],
  onSelect: ((range: ChartRange) => void) | undefined,
): ChartKeys {
  const [state, setState] = useState<{ at: number; from?: number }>();
  const last = times.length - 1;
  // There may be fewer of them than when it was set.
  const at = state && Math.min(state.at, last);
  const from =
    state?.from === undefined ? undefined : Math.min(state.from, last);
  const chosen =
    at === undefined || from === undefined ? undefined : { from, to: at };

  const onKeyDown = (event: KeyboardEvent) => {
    const next = last < 0 ? undefined : placeOf(event.key, at ?? last, last);
    if (next !== undefined) {
      const isChoosing = event.shiftKey && onSelect !== undefined;
      setState({ at: next, from: isChoosing ? from ?? at ?? last : undefined });
    } else if (event.key === 'Enter' && chosen && chosen.from !== chosen.to) {
      const [first, end] = [chosen.from, chosen.to].sort((a, b) => a - b);
      setState(undefined);
      onSelect?.({ from: times[first], to: times[end] });
    } else if (event.key === 'Escape' && state) setState(undefined);
    else return;
    event.preventDefault();
  };
  const leave = () => {
    if (state) setState(undefined);
  };
  return {
    at,
    chosen,
    handlers: { onKeyDown, onBlur: leave, onPointerMove: leave },
  };
}

/** Where a key leads to from a place; nowhere for keys that mean something else. */
function placeOf(key: string, at: number, last: number): number | undefined {
  const page = Math.max(1, Math.round(last / 10));
  const places: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    PageDown: at - page,
    PageUp: at + page,
    Home: 0,
    End: last,
  };
  const place = places[key];
  return place === undefined ? undefined : Math.max(0, Math.min(last, place));
}
