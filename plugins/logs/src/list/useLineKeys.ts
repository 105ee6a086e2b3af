import { useCallback, useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';

export interface LineKeysOptions {
  scroller: RefObject<HTMLElement>;
  count: number;
  /** `j` and `k` move, as arrows do: for those who have not switched single keys off. */
  letters: boolean;
  scrollTo(index: number): void;
}

export interface LineKeys {
  /** The line that the keyboard is at. */
  current: number;
  goTo(index: number): void;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
}

/**
 * Moves along lines with the keyboard, while the focus is on a line or on the list as a whole; fields and buttons inside
 * an opened line keep their own keys.
 */
export function useLineKeys(options: LineKeysOptions): LineKeys {
  const { scroller, count, letters, scrollTo } = options;
  const [current, setCurrent] = useState(0);
  const wantsFocus = useRef(false);
  const at = Math.min(current, Math.max(0, count - 1));

  // A line that was out of sight is drawn a render later.
  useEffect(() => {
    if (wantsFocus.current) wantsFocus.current = !focusOn(at);
  });

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    const onLine =
      target instanceof HTMLElement && target.dataset.toggle !== undefined;
    if (!onLine && target !== scroller.current) return;
    const next = nextOf(event.key, at, onLine);
    if (next === undefined || count === 0) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(count - 1, next));
    scrollTo(index);
    setCurrent(index);
    wantsFocus.current = !focusOn(index);
  };

  function focusOn(index: number): boolean {
    const toggle = scroller.current?.querySelector<HTMLElement>(
      `[data-toggle="${index}"]`,
    );
    toggle?.focus({ preventScroll: true });
    return toggle !== undefined && toggle !== null;
  }

  const goTo = useCallback((index: number) => setCurrent(index), []);
  return { current: at, goTo, onKeyDown };

  function nextOf(key: string, from: number, onLine: boolean) {
    // From the list as a whole, the first step leads to the line itself.
    const step = onLine ? 1 : 0;
    if (key === 'ArrowDown' || (letters && key === 'j')) return from + step;
    if (key === 'ArrowUp' || (letters && key === 'k')) return from - step;
    if (key === 'Home' || (letters && key === 'g')) return 0;
    if (key === 'End' || (letters && key === 'G')) return count - 1;
    return undefined;
  }
}
