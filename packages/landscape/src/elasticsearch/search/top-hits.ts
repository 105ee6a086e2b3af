import type { Line } from '../lines/block';
import { compareValues, type SortClause, type SortValue } from './sort';

/** A line that matches, with what it is ordered by. */
export interface Found {
  line: Line;
  values: SortValue[];
}

/** The first lines in an order, of however many. */
export class TopHits {
  readonly length: number;
  readonly #sort: readonly SortClause[];
  readonly #after: readonly SortValue[] | undefined;
  #found: Found[] = [];
  /** What the last of a full page has: whatever comes behind it is not kept. */
  #bar: readonly SortValue[] | undefined;

  constructor(
    sort: readonly SortClause[],
    length: number,
    after: readonly SortValue[] | undefined,
  ) {
    this.#sort = sort;
    this.length = length;
    this.#after = after;
  }

  add(line: Line): void {
    if (this.length === 0) return;
    const values = this.#sort.map(item => item.read(line));
    if (this.#after && compareValues(this.#sort, values, this.#after) <= 0) {
      return;
    }
    if (this.#bar && compareValues(this.#sort, values, this.#bar) >= 0) return;
    this.#found.push({ line, values });
    if (this.#found.length >= 2 * this.length + 100) this.#trim();
  }

  isFull(): boolean {
    return this.#found.length >= this.length;
  }

  all(): readonly Found[] {
    this.#trim();
    return this.#found;
  }

  #trim(): void {
    this.#found.sort((a, b) => compareValues(this.#sort, a.values, b.values));
    this.#found.length = Math.min(this.#found.length, this.length);
    if (this.isFull()) this.#bar = this.#found.at(-1)?.values;
  }
}
