import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import type { Range } from '@tanstack/react-virtual';
import { useCallback } from 'react';
import type { RefObject } from 'react';

/** Fewer rows are all drawn: the browser can search in them, and print them. */
const VIRTUAL_FROM = 80;
const ROW_HEIGHT = 57;
const OVERSCAN = 8;

/** A row to draw, or the height of rows that are not drawn. */
export type RowSlot = { index: number } | { gap: number; key: string };

export interface RowWindow {
  slots: RowSlot[];
  /** For the `ref` of each row, which has its number in `data-index`. */
  measure: ((row: HTMLElement | null) => void) | undefined;
  /** Has a row drawn, wherever it is. */
  scrollTo: (index: number) => void;
}

export interface RowWindowOptions {
  ids: string[];
  /** A row that is always drawn: that with the focus, or it would be lost by scrolling. */
  keep: number;
  scroller: RefObject<HTMLElement>;
}

/** Which rows of a long table to draw. */
export function useRowWindow(options: RowWindowOptions): RowWindow {
  const { ids, keep, scroller } = options;
  const virtual = ids.length >= VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: ids.length,
    enabled: virtual,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: useCallback((index: number) => ids[index], [ids]),
    getScrollElement: () => scroller.current,
    overscan: OVERSCAN,
    rangeExtractor: useCallback(
      (range: Range) => withKept(defaultRangeExtractor(range), keep),
      [keep],
    ),
  });
  if (!virtual) {
    return {
      slots: ids.map((_, index) => ({ index })),
      measure: undefined,
      scrollTo: () => {},
    };
  }

  const slots: RowSlot[] = [];
  let end = 0;
  const leave = (until: number) => {
    if (until > end) slots.push({ gap: until - end, key: `gap-${end}` });
  };
  for (const item of virtualizer.getVirtualItems()) {
    leave(item.start);
    slots.push({ index: item.index });
    end = item.end;
  }
  leave(virtualizer.getTotalSize());
  return {
    slots,
    measure: virtualizer.measureElement,
    scrollTo: index => virtualizer.scrollToIndex(index),
  };
}

function withKept(drawn: number[], keep: number): number[] {
  return keep < 0 || drawn.includes(keep)
    ? drawn
    : [...drawn, keep].sort((a, b) => a - b);
}
