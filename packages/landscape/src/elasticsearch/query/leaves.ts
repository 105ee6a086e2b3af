import { timeOfId, type Field, type Fields, type FieldValue } from '../fields';
import { QueryFault } from '../http';
import type { Product } from '../products';
import { parseDate } from './dates';
import {
  byLine,
  byWriter,
  atLeast,
  EVERYTHING,
  NOTHING,
  type Matcher,
} from './matcher';
import type { TextTest } from './patterns';
import { tokenize } from './tokens';

/** What queries are understood with. */
export interface QueryContext {
  fields: Fields;
  now: number;
  product: Product;
}

/** Whether the value of a field is so. */
export function valueLeaf(
  field: Field,
  test: (value: string | number) => boolean,
): Matcher {
  const fits = (value: FieldValue) => value !== undefined && test(value);
  return field.origin === 'writer'
    ? byWriter(writer => fits(field.read(writer)))
    : byLine(line => fits(field.read(line)));
}

/** Whether a text has a word that is so; `contained` are letters that such a text must have anywhere. */
function wordLeaf(
  field: Field,
  test: (term: string) => boolean,
  contained?: string,
): Matcher {
  const words = valueLeaf(field, value => {
    const text = String(value);
    // Most texts do not have it, and taking a text apart takes long.
    if (contained && !text.toLowerCase().includes(contained)) return false;
    return tokenize(text).some(({ term }) => test(term));
  });
  return { ...words, highlights: [{ field: field.name, phrase: [test] }] };
}

/** Exactly this value, which is not taken apart; a word in lower case for texts. */
export function termLeaf(
  field: Field | undefined,
  value: unknown,
  context: QueryContext,
  ignoreCase = false,
): Matcher {
  if (!field) return NOTHING;
  const wanted = String(value);
  switch (field.type) {
    case 'text': {
      const lower = wanted.toLowerCase();
      const test = ignoreCase
        ? (term: string) => term === lower
        : (term: string) => term === wanted;
      return wordLeaf(field, test, lower);
    }
    case 'date':
      return spanLeaf(
        field,
        parseDate(value, context),
        parseDate(value, context, true),
      );
    case 'long': {
      const number = numberOf(value);
      return valueLeaf(field, item => item === number);
    }
    case '_id':
      return idsLeaf(field, [wanted]);
    default: {
      const lower = wanted.toLowerCase();
      return valueLeaf(
        field,
        ignoreCase
          ? item => String(item).toLowerCase() === lower
          : item => item === wanted,
      );
    }
  }
}

/** One of many values: a set for the fields that have no words. */
export function termsLeaf(
  field: Field | undefined,
  values: readonly unknown[],
  context: QueryContext,
): Matcher {
  if (field?.type === '_id') return idsLeaf(field, values.map(String));
  if (field?.type !== 'keyword') {
    return atLeast(
      1,
      values.map(value => termLeaf(field, value, context)),
    );
  }
  const wanted = new Set(values.map(String));
  return valueLeaf(field, value => wanted.has(String(value)));
}

export function idsLeaf(field: Field, ids: readonly string[]): Matcher {
  const wanted = new Set(ids);
  const times = ids.flatMap(id => timeOfId(id) ?? []);
  const matcher = valueLeaf(field, value => wanted.has(String(value)));
  return times.length === 0
    ? NOTHING
    : {
        ...matcher,
        span: { from: Math.min(...times), to: Math.max(...times) },
      };
}

/** Words of a text in any order, or the value of another field. */
export function matchLeaf(
  field: Field | undefined,
  value: unknown,
  context: QueryContext,
  least: (words: number) => number = () => 1,
): Matcher {
  if (field?.type !== 'text') return termLeaf(field, value, context);
  const words = tokenize(String(value)).map(({ term }) =>
    termLeaf(field, term, context),
  );
  return words.length === 0 ? NOTHING : atLeast(least(words.length), words);
}

/** Words one after the other. */
export function phraseLeaf(
  field: Field | undefined,
  value: unknown,
  context: QueryContext,
  { slop = 0, lastIsPrefix = false } = {},
): Matcher {
  if (field?.type !== 'text') return termLeaf(field, value, context);
  const terms = tokenize(String(value)).map(({ term }) => term);
  if (terms.length === 0) return NOTHING;
  const phrase = terms.map((wanted, index) =>
    lastIsPrefix && index === terms.length - 1
      ? (term: string) => term.startsWith(wanted)
      : (term: string) => term === wanted,
  );
  const matcher = valueLeaf(field, item => {
    const text = String(item);
    const lower = text.toLowerCase();
    if (!terms.every(term => lower.includes(term))) return false;
    const words = tokenize(text).map(({ term }) => term);
    return words.some((_, start) => follows(words, start, phrase, slop));
  });
  return { ...matcher, highlights: [{ field: field.name, phrase }] };
}

function follows(
  words: readonly string[],
  start: number,
  phrase: readonly ((term: string) => boolean)[],
  slop: number,
): boolean {
  if (!phrase[0](words[start])) return false;
  let at = start;
  let room = slop;
  for (const test of phrase.slice(1)) {
    at += 1;
    while (at < words.length && room > 0 && !test(words[at])) {
      at += 1;
      room -= 1;
    }
    if (at >= words.length || !test(words[at])) return false;
  }
  return true;
}

/** A pattern over whole values, or over the words of a text. */
export function patternLeaf(
  field: Field | undefined,
  kind: string,
  test: TextTest,
): Matcher {
  if (!field) return NOTHING;
  if (field.type === 'text') return wordLeaf(field, test);
  if (field.type === 'date' || field.type === 'long') {
    throw new QueryFault(
      'query_shard_exception',
      `Can only use ${kind} queries on keyword, text and wildcard fields - not on [${field.name}] which is of type [${field.type}]`,
    );
  }
  const known = new Map<string | number, boolean>();
  return valueLeaf(field, value => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const answer = test(String(value));
    // Names repeat themselves; trace ids do not.
    if (known.size < 10_000) known.set(value, answer);
    return answer;
  });
}

/** [from, to] of a date. */
export function spanLeaf(field: Field, from: number, to: number): Matcher {
  const matcher = valueLeaf(
    field,
    value => Number(value) >= from && Number(value) <= to,
  );
  return field.name === '@timestamp'
    ? { ...matcher, span: { from, to } }
    : matcher;
}

export interface RangeBounds {
  gt?: unknown;
  gte?: unknown;
  lt?: unknown;
  lte?: unknown;
  format?: string;
  timeZone?: string;
}

export function rangeLeaf(
  field: Field | undefined,
  bounds: RangeBounds,
  context: QueryContext,
): Matcher {
  if (!field) return NOTHING;
  const { gt, gte, lt, lte, format, timeZone } = bounds;
  const has = (value: unknown) => value !== undefined && value !== null;
  if (field.type === 'date') {
    const read = (value: unknown, roundUp: boolean) =>
      parseDate(value, { now: context.now, format, timeZone }, roundUp);
    let from = -Infinity;
    if (has(gte)) from = read(gte, false);
    else if (has(gt)) from = read(gt, true) + 1;
    let to = Infinity;
    if (has(lte)) to = read(lte, true);
    else if (has(lt)) to = read(lt, false) - 1;
    return from > to ? NOTHING : spanLeaf(field, from, to);
  }
  const read = (value: unknown) =>
    field.type === 'long' ? numberOf(value) : String(value);
  const tests: ((value: string | number) => boolean)[] = [];
  const add = (
    bound: unknown,
    test: (a: string | number, b: string | number) => boolean,
  ) => {
    if (!has(bound)) return;
    const limit = read(bound);
    tests.push(value => test(value, limit));
  };
  add(gt, (a, b) => a > b);
  add(gte, (a, b) => a >= b);
  add(lt, (a, b) => a < b);
  add(lte, (a, b) => a <= b);
  return valueLeaf(field, value => tests.every(test => test(value)));
}

/** By the name of a field or of an object that has fields. */
export function existsLeaf(name: string, { fields }: QueryContext): Matcher {
  if (name === '_id' || name === '_index') return EVERYTHING;
  const found = fields
    .all()
    .filter(field => field.name === name || field.name.startsWith(`${name}.`));
  return atLeast(
    1,
    found.map(field => valueLeaf(field, () => true)),
  );
}

function numberOf(value: unknown): number {
  const number =
    typeof value === 'number' ? value : Number(String(value).trim() || NaN);
  if (!Number.isNaN(number)) return number;
  throw new QueryFault(
    'query_shard_exception',
    `failed to create query: For input string: "${value}"`,
  );
}
