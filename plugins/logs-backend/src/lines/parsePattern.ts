/** A pattern, taken apart. */
export type PatternNode =
  | { kind: 'char'; test: CharTest }
  | { kind: 'edge'; edge: 'start' | 'end' | 'word' }
  | { kind: 'all'; parts: readonly PatternNode[] }
  | { kind: 'any'; options: readonly PatternNode[] }
  | { kind: 'group'; part: PatternNode; captured: boolean }
  | { kind: 'repeat'; part: PatternNode; least: number; most: number };

/** By the code of a UTF-16 unit. */
export type CharTest = (code: number) => boolean;

const MOST_REPEATS = 100;

const CLASSES: Readonly<Record<string, CharTest>> = {
  d: code => code >= 48 && code <= 57,
  w: isWord,
  s: code =>
    code === 32 || (code >= 9 && code <= 13) || code === 160 || code === 0xfeff,
};
const CONTROLS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
};

export function isWord(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    (code >= 97 && code <= 122)
  );
}

/**
 * Reads the part of regular expressions that can be matched in linear time: characters, `.`, `[…]`, `\d \w \s \b`,
 * `^ $`, `(…)`, `(?:…)`, `|`, and `? * + {n,m}`; `(?i)` in front is for upper and lower case alike. The first `(…)` is
 * what is looked for.
 *
 * @throws SyntaxError that says what cannot be read, and where
 */
export function parsePattern(pattern: string): PatternNode {
  const ignoreCase = pattern.startsWith('(?i)');
  const reader = new Reader(
    ignoreCase ? pattern.slice(4) : pattern,
    ignoreCase,
  );
  return reader.read();
}

class Reader {
  readonly #text: string;
  readonly #ignoreCase: boolean;
  #at = 0;
  #captured = false;

  constructor(text: string, ignoreCase: boolean) {
    this.#text = text;
    this.#ignoreCase = ignoreCase;
  }

  read(): PatternNode {
    const node = this.#options();
    if (this.#at < this.#text.length) this.#fail('has a ) without its (');
    return node;
  }

  #options(): PatternNode {
    const options = [this.#sequence()];
    while (this.#take('|')) options.push(this.#sequence());
    return options.length === 1 ? options[0] : { kind: 'any', options };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.#at < this.#text.length && !/[|)]/.test(this.#peek())) {
      parts.push(this.#repeated());
    }
    return { kind: 'all', parts };
  }

  #repeated(): PatternNode {
    const part = this.#atom();
    const bounds = this.#bounds();
    if (!bounds) return part;
    if (part.kind === 'edge') this.#fail('repeats what has no length');
    if (/[?*+]/.test(this.#peek())) {
      this.#fail('has a lazy, possessive or doubled quantifier');
    }
    return { kind: 'repeat', part, ...bounds };
  }

  #bounds(): { least: number; most: number } | undefined {
    if (this.#take('?')) return { least: 0, most: 1 };
    if (this.#take('*')) return { least: 0, most: Infinity };
    if (this.#take('+')) return { least: 1, most: Infinity };
    const [all, from, comma, to] =
      /^\{(\d{1,4})(?:(,)(\d{0,4}))?\}/.exec(this.#text.slice(this.#at)) ?? [];
    if (all === undefined) return undefined;
    this.#at += all.length;
    const least = Number(from);
    const open = to ? Number(to) : Infinity;
    const most = comma ? open : least;
    const bounded = most === Infinity ? least : most;
    if (least > most || bounded > MOST_REPEATS) {
      this.#fail(`repeats more than ${MOST_REPEATS} times, or backwards`);
    }
    return { least, most };
  }

  #atom(): PatternNode {
    const char = this.#next();
    if (char === '(') return this.#group();
    if (char === '[') return this.#char(this.#set());
    if (char === '.') return this.#char(code => code !== 10);
    if (char === '^') return { kind: 'edge', edge: 'start' };
    if (char === '$') return { kind: 'edge', edge: 'end' };
    if (/[?*+]/.test(char)) this.#fail(`has a ${char} after nothing`);
    if (char !== '\\') return this.#char(only(char));
    if (this.#take('b')) return { kind: 'edge', edge: 'word' };
    return this.#char(this.#escaped());
  }

  #group(): PatternNode {
    let captured = false;
    if (this.#take('?')) {
      if (!this.#take(':')) this.#fail('looks around, or names a group');
    } else {
      captured = !this.#captured;
      this.#captured = true;
    }
    const part = this.#options();
    if (!this.#take(')')) this.#fail('has a ( without its )');
    return { kind: 'group', part, captured };
  }

  #set(): CharTest {
    const negated = this.#take('^');
    const tests: CharTest[] = [];
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      const from = this.#next();
      const test = from === '\\' ? this.#escaped() : only(from);
      const isRange =
        from !== '\\' &&
        this.#peek() === '-' &&
        this.#text[this.#at + 1] !== ']';
      if (!isRange) {
        tests.push(test);
        continue;
      }
      this.#at += 1;
      const to = this.#next();
      if (to === '\\' || to < from) this.#fail('has a range that is none');
      const [low, high] = [from.charCodeAt(0), to.charCodeAt(0)];
      tests.push(code => code >= low && code <= high);
    }
    this.#at += 1;
    const within = this.#folded(code => tests.some(test => test(code)));
    return negated ? code => !within(code) : within;
  }

  #escaped(): CharTest {
    const char = this.#next();
    const known = CLASSES[char.toLowerCase()];
    if (known) return /[a-z]/.test(char) ? known : code => !known(code);
    if (CONTROLS[char]) return only(CONTROLS[char]);
    if (/[a-z0-9]/i.test(char)) this.#fail(`has \\${char}, which is not known`);
    return only(char);
  }

  #char(test: CharTest): PatternNode {
    return { kind: 'char', test: this.#folded(test) };
  }

  #folded(test: CharTest): CharTest {
    if (!this.#ignoreCase) return test;
    return code => {
      const isLetter = isWord(code) && code >= 65 && code !== 95;
      // In ASCII the two cases differ in one bit.
      return test(code) || (isLetter && test(code ^ 32));
    };
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #next(): string {
    const char = this.#text[this.#at];
    if (char === undefined) this.#fail('ends too early');
    this.#at += 1;
    return char;
  }

  #take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at += 1;
    return true;
  }

  #fail(what: string): never {
    throw new SyntaxError(`the pattern ${what} (at ${this.#at})`);
  }
}

function only(char: string): CharTest {
  const wanted = char.charCodeAt(0);
  return code => code === wanted;
}
