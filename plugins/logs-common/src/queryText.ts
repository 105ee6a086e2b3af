/** Each `prefix*` makes the store look through the words that begin so. */
export const MOST_PREFIXES = 5;
/** Letters before the `*`; with one, nearly every word begins so. */
const SHORTEST_PREFIX = 2;
export const MOST_WORDS = 100;
const MOST_BRACKETS = 20;

/** Phrases in quotes, and what stands between blanks; the quote may be left open. */
const TOKEN = /"(?:[^"\\]|\\.)*(?:"|$)|[^\s"]+/g;

/** What is in none of the quotes. */
function wordsOf(text: string): string[] {
  return (text.match(TOKEN) ?? []).filter(token => !token.startsWith('"'));
}

/**
 * What cannot be searched for, worded for who wrote it. Everything else is either an operator (words that all have to be
 * there, `"phrases"`, `-not`, `a | b`, `(…)`, `prefix*`) or plain text.
 *
 * @returns `undefined` for what can be searched for
 */
export function queryTextIssue(text: string): string | undefined {
  const tokens = text.match(TOKEN) ?? [];
  if (tokens.length > MOST_WORDS) {
    return `has to be at most ${MOST_WORDS} words`;
  }
  // What is escaped is text.
  const words = wordsOf(text).map(word => word.replace(/\\./g, '_'));
  const starred = words.filter(word => word.includes('*'));
  const prefix = new RegExp(
    `^[-+|(]{0,4}[^*\\s()|+-][^*]{${SHORTEST_PREFIX - 1},}\\*[|)]{0,4}$`,
  );
  if (starred.some(word => !prefix.test(word))) {
    return `has a * where it cannot be: only at the end of a word of ${SHORTEST_PREFIX} letters or more, such as "pay*"; a * that is meant itself is put in quotes`;
  }
  if (starred.length > MOST_PREFIXES) {
    return `has to have at most ${MOST_PREFIXES} words with a *`;
  }
  const brackets = words.join('').split('(').length - 1;
  return brackets > MOST_BRACKETS
    ? `has to have at most ${MOST_BRACKETS} brackets`
    : undefined;
}

/** Operators of other query languages, which are plain text here: AND, OR, NOT between words, `word~2`. */
export function foreignOperators(text: string): string[] {
  return wordsOf(text).filter(word =>
    /^(AND|OR|NOT|&&|\|\|)$|^[^~\s]+~\d{0,2}$/.test(word),
  );
}
