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
    }
  | { kind: 'fold'; id: number; lines: DiffLine[] };
export type DiffLine = Exclude<DiffRow, { kind: 'fold' }>;

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
