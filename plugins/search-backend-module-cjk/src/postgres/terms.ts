import { IndexableDocument } from '@backstage/plugin-search-common';
import { indexTerms, queryTerms } from '../bigrams';
import { Segment, segment, textOf } from '../segment';

/** The field that is added to a document in the index, and taken away again from what is found. */
export const TERMS_FIELD = 'cjkTerms';

// Postgres weighs title : text : any other field as 1 : 0.4 : 0.2, and adds up what it finds. The terms stand in one
// other field, so what the title says is written there that much more often.
const TITLE_WEIGHT = 5;

// A tsvector holds at most 1 MiB, of which this is less than 0.6, and a document that exceeds it would fail its type.
const MAX_TERMS = 40_000;

// In a database with the locale C, Postgres takes everything beyond ASCII for a letter.
const FOREIGN_PUNCTUATION = /[^\p{L}\p{N}\p{M}\p{ASCII}]+/gu;

/**
 * What Postgres' own parser does not find in a document, as words that it does: runs of CJK characters in overlapping
 * pairs, words of other scripts that touch them, and words written in full width. Empty for most English documents.
 */
export function documentTerms(document: IndexableDocument): string {
  const { title, location, authorization, ...fields } = document;
  const titleTerms = textTerms(title);
  const terms = [
    ...Array(TITLE_WEIGHT).fill(titleTerms).flat(),
    ...Object.values(fields).flat().flatMap(textTerms),
  ];
  return terms.slice(0, MAX_TERMS).join(' ');
}

/** A query for the stock engine, in which each run of CJK characters is written as the pairs that have to be there. */
export function expandQuery(term: string): string {
  const text = term.normalize('NFKC');
  let expanded = '';
  let position = 0;
  for (const { cjk, characters } of segment(text)) {
    if (!cjk) continue;
    const { start } = characters[0];
    const { end } = characters[characters.length - 1];
    const { terms } = queryTerms({ cjk, characters });
    expanded += `${text.slice(position, start)} ${terms.join(' ')} `;
    position = end;
  }
  return (expanded + text.slice(position))
    .replace(FOREIGN_PUNCTUATION, ' ')
    .split(/\s+/)
    .filter(part => /[\p{L}\p{N}]/u.test(part))
    .join(' ');
}

function textTerms(value: unknown): string[] {
  if (typeof value !== 'string') return [];
  return segment(value).flatMap(part => {
    if (part.cjk) return indexTerms(part);
    return isHiddenWord(value, part) ? [textOf(part)] : [];
  });
}

/** Whether Postgres may read a word as part of a longer one, or as another one. */
function isHiddenWord(text: string, word: Segment): boolean {
  const { start } = word.characters[0];
  const { end } = word.characters[word.characters.length - 1];
  const neighbours = text.slice(start - 1, start) + text.slice(end, end + 1);
  return (
    /\P{ASCII}/u.test(neighbours) ||
    text.slice(start, end).toLowerCase() !== textOf(word)
  );
}
