import { diffLines } from 'diff';

/** A manifest that takes longer to compare is not worth a frozen browser. */
const TIME_LIMIT_MS = 200;
/** Lines that stay, shown around those that change. */
const AROUND = 3;

/** One line of a difference, or a stretch of lines that stay and are folded away. */
export type DiffRow =
  | {
      kind: 'same' | 'added' | 'removed';
      text: string;
      before?: number;
      after?: number;
      /** What of the text is other than in its counterpart: from, to. */
      changed?: [number, number];
    }
  | { kind: 'fold'; id: number; lines: DiffLine[] };
export type DiffLine = Exclude<DiffRow, { kind: 'fold' }>;

/** A line of each side, beside each other; one is missing where the other side has more. */
export interface DiffPair {
  kind: 'pair';
  left?: DiffLine;
  right?: DiffLine;
}

export interface TextDiff {
  lines: DiffLine[];
  added: number;
  removed: number;
  /** The comparison took too long: all lines of the one stand before all of the other. */
  gaveUp: boolean;
}

/** Compares two texts by lines, within a time limit. */
export function diffTexts(
  before: string,
  after: string,
  timeout: number = TIME_LIMIT_MS,
): TextDiff {
  const parts = diffLines(before, after, { timeout });
  const lines: DiffLine[] = [];
  let left = 0;
  let right = 0;
  const add = (kind: DiffLine['kind'], text: string) => {
    for (const line of linesOf(text)) {
      lines.push({
        kind,
        text: line,
        ...(kind !== 'added' && { before: ++left }),
        ...(kind !== 'removed' && { after: ++right }),
      });
    }
  };
  if (parts) {
    for (const { added, removed, value } of parts) {
      add((added && 'added') || (removed && 'removed') || 'same', value);
    }
  } else {
    add('removed', before);
    add('added', after);
  }
  if (parts) markChanges(lines);
  return {
    lines,
    added: lines.filter(({ kind }) => kind === 'added').length,
    removed: lines.filter(({ kind }) => kind === 'removed').length,
    gaveUp: !parts,
  };
}

/**
 * Folds stretches of lines that stay, but for a few around each change.
 *
 * @param open - ids of the folds that a reader has opened
 */
export function foldRows(
  lines: readonly DiffLine[],
  open: ReadonlySet<number>,
): DiffRow[] {
  const near = new Set<number>();
  lines.forEach(({ kind }, index) => {
    if (kind === 'same') return;
    for (let at = index - AROUND; at <= index + AROUND; at++) near.add(at);
  });
  const rows: DiffRow[] = [];
  lines.forEach((line, index) => {
    if (near.has(index)) {
      rows.push(line);
      return;
    }
    const last = rows.at(-1);
    if (last?.kind === 'fold' && last.id + last.lines.length === index) {
      last.lines.push(line);
    } else {
      rows.push({ kind: 'fold', id: index, lines: [line] });
    }
  });
  return rows.flatMap((row): DiffRow[] =>
    // Folding a single line away would save nothing.
    row.kind === 'fold' && (open.has(row.id) || row.lines.length === 1)
      ? row.lines
      : [row],
  );
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  return text.endsWith('\n') ? lines.slice(0, -1) : lines;
}

/** The same rows with both sides beside each other: what goes away stands opposite to what comes in its place. */
export function pairRows(
  rows: readonly DiffRow[],
): (DiffPair | Extract<DiffRow, { kind: 'fold' }>)[] {
  const paired: ReturnType<typeof pairRows> = [];
  for (const run of runsOf(rows)) {
    if (!Array.isArray(run)) {
      paired.push(
        run.kind === 'fold' ? run : { kind: 'pair', left: run, right: run },
      );
      continue;
    }
    const left = run.filter(({ kind }) => kind === 'removed');
    const right = run.filter(({ kind }) => kind === 'added');
    const height = Math.max(left.length, right.length);
    for (let at = 0; at < height; at++) {
      paired.push({ kind: 'pair', left: left.at(at), right: right.at(at) });
    }
  }
  return paired;
}

/** Rows that stay by themselves, and stretches of those that change together. */
function runsOf(rows: readonly DiffRow[]): (DiffRow | DiffLine[])[] {
  const runs: (DiffRow | DiffLine[])[] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (row.kind === 'fold' || row.kind === 'same') runs.push(row);
    else if (Array.isArray(last)) last.push(row);
    else runs.push([row]);
  }
  return runs;
}

/** Notes in lines that took each other's place what of them is other. */
function markChanges(lines: readonly DiffLine[]): void {
  for (const row of pairRows(lines)) {
    if (row.kind === 'fold' || row.left === row.right) continue;
    const { left, right } = row;
    const parts = left && right && changedParts(left.text, right.text);
    if (!parts) continue;
    left.changed = parts[0];
    right.changed = parts[1];
  }
}

/** @returns nothing for lines that have little in common: marking nearly all of them would say nothing */
function changedParts(
  a: string,
  b: string,
): [[number, number], [number, number]] | undefined {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head++;
  let tail = 0;
  while (
    tail < shorter - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  ) {
    tail++;
  }
  const isAlike = a.slice(0, head).trim().length + tail >= shorter / 3;
  return isAlike
    ? [
        [head, a.length - tail],
        [head, b.length - tail],
      ]
    : undefined;
}
