import type { Line } from '../lines/block';
import type { Writer } from '../lines/writers';

/** A stretch of time: [from, to]. */
export interface Span {
  from: number;
  to: number;
}

export const ALWAYS: Span = { from: -Infinity, to: Infinity };

/** Words to mark in a field of a hit: each alone, or as a phrase. */
export interface Highlight {
  field: string;
  phrase: readonly ((term: string) => boolean)[];
}

/** A query that has been understood. */
export interface Matcher {
  /** What is known of all lines of a writer; `undefined` where it depends on the line. */
  ofWriter(writer: Writer): boolean | undefined;
  matches(line: Line): boolean;
  /** No line outside of it matches. */
  span: Span;
  highlights: readonly Highlight[];
}

export const EVERYTHING: Matcher = {
  ofWriter: () => true,
  matches: () => true,
  span: ALWAYS,
  highlights: [],
};

export const NOTHING: Matcher = {
  ofWriter: () => false,
  matches: () => false,
  // Nothing lies in it.
  span: { from: Infinity, to: -Infinity },
  highlights: [],
};

/** About lines one by one. */
export function byLine(
  matches: (line: Line) => boolean,
  more: Partial<Pick<Matcher, 'span' | 'highlights'>> = {},
): Matcher {
  return {
    ofWriter: () => undefined,
    matches,
    span: ALWAYS,
    highlights: [],
    ...more,
  };
}

/** About who has written, asked once for each of them. */
export function byWriter(test: (writer: Writer) => boolean): Matcher {
  const known = new Map<Writer, boolean>();
  const ofWriter = (writer: Writer) => {
    const before = known.get(writer);
    if (before !== undefined) return before;
    const answer = test(writer);
    known.set(writer, answer);
    return answer;
  };
  return {
    ofWriter,
    matches: ({ writer }) => ofWriter(writer),
    span: ALWAYS,
    highlights: [],
  };
}

export function all(matchers: readonly Matcher[]): Matcher {
  if (matchers.length === 0) return EVERYTHING;
  if (matchers.length === 1) return matchers[0];
  return {
    ofWriter(writer) {
      let known: boolean | undefined = true;
      for (const matcher of matchers) {
        const one = matcher.ofWriter(writer);
        if (one === false) return false;
        if (one === undefined) known = undefined;
      }
      return known;
    },
    matches: line => matchers.every(matcher => matcher.matches(line)),
    span: {
      from: Math.max(...matchers.map(({ span }) => span.from)),
      to: Math.min(...matchers.map(({ span }) => span.to)),
    },
    highlights: matchers.flatMap(({ highlights }) => highlights),
  };
}

/** At least so many of them. */
export function atLeast(count: number, matchers: readonly Matcher[]): Matcher {
  if (count <= 0) {
    const highlights = matchers.flatMap(item => item.highlights);
    return { ...EVERYTHING, highlights };
  }
  if (count > matchers.length) return NOTHING;
  if (count === matchers.length) return all(matchers);
  return {
    ofWriter(writer) {
      const answers = matchers.map(matcher => matcher.ofWriter(writer));
      const sure = answers.filter(answer => answer === true).length;
      if (sure >= count) return true;
      const possible = answers.filter(answer => answer !== false).length;
      return possible < count ? false : undefined;
    },
    matches(line) {
      let found = 0;
      for (const matcher of matchers) {
        if (matcher.matches(line)) found += 1;
        if (found >= count) return true;
      }
      return false;
    },
    span: {
      from: Math.min(...matchers.map(({ span }) => span.from)),
      to: Math.max(...matchers.map(({ span }) => span.to)),
    },
    highlights: matchers.flatMap(({ highlights }) => highlights),
  };
}

export function not(matcher: Matcher): Matcher {
  return {
    ofWriter(writer) {
      const answer = matcher.ofWriter(writer);
      return answer === undefined ? undefined : !answer;
    },
    matches: line => !matcher.matches(line),
    span: ALWAYS,
    highlights: [],
  };
}
