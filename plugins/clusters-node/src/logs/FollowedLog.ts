import type { PodLogEnd, PodLogLine } from '../types';
import { LineQueue } from './LineQueue';

/** What late joiners can be told of. */
const RING_LINES = 5_000;
const RING_CHARACTERS = 1024 * 1024;

/**
 * One followed container and its viewers. It remembers the last lines, so that who comes later sees what was just
 * said, without another connection.
 */
export class FollowedLog {
  readonly #tailLines: number;
  readonly #viewers = new Set<LineQueue>();
  readonly #ring: PodLogLine[] = [];
  #characters = 0;
  #ended = false;

  /** @param tailLines - with how many earlier lines it was opened */
  constructor(tailLines: number) {
    this.#tailLines = tailLines;
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  /** Whether it can begin with so many earlier lines, as far as the ring goes. */
  serves(tailLines: number): boolean {
    return (
      !this.#ended &&
      (tailLines <= this.#tailLines || tailLines <= this.#ring.length)
    );
  }

  join(tailLines: number): { queue: LineQueue; leave: () => void } {
    const queue = new LineQueue();
    for (const line of this.#ring.slice(-tailLines)) queue.push(line);
    this.#viewers.add(queue);
    return { queue, leave: () => this.#viewers.delete(queue) };
  }

  push(line: PodLogLine): void {
    this.#ring.push(line);
    this.#characters += line.text.length;
    while (
      this.#ring.length > RING_LINES ||
      this.#characters > RING_CHARACTERS
    ) {
      this.#characters -= this.#ring.shift()?.text.length ?? 0;
    }
    for (const viewer of this.#viewers) viewer.push(line);
  }

  end(reason: PodLogEnd): void {
    this.#ended = true;
    for (const viewer of this.#viewers) viewer.end(reason);
  }

  fail(error: Error): void {
    this.#ended = true;
    for (const viewer of this.#viewers) viewer.fail(error);
  }
}
