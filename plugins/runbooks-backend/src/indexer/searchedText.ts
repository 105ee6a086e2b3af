import type { ParsedPage } from '../pages/parsePage';

/** What stands behind it is found by nobody; it bounds what a query has to look through. */
const LONGEST = 100_000;

/** Width, composition and case make no difference. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The words that a query is made of. */
export function wordsOf(query: string): string[] {
  return fold(query)
    .split(/\s+/)
    .filter(word => word !== '')
    .slice(0, 10);
}

/** By what a page is found. */
export function searchedText(
  { record, markdown }: ParsedPage,
  entityRef: string,
): string {
  const { title, alerts, services = [], path } = record;
  const parts = [title, entityRef, path, ...alerts, ...services, markdown];
  return fold(parts.join('\n').slice(0, LONGEST));
}
