import { ApiError } from '../api-error';

type Labels = Record<string, string> | undefined;

/** Whether an object's labels pass. */
export type LabelFilter = (labels: Labels) => boolean;

const TOKEN = /\s*(==|!=|[=!,()<>]|[^\s=!,()<>]+)/y;
const SPECIAL = /^[=!,()<>]/;
const KEY =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const KEY_RULE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

function tokenize(text: string): string[] {
  return [...text.matchAll(new RegExp(TOKEN, 'gy'))].map(([, token]) => token);
}

function bad(message: string): ApiError {
  return new ApiError('BadRequest', message);
}

function unparsable(found: string | undefined, expected: string): ApiError {
  return bad(
    `unable to parse requirement: found '${
      found ?? ''
    }', expected: ${expected}`,
  );
}

/** One pass over the tokens; `undefined` is the end. */
class Parser {
  readonly #tokens: string[];
  #position = 0;

  constructor(tokens: string[]) {
    this.#tokens = tokens;
  }

  selector(): LabelFilter[] {
    const filters: LabelFilter[] = [];
    while (this.#peek() !== undefined) {
      const first = this.#peek();
      if (first !== '!' && !isWord(first))
        throw bad(
          `found '${first}', expected: !, identifier, or 'end of string'`,
        );
      filters.push(this.#requirement());
      const next = this.#take();
      if (next === undefined) break;
      if (next !== ',')
        throw bad(`found '${next}', expected: ',' or 'end of string'`);
      const following = this.#peek();
      if (following !== '!' && !isWord(following))
        throw bad(`found '${following ?? ''}', expected: identifier after ','`);
    }
    return filters;
  }

  #requirement(): LabelFilter {
    const negated = this.#peek() === '!';
    if (negated) this.#take();
    const key = this.#take();
    if (!isWord(key)) throw unparsable(key, 'identifier');
    if (!KEY.test(key))
      throw bad(
        `unable to parse requirement: <nil>: Invalid value: "${key}": ${KEY_RULE}`,
      );
    const next = this.#peek();
    if (negated) return labels => labels?.[key] === undefined;
    if (next === undefined || next === ',')
      return labels => labels?.[key] !== undefined;
    return this.#comparison(key);
  }

  #comparison(key: string): LabelFilter {
    const operator = this.#take();
    switch (operator) {
      case '=':
      case '==': {
        const value = this.#value(key);
        return labels => labels?.[key] === value;
      }
      case '!=': {
        const value = this.#value(key);
        return labels => labels?.[key] !== value;
      }
      case '<':
      case '>': {
        const limit = Number(this.#value(key));
        const sign = operator === '<' ? -1 : 1;
        return labels =>
          labels?.[key] !== undefined &&
          sign * (Number(labels[key]) - limit) > 0;
      }
      case 'in': {
        const values = this.#values(key);
        return labels => labels?.[key] !== undefined && values.has(labels[key]);
      }
      case 'notin': {
        const values = this.#values(key);
        return labels =>
          labels?.[key] === undefined || !values.has(labels[key]);
      }
      default:
        throw unparsable(operator, 'in, notin, =, ==, !=, gt, lt');
    }
  }

  #value(key: string): string {
    const next = this.#peek();
    if (next === undefined || next === ',') return '';
    this.#take();
    if (!isWord(next)) throw unparsable(next, 'identifier');
    return checkedValue(key, next);
  }

  #values(key: string): Set<string> {
    const open = this.#take();
    if (open !== '(')
      throw bad(
        `unable to parse requirement: found '${open ?? ''}' expected: '('`,
      );
    const values = new Set<string>();
    // Nothing between two commas is the empty value.
    let value = '';
    for (;;) {
      const token = this.#take();
      if (token === ',' || token === ')') {
        values.add(checkedValue(key, value));
        value = '';
        if (token === ')') return values;
      } else if (isWord(token) && value === '') value = token;
      else throw unparsable(token, value ? "',' or ')'" : "',', or identifier");
    }
  }

  #peek(): string | undefined {
    return this.#tokens[this.#position];
  }

  #take(): string | undefined {
    return this.#tokens[this.#position++];
  }
}

function isWord(token: string | undefined): token is string {
  return token !== undefined && !SPECIAL.test(token);
}

function checkedValue(key: string, value: string): string {
  if (VALUE.test(value)) return value;
  throw bad(
    `unable to parse requirement: values[0][${key}]: Invalid value: "${value}": ${VALUE_RULE}`,
  );
}

/**
 * Reads a `labelSelector` such as `app=shop,tier in (web,api),!canary`.
 *
 * @throws ApiError BadRequest, worded as the real parser words it
 */
export function parseLabelSelector(text: string): LabelFilter {
  const filters = new Parser(tokenize(text)).selector();
  return labels => filters.every(filter => filter(labels));
}
