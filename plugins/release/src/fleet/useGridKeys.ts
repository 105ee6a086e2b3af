import { useEffect, useRef } from 'react';
import type { FocusEvent, KeyboardEvent, RefObject } from 'react';

/** A place in the grid: a row by its id, because rows move, and a column by its number. */
export interface GridPlace {
  id: string;
  column: number;
}

export interface GridKeysOptions {
  /** The ids of all rows, those that are not drawn too. */
  rows: string[];
  columns: number;
  /** Told where the focus is, or is going to be. */
  onPlace: (place: GridPlace) => void;
  /** Has the row drawn. */
  scrollTo: (index: number) => void;
  gridRef: RefObject<HTMLElement>;
}

/** For the element that is the grid. */
export interface GridKeys {
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onFocus: (event: FocusEvent<HTMLElement>) => void;
}

const PAGE = 10;

/**
 * The keys of a grid as WAI-ARIA has them: arrows, Home and End, with Ctrl for the first and the last row, and the page
 * keys. Places are marked by `data-row` and `data-column`.
 */
export function useGridKeys(options: GridKeysOptions): GridKeys {
  const { rows, columns, onPlace, scrollTo, gridRef } = options;
  const wanted = useRef<GridPlace>();

  // A row far away is drawn only after the grid has scrolled to it.
  useEffect(() => {
    if (!wanted.current) return;
    const element = findPlace(gridRef.current, wanted.current);
    if (!element) return;
    wanted.current = undefined;
    element.focus();
  });

  return {
    onFocus: event => {
      const place = placeOf(event.target);
      if (place) onPlace(place);
    },
    onKeyDown: event => {
      if (event.altKey || event.metaKey || event.shiftKey) return;
      const from = placeOf(event.target);
      if (!from) return;
      const to = move(event, {
        row: rows.indexOf(from.id),
        column: from.column,
      });
      if (!to) return;
      event.preventDefault();
      const place = { id: rows[to.row], column: to.column };
      const element = findPlace(gridRef.current, place);
      if (element) {
        element.focus();
        return;
      }
      wanted.current = place;
      onPlace(place);
      scrollTo(to.row);
    },
  };

  function move(
    event: KeyboardEvent<HTMLElement>,
    from: { row: number; column: number },
  ): { row: number; column: number } | undefined {
    const lastRow = rows.length - 1;
    const lastColumn = columns - 1;
    const to = (row: number, column: number) => ({
      row: Math.min(lastRow, Math.max(0, row)),
      column: Math.min(lastColumn, Math.max(0, column)),
    });
    switch (event.key) {
      case 'ArrowDown':
        return to(from.row + 1, from.column);
      case 'ArrowUp':
        return to(from.row - 1, from.column);
      case 'ArrowRight':
        return to(from.row, from.column + 1);
      case 'ArrowLeft':
        return to(from.row, from.column - 1);
      case 'PageDown':
        return to(from.row + PAGE, from.column);
      case 'PageUp':
        return to(from.row - PAGE, from.column);
      case 'Home':
        return to(event.ctrlKey ? 0 : from.row, 0);
      case 'End':
        return to(event.ctrlKey ? lastRow : from.row, lastColumn);
      default:
        return undefined;
    }
  }
}

function placeOf(target: EventTarget): GridPlace | undefined {
  if (!(target instanceof HTMLElement)) return undefined;
  const marked = target.closest<HTMLElement>('[data-row][data-column]');
  const { row, column } = marked?.dataset ?? {};
  return row === undefined || column === undefined
    ? undefined
    : { id: row, column: Number(column) };
}

function findPlace(
  grid: HTMLElement | null,
  place: GridPlace,
): HTMLElement | undefined {
  return [
    ...(grid?.querySelectorAll<HTMLElement>('[data-row][data-column]') ?? []),
  ].find(
    element =>
      element.dataset.row === place.id &&
      element.dataset.column === `${place.column}`,
  );
}
