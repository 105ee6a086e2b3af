import { QueryFault, StoreError, parsing } from '../http';
import { booleanOf, isObject, objectOf, type JsonObject } from '../json';
import { NOTHING, type Matcher } from './matcher';
import { options } from './options';

/** The one field that a query is about, with its value in short or in full. */
export function fieldBody(
  query: string,
  body: unknown,
  key: string,
  known: readonly string[],
) {
  const { boost: _boost, _name, ...rest } = objectOf(body, query);
  const [entry, other] = Object.entries(rest);
  if (!entry)
    throw new StoreError(
      'illegal_argument_exception',
      'field name is null or empty',
    );
  if (other)
    throw parsing(
      `[${query}] query doesn't support multiple fields, found [${entry[0]}] and [${other[0]}]`,
    );
  const [name, given] = entry;
  if (Array.isArray(given))
    throw parsing(`[${query}] query does not support array of values`);
  if (!isObject(given)) return { name, value: given, more: {} as JsonObject };
  const { [key]: value, ...more } = options(
    query,
    given,
    [key, ...known],
    field => parsing(`[${query}] query does not support [${field}]`),
  );
  if (value === undefined && !('wildcard' in more)) {
    throw new StoreError(
      'illegal_argument_exception',
      key === 'query'
        ? `[${query}] requires query value`
        : 'value cannot be null',
    );
  }
  return { name, value, more: more as JsonObject };
}

/** `2`, `-1`, `75%`, `-25%`. */
export function leastOf(value: unknown): ((of: number) => number) | undefined {
  if (value === undefined || value === null) return undefined;
  const [, sign, digits, percent] =
    /^(-?)(\d{1,4})(%?)$/.exec(String(value)) ?? [];
  if (!digits)
    throw new StoreError(
      'number_format_exception',
      `For input string: "${value}"`,
    );
  return of => {
    const amount = percent
      ? Math.floor((of * Number(digits)) / 100)
      : Number(digits);
    return Math.max(0, sign ? of - amount : amount);
  };
}

/** Where somebody asks for it, a value that does not fit the field finds nothing, and is no failure. */
export function leniently(lenient: unknown, make: () => Matcher): Matcher {
  if (lenient === undefined || !booleanOf(lenient, 'lenient')) return make();
  try {
    return make();
  } catch (error) {
    if (error instanceof QueryFault) return NOTHING;
    throw error;
  }
}
