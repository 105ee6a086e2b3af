import type { Field } from '../fields';
import { parsing } from '../http';
import type { JsonObject } from '../json';
import { options } from './options';
import { isNear, usualDistance } from './distance';
import {
  matchLeaf,
  patternLeaf,
  phraseLeaf,
  type QueryContext,
} from './leaves';
import {
  all,
  atLeast,
  EVERYTHING,
  not,
  NOTHING,
  type Matcher,
} from './matcher';
import { anyField, textFields } from './text-fields';

const KNOWN = [
  'query',
  'fields',
  'default_operator',
  'flags',
  'lenient',
  'analyzer',
  'analyze_wildcard',
  'minimum_should_match',
  'quote_field_suffix',
  'auto_generate_synonyms_phrase_query',
  'fuzzy_prefix_length',
  'fuzzy_max_expansions',
  'fuzzy_transpositions',
];

type Operator = 'and' | 'or';

/** A person's words with `+ | - " * ( ) ~`: whatever they are, they mean something, and nothing is an error. */
export function simpleQueryString(
  body: JsonObject,
  context: QueryContext,
): Matcher {
  const given = options('simple_query_string', body, KNOWN, name =>
    parsing(`[simple_query_string] unsupported field [${name}]`),
  );
  if (typeof given.query !== 'string') {
    throw parsing('[simple_query_string] query text missing');
  }
  const { chosen, isAll } = textFields(given, context);
  const operator =
    String(given.default_operator ?? 'or').toLowerCase() === 'and'
      ? 'and'
      : 'or';
  const lenient = given.lenient === true || isAll;
  return new Reader(given.query, chosen, operator, lenient, context).read();
}

class Reader {
  readonly #text: string;
  readonly #fields: readonly Field[];
  readonly #operator: Operator;
  readonly #lenient: boolean;
  readonly #context: QueryContext;
  #at = 0;

  constructor(
    text: string,
    fields: readonly Field[],
    operator: Operator,
    lenient: boolean,
    context: QueryContext,
  ) {
    this.#text = text;
    this.#fields = fields;
    this.#operator = operator;
    this.#lenient = lenient;
    this.#context = context;
  }

  read(): Matcher {
    return this.#group(this.#text.length, 0) ?? NOTHING;
  }

  #group(end: number, depth: number): Matcher | undefined {
    let found: Matcher | undefined;
    let operator: Operator | undefined;
    let negations = 0;
    const add = (branch: Matcher | undefined) => {
      if (branch) {
        const one = negations % 2 === 1 ? not(branch) : branch;
        found =
          found === undefined
            ? one
            : combine(operator ?? this.#operator, found, one);
        operator = undefined;
      }
      negations = 0;
    };
    while (this.#at < end) {
      const sign = this.#text[this.#at];
      if (/\s/.test(sign)) {
        // A minus with nothing behind it means nothing.
        negations = 0;
        this.#at += 1;
      } else if (sign === '|' || sign === '+') {
        if (found && operator === undefined) {
          operator = sign === '|' ? 'or' : 'and';
        }
        this.#at += 1;
      } else if (sign === '-') {
        negations += 1;
        this.#at += 1;
      } else if (sign === '(') {
        const close = this.#closing(end);
        this.#at += 1;
        if (close === undefined || depth > 20) continue;
        add(this.#group(close, depth + 1));
        this.#at = close + 1;
      } else if (sign === ')') {
        this.#at += 1;
      } else if (sign === '"') {
        add(this.#phrase(end));
      } else {
        add(this.#word(end));
      }
    }
    return found;
  }

  /** Where the parenthesis that opens here closes. */
  #closing(end: number): number | undefined {
    let open = 0;
    for (let index = this.#at; index < end; index++) {
      const sign = this.#text[index];
      if (sign === '\\') index += 1;
      else if (sign === '(') open += 1;
      else if (sign === ')') {
        open -= 1;
        if (open === 0) return index;
      }
    }
    return undefined;
  }

  #phrase(end: number): Matcher | undefined {
    let words = '';
    for (let index = this.#at + 1; index < end; index++) {
      const sign = this.#text[index];
      if (sign === '\\' && index + 1 < end) {
        index += 1;
        words += this.#text[index];
      } else if (sign === '"') {
        this.#at = index + 1;
        return this.#phraseOf(words, this.#distance(end));
      } else words += sign;
    }
    // Without its end it is no phrase: the quotation mark alone is passed over.
    this.#at += 1;
    return undefined;
  }

  #phraseOf(words: string, slop: number = 0): Matcher | undefined {
    if (!words.trim()) return undefined;
    return this.#any(field =>
      phraseLeaf(field, words, this.#context, { slop }),
    );
  }

  #word(end: number): Matcher | undefined {
    let word = '';
    let isPrefix = false;
    let distance: number | undefined;
    while (this.#at < end) {
      const sign = this.#text[this.#at];
      if (sign === '\\' && this.#at + 1 < end) {
        word += this.#text[this.#at + 1];
        this.#at += 2;
        isPrefix = false;
        continue;
      }
      if (/[\s"|+()]/.test(sign)) break;
      if (sign === '~' && word) {
        const before = this.#at;
        const given = this.#distance(end);
        if (given !== undefined && this.#isOver(end)) {
          distance = given;
          break;
        }
        this.#at = before;
      }
      word += sign;
      isPrefix = sign === '*';
      this.#at += 1;
    }
    if (!word) return undefined;
    if (distance !== undefined) return this.#fuzzy(word, distance);
    if (isPrefix && word.length > 1) return this.#prefix(word.slice(0, -1));
    // A star means everything only where nothing else stands.
    if (word === '*') {
      return this.#text.trim() === '*' ? EVERYTHING : undefined;
    }
    return this.#any(field =>
      matchLeaf(field, word, this.#context, words =>
        this.#operator === 'and' ? words : 1,
      ),
    );
  }

  #isOver(end: number): boolean {
    return this.#at >= end || /[\s"|+()]/.test(this.#text[this.#at]);
  }

  /** `~2`; a tilde alone is told by -1. */
  #distance(end: number): number | undefined {
    if (this.#at >= end || this.#text[this.#at] !== '~') return undefined;
    const [all_, digits] =
      /^~(\d{0,3})/.exec(this.#text.slice(this.#at, end)) ?? [];
    this.#at += all_?.length ?? 1;
    return digits ? Number(digits) : -1;
  }

  #fuzzy(word: string, distance: number): Matcher {
    const lower = word.toLowerCase();
    const most = distance < 0 ? usualDistance(lower) : Math.min(2, distance);
    return this.#any(field =>
      patternLeaf(field, 'fuzzy', text =>
        isNear(field.type === 'text' ? lower : word, text, most),
      ),
    );
  }

  #prefix(start: string): Matcher {
    const lower = start.toLowerCase();
    return this.#any(field => {
      const wanted = field.type === 'text' ? lower : start;
      return patternLeaf(field, 'prefix', text => text.startsWith(wanted));
    });
  }

  #any(make: (field: Field) => Matcher): Matcher {
    return anyField(this.#fields, this.#lenient, make);
  }
}

function combine(operator: Operator, a: Matcher, b: Matcher): Matcher {
  return operator === 'and' ? all([a, b]) : atLeast(1, [a, b]);
}
