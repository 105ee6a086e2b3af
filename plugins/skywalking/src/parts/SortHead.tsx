import styles from './table.module.css';

/** By which column rows are, and which way. */
export interface Sort<K extends string> {
  key: K;
  direction: 'ascending' | 'descending';
}

export interface SortHeadProps<K extends string> {
  name: K;
  title: string;
  isNumber?: boolean;
  sort: Sort<K> | undefined;
  onSort(sort: Sort<K>): void;
}

const SIGNS = { ascending: '▲', descending: '▼', none: '' } as const;

/** Head of a column by which rows can be sorted: first the largest, then the smallest. */
export function SortHead<K extends string>(props: SortHeadProps<K>) {
  const { name, title, isNumber, sort, onSort } = props;
  const here = sort?.key === name ? sort.direction : undefined;
  const next = here === 'descending' ? 'ascending' : 'descending';
  return (
    <th
      scope="col"
      className={isNumber ? styles.number : undefined}
      aria-sort={here ?? 'none'}
    >
      <button
        type="button"
        className={styles.sort}
        onClick={() => onSort({ key: name, direction: next })}
      >
        {title}
        <span aria-hidden="true">{SIGNS[here ?? 'none']}</span>
      </button>
    </th>
  );
}

/** Rows by a column; those without a value are last, whichever way. */
export function sorted<T, K extends string>(
  rows: readonly T[],
  sort: Sort<K> | undefined,
  valueOf: (row: T, key: K) => number | string | null,
): readonly T[] {
  if (!sort) return rows;
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const left = valueOf(a, sort.key);
    const right = valueOf(b, sort.key);
    if (left === null || right === null) {
      return Number(left === null) - Number(right === null);
    }
    if (typeof left === 'string' || typeof right === 'string') {
      return sign * String(left).localeCompare(String(right));
    }
    return sign * (left - right);
  });
}
