const NEWLINE = 0x0a;

export interface Line {
  /** Without the newline. */
  bytes: Buffer;
  /** It was longer than allowed, and this is its beginning. */
  cut: boolean;
}

/**
 * Cuts a stream of chunks at its newlines. It looks at bytes, so that a character that is split over two chunks comes
 * out whole, and holds no more of a line than its limit.
 */
export class LineSplitter {
  readonly #limit: number;
  #parts: Buffer[] = [];
  #length = 0;
  #cut = false;

  /** @param limit - of bytes in a line */
  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end === -1) break;
      this.#keep(chunk.subarray(start, end));
      lines.push(this.#take());
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
    return lines;
  }

  /** What came after the last newline: the last line of a log, or half an event. */
  rest(): Line | undefined {
    return this.#length === 0 ? undefined : this.#take();
  }

  #keep(part: Buffer): void {
    const room = this.#limit - this.#length;
    if (part.length > room) this.#cut = true;
    const kept = part.length > room ? part.subarray(0, room) : part;
    if (kept.length > 0) this.#parts.push(kept);
    this.#length += kept.length;
  }

  #take(): Line {
    const [first] = this.#parts;
    const bytes =
      first && this.#parts.length === 1 ? first : Buffer.concat(this.#parts);
    const line = { bytes, cut: this.#cut };
    this.#parts = [];
    this.#length = 0;
    this.#cut = false;
    return line;
  }
}
