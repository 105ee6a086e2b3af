/** A part of what a person searches for. */
export type SearchTerm = {
  negated: boolean;
  /** How it is joined to what stands before it; the first one's says nothing. */
  joined: 'and' | 'or';
} & (
  | { kind: 'word' | 'phrase' | 'prefix'; value: string }
  | { kind: 'group'; terms: readonly SearchTerm[] }
);

const TOKEN = /"((?:[^"\\]|\\.)*)(?:"|$)|([|+()])|((?:\\.|[^\s"|+()\\]|\\$)+)/g;

interface Token {
  phrase?: string;
  sign?: string;
  word?: string;
}

/**
 * Reads what a person searches for: words that all have to be there, `"phrases"`, `-not`, `a | b`, `(…)` and `prefix*`.
 * Joined from left to right, as `simple_query_string` does. Whatever else stands in it is text.
 */
export function parseSearchText(text: string): SearchTerm[] {
  const tokens = [...text.matchAll(TOKEN)].map(
    ([, phrase, sign, word]): Token => ({ phrase, sign, word }),
  );
  let next = 0;
  return group(0);

  function group(depth: number): SearchTerm[] {
    const terms: SearchTerm[] = [];
    let joined: SearchTerm['joined'] = 'and';
    let negated = false;
    const add = (term: DistributiveOmit<SearchTerm, 'joined' | 'negated'>) => {
      terms.push({ ...term, joined, negated });
      joined = 'and';
      negated = false;
    };
    for (let token = tokens[next++]; token; token = tokens[next++]) {
      if (token.sign === ')') {
        // One that closes nothing means nothing.
        if (depth > 0) return terms;
      } else if (token.sign === '(') {
        const inner = group(depth + 1);
        if (inner.length > 0) add({ kind: 'group', terms: inner });
      } else if (token.sign !== undefined) {
        joined = token.sign === '|' ? 'or' : 'and';
      } else if (token.phrase !== undefined) {
        const value = unescaped(token.phrase);
        if (value.trim() !== '') add({ kind: 'phrase', value });
      } else if (token.word === '-') {
        // It belongs to what follows: `-"a phrase"`, `-(a | b)`.
        negated = true;
      } else {
        negated ||= token.word?.startsWith('-') === true;
        add(readWord((token.word ?? '').replace(/^-/, '')));
      }
    }
    return terms;
  }
}

function readWord(word: string): { kind: 'word' | 'prefix'; value: string } {
  return /^(?:[^*\\]|\\.)+\*$/.test(word)
    ? { kind: 'prefix', value: unescaped(word.slice(0, -1)) }
    : { kind: 'word', value: unescaped(word) };
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

/** `Omit` of each member of a union. */
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown
  ? Omit<T, K>
  : never;
