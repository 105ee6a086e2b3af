/** A value as rison has them: JSON's, in a notation that stands well in an address. */
export type RisonValue =
  | null
  | boolean
  | number
  | string
  | RisonValue[]
  | { [name: string]: RisonValue };

const LONGEST = 100_000;
const DEEPEST = 50;

/**
 * Reads rison: `(a:!t,b:!('x y',1))`.
 *
 * @throws SyntaxError saying where it ends to be rison
 */
export function parseRison(text: string): RisonValue {
  if (text.length > LONGEST) throw new SyntaxError('this rison is too long');
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

// A word has none of these in it.
const WORD = /[^\s'!:(),*@$]+|[$@*]/y;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e-?\d+)?$/;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  end(): void {
    if (this.#at < this.#text.length) throw this.#unexpected();
  }

  value(depth: number): RisonValue {
    if (depth > DEEPEST) throw new SyntaxError('this rison is too deep');
    if (this.#takes('!')) return this.#marked(depth);
    if (this.#takes('(')) return this.#object(depth);
    if (this.#takes("'")) return this.#string();
    const word = this.#word();
    return NUMBER.test(word) ? Number(word) : word;
  }

  #marked(depth: number): RisonValue {
    if (this.#takes('t')) return true;
    if (this.#takes('f')) return false;
    if (this.#takes('n')) return null;
    if (!this.#takes('(')) throw this.#unexpected();
    const items: RisonValue[] = [];
    while (!this.#takes(')')) {
      if (items.length > 0 && !this.#takes(',')) throw this.#unexpected();
      items.push(this.value(depth + 1));
    }
    return items;
  }

  #object(depth: number): RisonValue {
    const entries: [string, RisonValue][] = [];
    while (!this.#takes(')')) {
      if (entries.length > 0 && !this.#takes(',')) throw this.#unexpected();
      const name = this.#takes("'") ? this.#string() : this.#word();
      if (!this.#takes(':')) throw this.#unexpected();
      entries.push([name, this.value(depth + 1)]);
    }
    // A name such as __proto__ is a name like others.
    return Object.fromEntries(entries);
  }

  #string(): string {
    let text = '';
    for (;;) {
      const sign = this.#text[this.#at];
      if (sign === undefined) throw this.#unexpected();
      this.#at += 1;
      if (sign === "'") return text;
      if (sign !== '!') text += sign;
      else if (this.#takes('!')) text += '!';
      else if (this.#takes("'")) text += "'";
      else throw this.#unexpected();
    }
  }

  #word(): string {
    let word = '';
    for (;;) {
      WORD.lastIndex = this.#at;
      const [part] = WORD.exec(this.#text) ?? [];
      if (part === undefined) break;
      word += part;
      this.#at += part.length;
    }
    if (!word) throw this.#unexpected();
    return word;
  }

  #takes(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #unexpected(): SyntaxError {
    const seen = this.#text[this.#at];
    return new SyntaxError(
      seen === undefined
        ? 'this rison ends too early'
        : `"${seen}" at ${this.#at} is no rison`,
    );
  }
}
