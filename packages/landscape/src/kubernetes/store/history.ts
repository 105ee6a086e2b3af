import type { KubeObject, ResourceType, WatchEventType } from '../types';

/** One write, as the store remembers it. */
export interface StoreEvent {
  /** The store's counter after the write, which is also the object's new resourceVersion. */
  revision: number;
  type: WatchEventType;
  resource: ResourceType;
  key: string;
  object: KubeObject;
  previous?: KubeObject;
  /** When it happened, in milliseconds since the epoch. */
  at: number;
}

/** How much of the past a store remembers. */
export interface HistoryLimits {
  events: number;
  /** Milliseconds. */
  age: number;
}

/** A real API server has etcd forget what is older than five minutes. */
export const DEFAULT_LIMITS: HistoryLimits = { events: 20_000, age: 300_000 };

/** The latest writes, oldest first. What falls out of it is compacted: nobody can list or watch from there any more. */
export class History {
  readonly #limits: HistoryLimits;
  #events: StoreEvent[] = [];
  /** Where the remembered events begin; the array is only cut when half of it is forgotten. */
  #start = 0;
  #compacted = 0;

  constructor(limits: HistoryLimits) {
    this.#limits = limits;
  }

  /** The newest revision whose predecessors are forgotten: the oldest from which a watch can start. */
  get compacted(): number {
    return this.#compacted;
  }

  append(event: StoreEvent): void {
    this.#events.push(event);
    const { events, age } = this.#limits;
    while (
      this.#events.length - this.#start > events ||
      this.#events[this.#start].at < event.at - age
    )
      this.#forget();
    this.#cut();
  }

  compact(revision: number): void {
    while (
      this.#start < this.#events.length &&
      this.#events[this.#start].revision <= revision
    )
      this.#forget();
    this.#compacted = Math.max(this.#compacted, revision);
    this.#cut();
  }

  /** The events after `revision`, oldest first. */
  *after(revision: number): Generator<StoreEvent> {
    let low = this.#start;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#events[middle].revision <= revision) low = middle + 1;
      else high = middle;
    }
    yield* this.#events.slice(low);
  }

  #forget(): void {
    this.#compacted = this.#events[this.#start].revision;
    this.#start++;
  }

  #cut(): void {
    if (this.#start < 64 || this.#start * 2 < this.#events.length) return;
    this.#events = this.#events.slice(this.#start);
    this.#start = 0;
  }
}
