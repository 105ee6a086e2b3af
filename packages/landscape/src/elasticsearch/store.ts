import { Fields, idOf } from './fields';
import { indicesAt, SHARDS_PER_INDEX, type Index } from './indices';
import type { Line } from './lines/block';
import type { Library } from './lines/library';
import type { Product } from './products';
import { PointsInTime } from './search/pits';

/** A way of the store to fail that leaves it answering. */
export type Trouble = 'none' | 'red' | 'shards-failed';

/** From when on lines come late, and how late at most. */
export interface Lateness {
  since: number;
  byMs: number;
}

/** An agent sends what it has once in this time. */
const FLUSH_MS = 1000;

/** What has arrived can be found after this time. */
const REFRESH_MS = 1000;

/** Names that change so rarely need not be gathered for every request. */
const FIELDS_FRESH_MS = 5000;

/** Everything that requests work on. */
export class Store {
  readonly product: Product;
  readonly library: Library;
  readonly pits = new PointsInTime();
  readonly #trouble: () => Trouble;
  readonly #lateness: () => Lateness | undefined;
  #fields: { value: Fields; at: number } | undefined;

  constructor(options: {
    product: Product;
    library: Library;
    trouble: () => Trouble;
    lateness: () => Lateness | undefined;
  }) {
    this.product = options.product;
    this.library = options.library;
    this.#trouble = options.trouble;
    this.#lateness = options.lateness;
  }

  now(): number {
    return this.library.now();
  }

  trouble(): Trouble {
    return this.#trouble();
  }

  indices(): Index[] {
    return indicesAt(this.now());
  }

  fields(): Fields {
    const now = this.now();
    if (!this.#fields || now - this.#fields.at > FIELDS_FRESH_MS) {
      this.#fields = { value: new Fields(this.library.labels()), at: now };
    }
    return this.#fields.value;
  }

  /** Whether a line can be found at that time: it has been sent, indexed and refreshed. */
  isVisible(line: Line, at: number): boolean {
    const { writtenAt } = line;
    if (writtenAt > at) return false;
    const late = this.#lateness();
    const delay =
      late && writtenAt >= late.since
        ? // Each line on its own, so that they come out of order.
          late.byMs * ((hash(idOf(line)) % 1000) / 1000)
        : 0;
    if (delay === 0 && at - writtenAt > FLUSH_MS + 2 * REFRESH_MS) return true;
    // Agents do not send at the same moment.
    const phase = hash(line.writer.node) % FLUSH_MS;
    const sentAt =
      Math.floor((writtenAt - phase) / FLUSH_MS + 1) * FLUSH_MS + phase;
    return sentAt + REFRESH_MS + delay <= at;
  }

  shardOf(line: Line): number {
    return hash(idOf(line)) % SHARDS_PER_INDEX;
  }
}

function hash(text: string): number {
  let state = 7;
  for (let index = 0; index < text.length; index++) {
    state = (Math.imul(state, 31) + text.charCodeAt(index)) | 0;
  }
  return state >>> 4;
}
