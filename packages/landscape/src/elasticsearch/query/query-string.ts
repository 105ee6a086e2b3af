import type { Field } from '../fields';
import { parsing } from '../http';
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
import { QueryScanner } from './query-scanner';
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
/** `[200 TO 299}` */
const RANGE =
  /^([[{])\s*("[^"]*"|[^\s\]}]+)\s+TO\s+("[^"]*"|[^\s\]}]+)\s*([\]}])/;

class Parser {
  readonly #scan: QueryScanner;
  readonly #context: QueryContext;
  readonly #settings: Settings;
  #depth = 0;

  constructor(text: string, context: QueryContext, settings: Settings) {
    this.#scan = new QueryScanner(text);
    this.#context = context;
    this.#settings = settings;
  }

  parse(): Matcher {
    this.#scan.space();
    if (this.#scan.isAtEnd) return NOTHING;
    const found = this.#query(this.#settings.fields);
    if (!this.#scan.isAtEnd) throw this.#scan.unexpected();
    return found;
  }

  #query(fields: readonly Field[]): Matcher {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw this.#scan.fault('too deeply nested');
    const { isAnd } = this.#settings;
    const clauses: Clause[] = [];
    let isFirst = true;
    for (;;) {
      this.#scan.space();
      if (this.#scan.isAtEnd || this.#scan.sees(')')) break;
      const conjunction = this.#conjunction();
      if (conjunction && isFirst) throw this.#scan.unexpected();
      this.#scan.space();
      const modifier = this.#modifier();
      this.#scan.space();
      if (this.#scan.isAtEnd || this.#scan.sees(')')) {
        throw this.#scan.unexpected();
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
    if (isFirst) throw this.#scan.unexpected();
    this.#depth -= 1;
    return combine(clauses);
  }

  #conjunction(): 'and' | 'or' | undefined {
    if (this.#scan.word('AND', '&&')) return 'and';
    return this.#scan.word('OR', '||') ? 'or' : undefined;
  }

  #modifier(): 'must' | 'not' | undefined {
    if (this.#scan.word('NOT', '!') || this.#scan.takes('-')) return 'not';
    return this.#scan.takes('+') ? 'must' : undefined;
  }

  #clause(fields: readonly Field[], standsFree: boolean): Matcher {
    if (this.#scan.takes('(')) {
      const inner = this.#query(fields);
      if (!this.#scan.takes(')')) throw this.#scan.unexpected();
      this.#scan.boost();
      return inner;
    }
    const name = this.#scan.fieldName();
    if (name === undefined) return this.#value(fields, false, standsFree);
    this.#scan.space();
    if (name === '_exists_')
      return existsLeaf(this.#scan.term().text, this.#context);
    if (name === '*' && this.#scan.takes('*')) return EVERYTHING;
    const { fields: known } = this.#context;
    const chosen = known.matching(name);
    if (this.#scan.takes('(')) {
      const inner = this.#query(chosen);
      if (!this.#scan.takes(')')) throw this.#scan.unexpected();
      this.#scan.boost();
      return inner;
    }
    if (this.#scan.takesStar()) {
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
    const [sign] = this.#scan.rest;
    if (sign === '"') {
      const words = this.#scan.quoted('"');
      const slop = Number(this.#scan.suffix(/^~(\d{1,3})/) ?? 0);
      this.#scan.boost();
      return any(field => phraseLeaf(field, words, this.#context, { slop }));
    }
    if (sign === '/') {
      const source = this.#scan.quoted('/');
      const test = this.#regexp(source);
      return any(field => patternLeaf(field, 'regexp', test));
    }
    if (sign === '[' || sign === '{') {
      const bounds = this.#bounds();
      return any(field => rangeLeaf(field, bounds, this.#context));
    }
    const comparison = this.#scan.suffix(/^([<>]=?)/);
    if (comparison) {
      this.#scan.space();
      const limit = this.#scan.sees('"')
        ? this.#scan.quoted('"')
        : this.#scan.term().text;
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
    const first = this.#scan.term();
    const distance = this.#scan.suffix(/^~([\d.]{0,4})/);
    if (distance !== undefined) {
      this.#scan.boost();
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
      this.#scan.boost();
      if (first.raw === '*' && !isNamed) return EVERYTHING;
      if (/^[*?]/.test(first.raw) && !this.#settings.leadingWildcard) {
        throw this.#scan.fault(
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
    this.#scan.boost();
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
    return this.#scan.attempt(() => {
      const isApart = this.#scan.space();
      const { rest } = this.#scan;
      const isBare =
        isApart &&
        rest !== '' &&
        !/^(?:(?:AND|OR|NOT)\b|&&|\|\||[+\-!()[\]{}"/<>:^~])/.test(rest) &&
        !this.#scan.isFieldAhead;
      if (!isBare) return undefined;
      const { text, isPattern } = this.#scan.term();
      const isMore = isPattern || /^[~^]/.test(this.#scan.rest);
      return isMore ? undefined : text;
    });
  }

  #bounds(): RangeBounds {
    const [, open, low, high, close] = this.#scan.match(RANGE) ?? [];
    if (!open) throw this.#scan.unexpected();
    this.#scan.boost();
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
      throw this.#scan.fault(
        error instanceof Error ? error.message : String(error),
      );
    }
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
