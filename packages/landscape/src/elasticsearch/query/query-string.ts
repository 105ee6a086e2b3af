import type { Field } from '../fields';
import { parsing, QueryFault } from '../http';
import type { JsonObject } from '../json';
import { isNear, usualDistance } from './distance';
import {
  existsLeaf,
  matchLeaf,
  patternLeaf,
  phraseLeaf,
  rangeLeaf,
  type QueryContext,
  type RangeBounds,
} from './leaves';
import {
  all,
  atLeast,
  EVERYTHING,
  not,
  NOTHING,
  type Matcher,
} from './matcher';
import { options } from './options';
import { wildcard } from './patterns';
import { luceneRegexp } from './regexp';
import { anyField, textFields } from './text-fields';

const KNOWN = [
  'query',
  'default_field',
  'fields',
  'default_operator',
  'allow_leading_wildcard',
  'analyze_wildcard',
  'analyzer',
  'lenient',
  'time_zone',
  'minimum_should_match',
  'type',
  'quote_analyzer',
  'quote_field_suffix',
  'escape',
  'max_determinized_states',
  'phrase_slop',
  'fuzziness',
  'enable_position_increments',
  'rewrite',
  'tie_breaker',
];

/**
 * Lucene's own language: `level:ERROR AND (timeout OR "connection reset") -probe`.
 *
 * @throws QueryFault where the text is not in that language
 */
export function queryString(body: JsonObject, context: QueryContext): Matcher {
  const given = options('query_string', body, KNOWN, name =>
    parsing(`[query_string] query does not support [${name}]`),
  );
  if (typeof given.query !== 'string') {
    throw parsing('[query_string] must be provided with a [query]');
  }
  const { chosen, isAll } = textFields(given, context);
  return new Parser(given.query, context, {
    fields: chosen,
    lenient: given.lenient === true || isAll,
    isAnd: String(given.default_operator ?? 'or').toLowerCase() === 'and',
    leadingWildcard: given.allow_leading_wildcard !== false,
    timeZone: typeof given.time_zone === 'string' ? given.time_zone : undefined,
  }).parse();
}

interface Settings {
  fields: readonly Field[];
  lenient: boolean;
  isAnd: boolean;
  leadingWildcard: boolean;
  timeZone?: string;
}

interface Clause {
  occurs: 'must' | 'should' | 'not';
  matcher: Matcher;
}

const DEEPEST = 30;

class Parser {
  readonly #text: string;
  readonly #context: QueryContext;
  readonly #settings: Settings;
  #at = 0;
  #depth = 0;

  constructor(text: string, context: QueryContext, settings: Settings) {
    this.#text = text;
    this.#context = context;
    this.#settings = settings;
  }

  parse(): Matcher {
    this.#space();
    if (this.#at >= this.#text.length) return NOTHING;
    const found = this.#query(this.#settings.fields);
    if (this.#at < this.#text.length) throw this.#unexpected();
    return found;
  }

  #query(fields: readonly Field[]): Matcher {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw this.#fault('too deeply nested');
    const { isAnd } = this.#settings;
    const clauses: Clause[] = [];
    let isFirst = true;
    for (;;) {
      this.#space();
      if (this.#at >= this.#text.length || this.#sees(')')) break;
      const conjunction = this.#conjunction();
      if (conjunction && isFirst) throw this.#unexpected();
      this.#space();
      const modifier = this.#modifier();
      this.#space();
      if (this.#at >= this.#text.length || this.#sees(')')) {
        throw this.#unexpected();
      }
      const matcher = this.#clause(fields, !conjunction && !modifier);
      const last = clauses.at(-1);
      if (last && last.occurs !== 'not') {
        if (conjunction === 'and') last.occurs = 'must';
        else if (isAnd && conjunction === 'or') last.occurs = 'should';
      }
      const required = isAnd
        ? conjunction !== 'or'
        : modifier === 'must' || conjunction === 'and';
      const wanted = required ? 'must' : 'should';
      clauses.push({ matcher, occurs: modifier === 'not' ? 'not' : wanted });
      isFirst = false;
    }
    if (isFirst) throw this.#unexpected();
    this.#depth -= 1;
    return combine(clauses);
  }

  #conjunction(): 'and' | 'or' | undefined {
    if (this.#word('AND', '&&')) return 'and';
    return this.#word('OR', '||') ? 'or' : undefined;
  }

  #modifier(): 'must' | 'not' | undefined {
    if (this.#word('NOT', '!') || this.#takes('-')) return 'not';
    return this.#takes('+') ? 'must' : undefined;
  }

  #clause(fields: readonly Field[], standsFree: boolean): Matcher {
    if (this.#takes('(')) {
      const inner = this.#query(fields);
      if (!this.#takes(')')) throw this.#unexpected();
      this.#boost();
      return inner;
    }
    const name = this.#fieldName();
    if (name === undefined) return this.#value(fields, false, standsFree);
    this.#space();
    if (name === '_exists_')
      return existsLeaf(this.#term().text, this.#context);
    if (name === '*' && this.#takes('*')) return EVERYTHING;
    const { fields: known } = this.#context;
    const chosen = known.matching(name);
    if (this.#takes('(')) {
      const inner = this.#query(chosen);
      if (!this.#takes(')')) throw this.#unexpected();
      this.#boost();
      return inner;
    }
    if (this.#text[this.#at] === '*' && this.#endsAt(this.#at + 1)) {
      this.#at += 1;
      return existsLeaf(name, this.#context);
    }
    return this.#value(chosen, true, false);
  }

  #value(
    fields: readonly Field[],
    isNamed: boolean,
    standsFree: boolean,
  ): Matcher {
    const any = (make: (field: Field) => Matcher) =>
      anyField(fields, this.#settings.lenient, make);
    const sign = this.#text[this.#at];
    if (sign === '"') {
      const words = this.#quoted('"');
      const slop = Number(this.#suffix(/^~(\d{1,3})/) ?? 0);
      this.#boost();
      return any(field => phraseLeaf(field, words, this.#context, { slop }));
    }
    if (sign === '/') {
      const source = this.#quoted('/');
      const test = this.#regexp(source);
      return any(field => patternLeaf(field, 'regexp', test));
    }
    if (sign === '[' || sign === '{') {
      const bounds = this.#bounds();
      return any(field => rangeLeaf(field, bounds, this.#context));
    }
    const comparison = this.#suffix(/^([<>]=?)/);
    if (comparison) {
      this.#space();
      const limit = sign === '"' ? this.#quoted('"') : this.#term().text;
      const key = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' }[
        comparison
      ];
      const bounds = {
        [key ?? 'gt']: limit,
        timeZone: this.#settings.timeZone,
      };
      return any(field => rangeLeaf(field, bounds, this.#context));
    }
    return this.#words(any, isNamed, standsFree);
  }

  #words(
    any: (make: (field: Field) => Matcher) => Matcher,
    isNamed: boolean,
    standsFree: boolean,
  ): Matcher {
    const first = this.#term();
    const distance = this.#suffix(/^~([\d.]{0,4})/);
    if (distance !== undefined) {
      this.#boost();
      const lower = first.text.toLowerCase();
      const most = distance
        ? Math.min(2, Math.floor(Number(distance)))
        : usualDistance(lower);
      return any(field =>
        patternLeaf(field, 'fuzzy', text =>
          isNear(field.type === 'text' ? lower : first.text, text, most),
        ),
      );
    }
    if (first.isPattern) {
      this.#boost();
      if (first.raw === '*' && !isNamed) return EVERYTHING;
      if (/^[*?]/.test(first.raw) && !this.#settings.leadingWildcard) {
        throw this.#fault(
          "'*' or '?' not allowed as first character in WildcardQuery",
        );
      }
      return any(field =>
        patternLeaf(
          field,
          'wildcard',
          wildcard(field.type === 'text' ? first.raw.toLowerCase() : first.raw),
        ),
      );
    }
    this.#boost();
    let text = first.text;
    // Bare words side by side are looked up together, as the analyser of each field takes them apart.
    let next = standsFree ? this.#bareWord() : undefined;
    while (next !== undefined) {
      text += ` ${next}`;
      next = this.#bareWord();
    }
    const { isAnd } = this.#settings;
    return any(field =>
      matchLeaf(field, text, this.#context, words => (isAnd ? words : 1)),
    );
  }

  /** The next word, if nothing but a space stands before it and it is nothing else than a word. */
  #bareWord(): string | undefined {
    const before = this.#at;
    this.#space();
    const rest = this.#text.slice(this.#at);
    const isBare =
      this.#at > before &&
      rest !== '' &&
      !/^(?:(?:AND|OR|NOT)\b|&&|\|\||[+\-!()[\]{}"/<>:^~])/.test(rest) &&
      !this.#aheadIsField();
    if (isBare) {
      const { text, isPattern } = this.#term();
      if (!isPattern && !/^[~^]/.test(this.#text.slice(this.#at))) return text;
    }
    this.#at = before;
    return undefined;
  }

  #aheadIsField(): boolean {
    const before = this.#at;
    const isField = this.#fieldName() !== undefined;
    this.#at = before;
    return isField;
  }

  #fieldName(): string | undefined {
    const [all_, name] =
      /^((?:\\.|[^\s+\-!(){}[\]^"~:\\/&|<>]|(?<=\S)[-/&|+<>])+):/.exec(
        this.#text.slice(this.#at),
      ) ?? [];
    if (all_ === undefined || name === undefined) return undefined;
    this.#at += all_.length;
    return name.replace(/\\(.)/g, '$1');
  }

  #term(): { text: string; raw: string; isPattern: boolean } {
    let text = '';
    let raw = '';
    let isPattern = false;
    while (this.#at < this.#text.length) {
      const sign = this.#text[this.#at];
      if (sign === '\\') {
        if (this.#at + 1 >= this.#text.length) throw this.#unexpected();
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
    if (raw === '') throw this.#unexpected();
    return { text, raw, isPattern };
  }

  #quoted(mark: string): string {
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
    throw this.#unexpected();
  }

  #bounds(): RangeBounds {
    const [whole, open, low, high, close] =
      /^([[{])\s*("[^"]*"|[^\s\]}]+)\s+TO\s+("[^"]*"|[^\s\]}]+)\s*([\]}])/.exec(
        this.#text.slice(this.#at),
      ) ?? [];
    if (!whole) throw this.#unexpected();
    this.#at += whole.length;
    this.#boost();
    const read = (text: string) =>
      text === '*'
        ? undefined
        : text.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1');
    return {
      [open === '[' ? 'gte' : 'gt']: read(low),
      [close === ']' ? 'lte' : 'lt']: read(high),
      timeZone: this.#settings.timeZone,
    };
  }

  #regexp(source: string) {
    try {
      return luceneRegexp(source);
    } catch (error) {
      throw this.#fault(error instanceof Error ? error.message : String(error));
    }
  }

  #boost(): void {
    this.#suffix(/^\^[\d.]{1,8}/);
  }

  #suffix(pattern: RegExp): string | undefined {
    const found = pattern.exec(this.#text.slice(this.#at));
    if (!found) return undefined;
    this.#at += found[0].length;
    return found[1];
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #sees(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  #takes(text: string): boolean {
    if (!this.#sees(text)) return false;
    this.#at += text.length;
    return true;
  }

  /** A word that stands alone, or its sign. */
  #word(word: string, sign: string): boolean {
    if (this.#sees(word) && this.#endsAt(this.#at + word.length)) {
      this.#at += word.length;
      return true;
    }
    return this.#takes(sign);
  }

  #endsAt(index: number): boolean {
    return /^[\s()]/.test(this.#text[index] ?? ' ');
  }

  #unexpected(): QueryFault {
    const seen = this.#text[this.#at];
    return this.#fault(
      `Encountered "${seen === undefined ? '<EOF>' : seen}" at line 1, column ${
        this.#at
      }.`,
    );
  }

  #fault(why: string): QueryFault {
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

function combine(clauses: readonly Clause[]): Matcher {
  const of = (occurs: Clause['occurs']) =>
    clauses.filter(item => item.occurs === occurs).map(item => item.matcher);
  const must = of('must');
  const should = of('should');
  return all([
    ...must,
    ...of('not').map(not),
    ...(should.length > 0 ? [atLeast(must.length === 0 ? 1 : 0, should)] : []),
  ]);
}
