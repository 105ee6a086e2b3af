const VERSION =
  /^v?(\d{1,15})(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?(?:[.-]?([\w.-]+))?$/;

/** Names that stand for another image every now and then; they are below what says what it is. */
const MOVING = new Set(['latest', 'main', 'master', 'edge', 'nightly', 'dev']);

interface Guess {
  kind: 'version' | 'name' | 'moving';
  numbers: number[];
  rest: string;
}

function guess(tag: string): Guess {
  if (MOVING.has(tag)) return { kind: 'moving', numbers: [], rest: tag };
  const [matched, major, minor, patch, rest = ''] = VERSION.exec(tag) ?? [];
  if (matched === undefined) return { kind: 'name', numbers: [], rest: tag };
  return {
    kind: 'version',
    numbers: [major, minor, patch].map(part => Number(part ?? 0)),
    rest,
  };
}

/** Numbers in texts count as numbers: `build-9` comes before `build-10`. */
const naturally = new Intl.Collator('en', { numeric: true });

const KINDS = ['version', 'name', 'moving'];

function compare(a: Guess, b: Guess): number {
  const kinds = KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
  if (kinds !== 0) return kinds;
  for (const [index, number] of a.numbers.entries()) {
    const difference = (b.numbers.at(index) ?? 0) - number;
    if (difference !== 0) return difference;
  }
  // What comes after a version is before it: 1.4.0-rc.2 comes to be 1.4.0.
  if (a.kind === 'version' && (a.rest === '') !== (b.rest === '')) {
    return a.rest === '' ? -1 : 1;
  }
  return naturally.compare(b.rest, a.rest);
}

/**
 * Orders tags as if the higher version, number or date were the newer one, which is right for most; registries do not
 * say when a tag was made.
 */
export function orderTags(tags: readonly string[]): string[] {
  return tags
    .map(tag => ({ tag, guess: guess(tag) }))
    .sort((a, b) => compare(a.guess, b.guess))
    .map(({ tag }) => tag);
}
