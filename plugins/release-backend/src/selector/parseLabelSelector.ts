import { InputError } from '@backstage/errors';
import type { LabelSelector, Requirement } from './LabelSelector';

/** Enough for every real one; longer ones exist only to do harm. */
const MAX_LENGTH = 2000;

const NAME = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const PREFIX =
  /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** Signs and words, in the order in which they have to be tried. */
const TOKEN = /\s*(==|!=|=|!|,|\(|\)|[^\s=!,()]+)/y;

type Tokens = { next(): string | undefined; peek(): string | undefined };

function tokensOf(text: string): Tokens {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (!match) break;
    tokens.push(match[1]);
  }
  let at = 0;
  return { next: () => tokens[at++], peek: () => tokens[at] };
}

function isSign(token: string): boolean {
  return /^[=!,()]/.test(token);
}

function asKey(token: string | undefined): string {
  if (token === undefined || isSign(token)) {
    throw new InputError(
      `A label selector needs the key of a label where it has ${
        token === undefined ? 'its end' : `"${token}"`
      }`,
    );
  }
  const slash = token.indexOf('/');
  const prefix = slash < 0 ? undefined : token.slice(0, slash);
  const validPrefix =
    prefix === undefined || (prefix.length <= 253 && PREFIX.test(prefix));
  if (!validPrefix || !NAME.test(token.slice(slash + 1))) {
    throw new InputError(`"${token}" cannot be the key of a label`);
  }
  return token;
}

/** Whether a label can have the value: as names are, or empty. */
export function isLabelValue(text: string): boolean {
  return text === '' || NAME.test(text);
}

function asValue(token: string): string {
  if (!isLabelValue(token)) {
    throw new InputError(`"${token}" cannot be the value of a label`);
  }
  return token;
}

/** What stands after `=`: a word, or nothing for the empty value. */
function valueFrom(tokens: Tokens): string {
  const token = tokens.peek();
  if (token === undefined || token === ',') return '';
  if (isSign(token)) {
    throw new InputError(`A label selector has "${token}" instead of a value`);
  }
  tokens.next();
  return asValue(token);
}

/** `(a, b, c)`; an empty place stands for the empty value, as it does in Kubernetes. */
function valuesFrom(tokens: Tokens, word: string): string[] {
  if (tokens.next() !== '(') {
    throw new InputError(`A label selector needs "(" after "${word}"`);
  }
  if (tokens.peek() === ')') {
    throw new InputError(`A label selector has no values after "${word}"`);
  }
  const values = new Set<string>();
  let current = '';
  for (;;) {
    const token = tokens.next();
    if (token === ',' || token === ')') {
      values.add(asValue(current));
      current = '';
      if (token === ')') return [...values];
    } else if (token === undefined || isSign(token) || current !== '') {
      throw new InputError(
        `A label selector needs "," or ")" after the values of "${word}"`,
      );
    } else {
      current = token;
    }
  }
}

function requirementFrom(tokens: Tokens): Requirement {
  if (tokens.peek() === '!') {
    tokens.next();
    return { key: asKey(tokens.next()), operator: 'DoesNotExist' };
  }
  const key = asKey(tokens.next());
  const word = tokens.peek();
  if (word === undefined || word === ',') return { key, operator: 'Exists' };
  tokens.next();
  switch (word) {
    case '=':
    case '==':
      return { key, operator: 'In', values: [valueFrom(tokens)] };
    case '!=':
      return { key, operator: 'NotIn', values: [valueFrom(tokens)] };
    case 'in':
      return { key, operator: 'In', values: valuesFrom(tokens, word) };
    case 'notin':
      return { key, operator: 'NotIn', values: valuesFrom(tokens, word) };
    default:
      throw new InputError(
        `A label selector has "${word}" where =, ==, !=, in, notin or "," could stand`,
      );
  }
}

/**
 * Reads a label selector as the API server does: `app=order, role in (release,canary), !legacy`.
 *
 * One thing is stricter: a selector that would match objects of every name (empty, or made of negations only) is
 * refused, because whoever writes an annotation must not get all there is.
 *
 * @throws InputError that says what is wrong with it
 */
export function parseLabelSelector(text: string): LabelSelector {
  if (text.length > MAX_LENGTH) {
    throw new InputError(
      `A label selector may have at most ${MAX_LENGTH} characters`,
    );
  }
  if (text.trim() === '') throw new InputError('A label selector is empty');
  const tokens = tokensOf(text);
  const requirements = [requirementFrom(tokens)];
  for (;;) {
    const token = tokens.next();
    if (token === undefined) break;
    if (token !== ',') {
      throw new InputError(
        `A label selector has "${token}" where "," could stand`,
      );
    }
    requirements.push(requirementFrom(tokens));
  }
  const negations = ['NotIn', 'DoesNotExist'];
  if (requirements.every(({ operator }) => negations.includes(operator))) {
    throw new InputError(
      'A label selector has to say what a label is, not only what it is not',
    );
  }
  return { requirements };
}
