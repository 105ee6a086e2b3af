import { segment, Segment } from './segment';

/** A part of a text, by UTF-16 offsets. */
export interface Range {
  start: number;
  end: number;
}

/** What stands before and after each match in a highlighted text. */
export interface Tags {
  preTag: string;
  postTag: string;
}

const EXCERPT_LENGTH = 240;
const EXCERPT_LEAD = 40;

/**
 * Where the query's runs of CJK characters occur in a text as a whole and, with `words`, where its other words begin a
 * word of the text.
 */
export function findMatches(
  text: string,
  query: readonly Segment[],
  options?: { words?: boolean },
): Range[] {
  const wanted = query.filter(({ cjk }) => cjk || options?.words);
  if (wanted.length === 0) return [];
  return segment(text).flatMap(part =>
    wanted
      .filter(({ cjk }) => cjk === part.cjk)
      .flatMap(({ cjk, characters }) => {
        const places = cjk ? part.characters.keys() : [0].values();
        return [...places]
          .filter(place => startsWith(part, characters, place))
          .map(place => ({
            start: part.characters[place].start,
            end: part.characters[place + characters.length - 1].end,
          }));
      }),
  );
}

/** The text with the ranges between tags; ranges may overlap and come in any order. */
export function mark(
  text: string,
  ranges: readonly Range[],
  tags: Tags,
): string {
  let marked = '';
  let position = 0;
  for (const { start, end } of withinLines(text, merge(ranges))) {
    marked += text.slice(position, start);
    marked += tags.preTag + text.slice(start, end) + tags.postTag;
    position = end;
  }
  return marked + text.slice(position);
}

/** Takes the tags out of a marked text: what {@link mark} was given, if its text had none of the tags itself. */
export function unmark(
  marked: string,
  { preTag, postTag }: Tags,
): { text: string; ranges: Range[] } {
  let text = '';
  const ranges: Range[] = [];
  marked.split(preTag).forEach((piece, index) => {
    const [inside, ...outside] = piece.split(postTag);
    if (index > 0) {
      ranges.push({ start: text.length, end: text.length + inside.length });
    }
    text += inside + outside.join('');
  });
  return { text, ranges };
}

/** About two lines of the text, with the first match in them and every match marked. */
export function excerpt(
  text: string,
  ranges: readonly Range[],
  tags: Tags,
): string {
  const first = Math.min(...ranges.map(({ start }) => start), text.length);
  const from =
    ranges.length === 0 || first <= EXCERPT_LEAD
      ? 0
      : wholeCharacter(text, first - EXCERPT_LEAD);
  const to = wholeCharacter(text, from + EXCERPT_LENGTH);
  const inside = ranges
    .filter(({ start, end }) => start >= from && end <= to)
    .map(({ start, end }) => ({ start: start - from, end: end - from }));
  const lead = from > 0 ? '…' : '';
  const tail = to < text.length ? '…' : '';
  return lead + mark(text.slice(from, to), inside, tags) + tail;
}

function startsWith(
  part: Segment,
  wanted: Segment['characters'],
  place: number,
): boolean {
  return wanted.every(
    ({ text }, index) => part.characters[place + index]?.text === text,
  );
}

function merge(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && range.start <= last.end) {
      last.end = Math.max(last.end, range.end);
    } else {
      merged.push({ ...range });
    }
  }
  return merged;
}

// Backstage's HighlightedSearchResultText finds tags with `.+?`: one pair across two lines would be shown as text.
function withinLines(text: string, ranges: readonly Range[]): Range[] {
  return ranges.flatMap(({ start, end }) =>
    [...text.slice(start, end).matchAll(/[^\r\n\u2028\u2029]+/g)].map(line => ({
      start: start + line.index,
      end: start + line.index + line[0].length,
    })),
  );
}

// Not between the halves of a surrogate pair.
function wholeCharacter(text: string, offset: number): number {
  const low = text.charCodeAt(offset);
  return low >= 0xdc00 && low <= 0xdfff ? offset - 1 : offset;
}
