import { compareTimes } from './podLines';

/**
 * Where in a log its reader is. A log that was cut is read again from some lines before: what was read already is left
 * out, and it is known whether what follows may have a gap before it.
 */
export class LinePlace {
  #last?: string;
  #isFinding = false;
  #metKnown = false;

  /** The log is read from its last lines again. */
  again(): void {
    this.#isFinding = this.#last !== undefined;
    this.#metKnown = false;
  }

  /**
   * @param at - RFC 3339; a line without a time is one of those around it
   * @returns whether the line is new, and whether lines before it may be missing
   */
  take(at: string | undefined): { isNew: boolean; afterGap: boolean } {
    if (!this.#isFinding) {
      this.#last = at ?? this.#last;
      return { isNew: true, afterGap: false };
    }
    if (at === undefined || compareTimes(at, this.#last ?? at) <= 0) {
      this.#metKnown ||= at !== undefined;
      return { isNew: false, afterGap: false };
    }
    this.#isFinding = false;
    this.#last = at;
    return { isNew: true, afterGap: !this.#metKnown };
  }
}
