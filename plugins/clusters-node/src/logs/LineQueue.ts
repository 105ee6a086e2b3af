import type { PodLogEnd, PodLogLine } from '../types';

/** How far one viewer may be behind, and how much they may read in all, in characters. */
const MOST_WAITING = 2 * 1024 * 1024;
const MOST_IN_ALL = 256 * 1024 * 1024;
/** What a line weighs besides its text. One chunk of nothing but newlines must not be too much. */
const LINE_WEIGHT = 16;

/**
 * Between a log that comes as it likes and a viewer who reads as fast as they can. Who falls too far behind is told
 * that it ends, and may come again: memory does not grow for them, and nobody else waits.
 */
export class LineQueue {
  #lines: PodLogLine[] = [];
  #next = 0;
  #waiting = 0;
  #inAll = 0;
  #end: { reason: PodLogEnd } | { error: Error } | undefined;
  #wake: (() => void) | undefined;

  push(line: PodLogLine): void {
    if (this.#end) return;
    this.#lines.push(line);
    this.#waiting += weightOf(line);
    this.#inAll += weightOf(line);
    if (this.#waiting > MOST_WAITING || this.#inAll > MOST_IN_ALL) {
      this.end('limit');
    }
    this.#wake?.();
  }

  /** What is in it is still read. */
  end(reason: PodLogEnd): void {
    this.#end ??= { reason };
    this.#wake?.();
  }

  fail(error: Error): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  async *read(): AsyncGenerator<PodLogLine, PodLogEnd, void> {
    for (;;) {
      while (this.#next < this.#lines.length) {
        const line = this.#lines[this.#next];
        this.#next++;
        this.#waiting -= weightOf(line);
        yield line;
      }
      this.#lines = [];
      this.#next = 0;
      if (this.#end) {
        if ('error' in this.#end) throw this.#end.error;
        return this.#end.reason;
      }
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }
}

function weightOf({ text }: PodLogLine): number {
  return text.length + LINE_WEIGHT;
}
