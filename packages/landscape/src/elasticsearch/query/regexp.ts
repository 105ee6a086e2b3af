import type { TextTest } from './patterns';

/** A step of the machine: what it takes, and where it goes. */
type State =
  | { takes: (sign: string) => boolean; next: number }
  | { splits: number[] }
  | { done: true };

const MOST_STATES = 10_000;

/**
 * Lucene's regular expressions: always about the whole text, without backtracking, so that no expression takes longer
 * than its length times the text's.
 *
 * @throws Error worded as Lucene words it
 */
export function luceneRegexp(
  source: string,
  { ignoreCase = false, refusesEmptyRange = false } = {},
): TextTest {
  const machine = new Machine(source, ignoreCase, refusesEmptyRange);
  const start = machine.build();
  return text => machine.run(start, text);
}

class Machine {
  readonly #signs: readonly string[];
  readonly #ignoreCase: boolean;
  /** Newer ones take `{2,1}` for a range that nothing lies in. */
  readonly #refusesEmptyRange: boolean;
  readonly #states: State[] = [{ done: true }];
  #at = 0;

  constructor(source: string, ignoreCase: boolean, refusesEmptyRange: boolean) {
    this.#refusesEmptyRange = refusesEmptyRange;
    this.#signs = [...source];
    this.#ignoreCase = ignoreCase;
  }

  build(): number {
    if (this.#signs.length === 0) return 0;
    const make = this.#alternatives();
    if (this.#at < this.#signs.length) {
      throw new Error(`end-of-string expected at position ${this.#at}`);
    }
    return make(0);
  }

  run(start: number, text: string): boolean {
    let present = this.#closure([start]);
    for (const sign of text) {
      const next: number[] = [];
      for (const index of present) {
        const state = this.#states[index];
        if ('takes' in state && state.takes(sign)) next.push(state.next);
      }
      if (next.length === 0) return false;
      present = this.#closure(next);
    }
    return present.has(0);
  }

  #closure(from: readonly number[]): Set<number> {
    const seen = new Set<number>();
    const open = [...from];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (seen.has(index)) continue;
      seen.add(index);
      const state = this.#states[index];
      if ('splits' in state) open.push(...state.splits);
    }
    return seen;
  }

  #add(state: State): number {
    if (this.#states.length >= MOST_STATES) {
      throw new Error(
        `Determinizing [${this.#signs.join(
          '',
        )}] would require more than ${MOST_STATES} effort.`,
      );
    }
    return this.#states.push(state) - 1;
  }

  // Each of these reads a piece and gives a function that puts it in front of a state, so that a repeated piece can be
  // put there more than once.

  #alternatives(): (next: number) => number {
    const branches = [this.#sequence()];
    while (this.#take('|')) branches.push(this.#sequence());
    if (branches.length === 1) return branches[0];
    return next => this.#add({ splits: branches.map(make => make(next)) });
  }

  #sequence(): (next: number) => number {
    const parts: ((next: number) => number)[] = [];
    while (this.#at < this.#signs.length && !'|)'.includes(this.#peek())) {
      parts.push(this.#repeated());
    }
    if (parts.length === 0 && this.#at >= this.#signs.length) {
      throw new Error('unexpected end-of-string');
    }
    return next => parts.reduceRight((to, make) => make(to), next);
  }

  #repeated(): (next: number) => number {
    let make = this.#piece();
    for (;;) {
      const one = make;
      if (this.#take('?')) make = this.#times(one, 0, 1);
      else if (this.#take('*')) make = this.#times(one, 0, Infinity);
      else if (this.#take('+')) make = this.#times(one, 1, Infinity);
      else if (this.#take('{')) {
        const [least, most] = this.#bounds();
        make = this.#times(one, least, most);
      } else return make;
    }
  }

  #times(
    make: (next: number) => number,
    least: number,
    most: number,
  ): (next: number) => number {
    return next => {
      // Out of order, it is a range that nothing lies in.
      if (least > most) return this.#add({ takes: () => false, next });
      let to = next;
      if (most === Infinity) {
        const splits = [next];
        to = this.#add({ splits });
        splits.push(make(to));
      } else {
        for (let count = least; count < most; count++) {
          to = this.#add({ splits: [next, make(to)] });
        }
      }
      for (let count = 0; count < least; count++) to = make(to);
      return to;
    };
  }

  #bounds(): [number, number] {
    const least = this.#number();
    const isOpen = this.#take(',');
    const isEndless = isOpen && this.#peek() === '}';
    const given = isOpen && !isEndless ? this.#number() : least;
    const most = isEndless ? Infinity : given;
    if (!this.#take('}')) {
      throw new Error(`expected '}' at position ${this.#at}`);
    }
    if (
      (this.#refusesEmptyRange && least > most) ||
      least > 1000 ||
      (most !== Infinity && most > 1000)
    ) {
      throw new Error(
        `invalid repetition range(out of order): ${least}..${most}`,
      );
    }
    return [least, most];
  }

  #number(): number {
    let digits = '';
    while (/\d/.test(this.#peek())) digits += this.#read();
    if (!digits) throw new Error(`integer expected at position ${this.#at}`);
    return Number(digits);
  }

  #piece(): (next: number) => number {
    const sign = this.#read();
    switch (sign) {
      case '.':
        return this.#one(() => true);
      case '@':
        return this.#times(
          this.#one(() => true),
          0,
          Infinity,
        );
      case '#':
        return this.#one(() => false);
      case '[':
        return this.#one(this.#characterClass());
      case '(': {
        if (this.#take(')')) return next => next;
        const inner = this.#alternatives();
        if (!this.#take(')')) {
          throw new Error(`expected ')' at position ${this.#at}`);
        }
        return inner;
      }
      case '"': {
        const text: string[] = [];
        while (this.#at < this.#signs.length && this.#peek() !== '"') {
          text.push(this.#read());
        }
        if (!this.#take('"')) {
          throw new Error(`expected '"' at position ${this.#at}`);
        }
        const parts = text.map(item => this.#exactly(item));
        return next => parts.reduceRight((to, make) => make(to), next);
      }
      case '~':
      case '&':
      case '<':
        throw new Error(`the operator ${sign} is not played here`);
      case '\\': {
        const escaped = this.#read();
        const shorthand = {
          d: /\d/,
          w: /\w/,
          s: /\s/,
          D: /\D/,
          W: /\W/,
          S: /\S/,
        };
        const known = Object.entries(shorthand).find(
          ([key]) => key === escaped,
        );
        return known
          ? this.#one(item => known[1].test(item))
          : this.#exactly(escaped);
      }
      default:
        return this.#exactly(sign);
    }
  }

  #characterClass(): (sign: string) => boolean {
    const negated = this.#take('^');
    const ranges: [string, string][] = [];
    do {
      const from = this.#classSign();
      const to = this.#take('-') ? this.#classSign() : from;
      ranges.push([from, to]);
    } while (this.#at < this.#signs.length && this.#peek() !== ']');
    if (!this.#take(']')) {
      throw new Error(`expected ']' at position ${this.#at}`);
    }
    const within = (sign: string) =>
      ranges.some(([from, to]) => from <= sign && sign <= to);
    const has = (sign: string) =>
      within(sign) ||
      (this.#ignoreCase &&
        (within(sign.toLowerCase()) || within(sign.toUpperCase())));
    return sign => has(sign) !== negated;
  }

  #classSign(): string {
    const sign = this.#read();
    return sign === '\\' ? this.#read() : sign;
  }

  #exactly(wanted: string): (next: number) => number {
    const lower = wanted.toLowerCase();
    return this.#one(
      this.#ignoreCase
        ? sign => sign.toLowerCase() === lower
        : sign => sign === wanted,
    );
  }

  #one(takes: (sign: string) => boolean): (next: number) => number {
    return next => this.#add({ takes, next });
  }

  #peek(): string {
    return this.#signs[this.#at] ?? '';
  }

  #read(): string {
    const sign = this.#signs.at(this.#at);
    if (sign === undefined || this.#at >= this.#signs.length) {
      throw new Error('unexpected end-of-string');
    }
    this.#at += 1;
    return sign;
  }

  #take(sign: string): boolean {
    if (this.#peek() !== sign) return false;
    this.#at += 1;
    return true;
  }
}
