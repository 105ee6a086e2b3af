import { useEffect, useRef, useState } from 'react';

/** A row, and whether it would not be there any more if the pointer were elsewhere. */
export interface SteadyRow<T> {
  row: T;
  gone: boolean;
}

export interface SteadyRows<T> {
  rows: SteadyRow<T>[];
  /** For the element in which nothing may move. */
  handlers: { onPointerEnter(): void; onPointerLeave(): void };
}

/**
 * Keeps rows where they are while the pointer is over them, so that nobody clicks on what has just moved there. Values
 * change in place; new rows come last, and those that are gone stay, marked, until the pointer leaves.
 */
export function useSteadyRows<T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
): SteadyRows<T> {
  const [pointed, setPointed] = useState(false);
  const before = useRef<SteadyRow<T>[]>([]);
  const shown = pointed
    ? holdRows(before.current, rows, keyOf)
    : rows.map(row => ({ row, gone: false }));
  useEffect(() => {
    before.current = shown;
  });
  return {
    rows: shown,
    handlers: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
    },
  };
}

/** Puts present rows into the places of those before; pure. */
export function holdRows<T>(
  before: readonly SteadyRow<T>[],
  present: readonly T[],
  keyOf: (row: T) => string,
): SteadyRow<T>[] {
  const left = new Map(present.map(row => [keyOf(row), row]));
  const kept = before.map(({ row }) => {
    const key = keyOf(row);
    const now = left.get(key);
    left.delete(key);
    return now === undefined ? { row, gone: true } : { row: now, gone: false };
  });
  return [...kept, ...[...left.values()].map(row => ({ row, gone: false }))];
}
