import { QueryFault } from '../http';

const FIELD = /^((?:\\.|[^\s+\-!(){}[\]^"~:\\/&|<>]|(?<=\S)[-/&|+<>])+):/;

/** Reads a text of Lucene's language sign by sign, and knows where it is for what it complains about. */
export class QueryScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** What has not been read. */
  get rest(): string {
    return this.#text.slice(this.#at);
  }

  /** What `look` returns; the place is the one of before, unless it is something. */
  attempt<T>(look: () => T | undefined): T | undefined {
    const before = this.#at;
    const found = look();
    if (found === undefined) this.#at = before;
    return found;
  }

  /** A `*` that is a whole value. */
  takesStar(): boolean {
    return this.sees('*') && this.#endsAt(this.#at + 1) && this.takes('*');
  }

  /** Whether a name and a colon come next. */
  get isFieldAhead(): boolean {
    return FIELD.test(this.rest);
  }

  /** What stands before a colon, without its escapes; taken only if there is one. */
  fieldName(): string | undefined {
    const [, name] = this.match(FIELD) ?? [];
    return name?.replace(/\\(.)/g, '$1');
  }

  /** A word up to the next sign of the language; `raw` has its escapes still. */
  term(): { text: string; raw: string; isPattern: boolean } {
    let text = '';
    let raw = '';
    let isPattern = false;
    while (this.#at < this.#text.length) {
      const sign = this.#text[this.#at];
      if (sign === '\\') {
        if (this.#at + 1 >= this.#text.length) throw this.unexpected();
        text += this.#text[this.#at + 1];
        raw += sign + this.#text[this.#at + 1];
        this.#at += 2;
        continue;
      }
      if (/[\s!(){}[\]^"~:]/.test(sign) || (raw === '' && /[+\-/]/.test(sign)))
        break;
      if (sign === '*' || sign === '?') isPattern = true;
      text += sign;
      raw += sign;
      this.#at += 1;
    }
    if (raw === '') throw this.unexpected();
    return { text, raw, isPattern };
  }

  /** What stands between two marks; those of a regular expression keep their escapes. */
  quoted(mark: string): string {
    let text = '';
    for (let index = this.#at + 1; index < this.#text.length; index++) {
      const sign = this.#text[index];
      if (sign === '\\' && index + 1 < this.#text.length) {
        index += 1;
        text += mark === '/' && this.#text[index] !== '/' ? sign : '';
        text += this.#text[index];
      } else if (sign === mark) {
        this.#at = index + 1;
        return text;
      } else text += sign;
    }
    throw this.unexpected();
  }

  /** `^2`, which changes no match. */
  boost(): void {
    this.suffix(/^\^[\d.]{1,8}/);
  }

  /** Takes what the pattern, which begins with `^`, finds here. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    const found = pattern.exec(this.rest);
    if (!found) return undefined;
    this.#at += found[0].length;
    return found;
  }

  /** {@link match}, of which only the first group is wanted. */
  suffix(pattern: RegExp): string | undefined {
    return this.match(pattern)?.[1];
  }

  /** @returns whether there was any */
  space(): boolean {
    const before = this.#at;
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    return this.#at > before;
  }

  sees(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  takes(text: string): boolean {
    if (!this.sees(text)) return false;
    this.#at += text.length;
    return true;
  }

  /** A word that stands alone, or its sign. */
  word(word: string, sign: string): boolean {
    if (this.sees(word) && this.#endsAt(this.#at + word.length)) {
      this.#at += word.length;
      return true;
    }
    return this.takes(sign);
  }

  #endsAt(index: number): boolean {
    return /^[\s()]/.test(this.#text[index] ?? ' ');
  }

  unexpected(): QueryFault {
    const seen = this.#text[this.#at];
    return this.fault(
      `Encountered "${seen === undefined ? '<EOF>' : seen}" at line 1, column ${
        this.#at
      }.`,
    );
  }

  fault(why: string): QueryFault {
    return new QueryFault(
      'query_shard_exception',
      `Failed to parse query [${this.#text}]`,
      {
        type: 'parse_exception',
        reason: `Cannot parse '${this.#text}': ${why}`,
      },
    );
  }
}
