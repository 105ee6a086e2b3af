import lunr from 'lunr';
import { indexTerms } from '../bigrams';
import { Segment, segment, textOf } from '../segment';

/**
 * Stands before every CJK term of the index. Lunr tries each word of a query with up to two edits, and two edits make
 * any two characters out of `db`; with these in front they do not.
 */
const CJK_MARK = '\u0001\u0001';

/** What the index holds for a term of CJK characters. */
export function cjkTerm(term: string): string {
  return CJK_MARK + term;
}

/**
 * Lunr's tokenizer, with runs of CJK characters as overlapping pairs. Words carry their place in the text; CJK terms do
 * not, because Lunr's highlighter cannot mark overlapping places.
 */
export function tokenize(value: unknown): lunr.Token[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    return segment(String(value)).flatMap(part =>
      part.cjk ? cjkTokens(part) : [wordToken(part)],
    );
  }
  // Lunr takes an entry of an array as one term, as it stands, and so do we where it has no CJK.
  return value.flatMap(entry => {
    const parts = segment(String(entry ?? ''));
    return parts.some(({ cjk }) => cjk)
      ? parts.flatMap(part =>
          part.cjk ? cjkTokens(part) : [new lunr.Token(textOf(part), {})],
        )
      : lunr.tokenizer([entry]);
  });
}

function cjkTokens(run: Segment): lunr.Token[] {
  return indexTerms(run).map(term => new lunr.Token(cjkTerm(term), {}));
}

function wordToken(word: Segment): lunr.Token {
  const { start } = word.characters[0];
  const { end } = word.characters[word.characters.length - 1];
  return new lunr.Token(textOf(word), { position: [start, end - start] });
}
