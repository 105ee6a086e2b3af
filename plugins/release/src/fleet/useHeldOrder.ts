import { useMemo, useState } from 'react';
import type { FocusEvent } from 'react';

export interface HeldOrder {
  /** The order to show. */
  order: string[];
  /** The order shown is not the present one. */
  held: boolean;
  /** For the element in which nothing may move. */
  handlers: {
    onPointerEnter: () => void;
    onPointerLeave: () => void;
    onFocus: () => void;
    onBlur: (event: FocusEvent<HTMLElement>) => void;
  };
}

/**
 * Keeps rows where they are while a pointer or the focus is among them, so that nobody clicks on what has just moved
 * there. New ones are added at the end, and all go to their places afterwards.
 *
 * @param present - the ids in their present order; the same array as long as nothing changed
 */
export function useHeldOrder(present: string[]): HeldOrder {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [kept, setKept] = useState<string[]>();
  const holding = pointed || focused;
  if (holding && !kept) setKept(present);
  if (!holding && kept) setKept(undefined);

  const order = useMemo(
    () => (kept ? arrange(kept, present) : present),
    [kept, present],
  );
  return {
    order,
    held: order.some((id, index) => id !== present[index]),
    handlers: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: event => {
        const inside = event.currentTarget.contains(event.relatedTarget);
        if (!inside) setFocused(false);
      },
    },
  };
}

function arrange(kept: string[], present: string[]): string[] {
  const there = new Set(present);
  const before = new Set(kept);
  return [
    ...kept.filter(id => there.has(id)),
    ...present.filter(id => !before.has(id)),
  ];
}
