import { Segment } from './segment';

/**
 * The terms under which a run of CJK characters is indexed: each character with its successor, and the last one alone.
 * Every character begins exactly one term, so that a query of a single character is a query by prefix.
 *
 * @example 内存泄漏 is indexed as 内存, 存泄, 泄漏, 漏
 */
export function indexTerms(run: Segment): string[] {
  return run.characters.map(
    ({ text }, index) => text + (run.characters[index + 1]?.text ?? ''),
  );
}

/**
 * The terms that a document has to have, all of them, to be found by a run of CJK characters. A single character asks
 * for every term that it begins.
 *
 * @example 内存泄漏 asks for 内存, 存泄, 泄漏
 */
export function queryTerms(run: Segment): { terms: string[]; prefix: boolean } {
  const terms = indexTerms(run);
  return terms.length === 1
    ? { terms, prefix: true }
    : { terms: terms.slice(0, -1), prefix: false };
}
