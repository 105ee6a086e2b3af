import { HostileText } from '@pilothouse/pilothouse-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { foldRows, pairRows } from '../model/diffRows';
import type { DiffLine, DiffPair, DiffRow, TextDiff } from '../model/diffRows';
import { useRolloutWords } from '../words/useRolloutWords';
import styles from './DiffTable.module.css';
import type { DiffView } from './useDiffView';

/** Of a line that needs no second one; longer ones are measured. */
const ROW_HEIGHT = 20;
/** Kubernetes writes no longer ones that one would read. */
const MAX_CHARACTERS = 500;

const MARKS: Record<DiffLine['kind'], string> = {
  same: '',
  added: '+',
  removed: '−',
};

export interface DiffTableProps {
  diff: TextDiff;
  label: string;
  view: DiffView;
}

/**
 * A difference line by line, both sides in one column or beside each other. What stays is folded away; of any length only
 * the lines in sight are drawn, and long ones are wrapped: nothing has to be scrolled sideways.
 */
export function DiffTable({ diff, label, view }: DiffTableProps) {
  const { t } = useRolloutWords();
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const rows = useMemo((): (DiffRow | DiffPair)[] => {
    const folded = foldRows(diff.lines, open);
    return view === 'split' ? pairRows(folded) : folded;
  }, [diff.lines, open, view]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    // What was measured belongs to a line in its view, and not to its place.
    getItemKey: index => `${view} ${keyOf(rows[index])}`,
    overscan: 20,
  });
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="region"
      aria-label={label}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys scroll it
      tabIndex={0}
    >
      <div
        role="table"
        aria-label={label}
        aria-rowcount={rows.length}
        className={styles.rows}
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(item => {
          const row = rows[item.index];
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              role="row"
              aria-rowindex={item.index + 1}
              data-index={item.index}
              className={styles.row}
              data-kind={row.kind}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {cellsOf(row)}
            </div>
          );
        })}
      </div>
    </div>
  );

  function cellsOf(row: DiffRow | DiffPair) {
    if (row.kind === 'pair') {
      return (
        <>
          <Side line={row.left} number={row.left?.before} />
          <Side line={row.right} number={row.right?.after} />
        </>
      );
    }
    if (row.kind !== 'fold') return <Line line={row} />;
    return (
      <span role="cell" className={styles.fold}>
        <button type="button" onClick={() => unfold(row.id)}>
          {t('start.diffFold', { count: row.lines.length })}
        </button>
      </span>
    );
  }

  function unfold(id: number) {
    setOpen(new Set([...open, id]));
    // The button goes away with the fold; the focus stays where the lines are.
    scroller.current?.focus({ preventScroll: true });
  }
}

/** Of its line, of the first of its lines, or of its sides. */
function keyOf(row: DiffRow | DiffPair): string {
  if (row.kind === 'fold') return `fold ${row.id}`;
  if (row.kind === 'pair') {
    return `${row.left?.before ?? ''}:${row.right?.after ?? ''}`;
  }
  return `${row.before ?? ''}:${row.after ?? ''}`;
}

/** In one column with the other side. */
function Line({ line }: { line: DiffLine }) {
  return (
    <>
      <span role="cell" className={styles.number}>
        {line.before}
      </span>
      <span role="cell" className={styles.number}>
        {line.after}
      </span>
      <span role="cell" className={styles.mark}>
        {MARKS[line.kind]}
      </span>
      <Text line={line} />
    </>
  );
}

/** One of two columns; empty where the other one has more lines. */
function Side(props: { line: DiffLine | undefined; number?: number }) {
  const { line, number } = props;
  const kind = line?.kind ?? 'none';
  return (
    <>
      <span role="cell" className={styles.number} data-kind={kind}>
        {number}
      </span>
      <span role="cell" className={styles.mark} data-kind={kind}>
        {line && MARKS[line.kind]}
      </span>
      {line ? (
        <Text line={line} />
      ) : (
        <span role="cell" className={styles.text} data-kind={kind} />
      )}
    </>
  );
}

function Text({ line: { kind, text, changed } }: { line: DiffLine }) {
  const [from, to] = changed ?? [0, 0];
  return (
    <span role="cell" className={styles.text} data-kind={kind}>
      {from < to && text.length <= MAX_CHARACTERS ? (
        <>
          <HostileText value={text.slice(0, from)} />
          <mark className={styles.changed}>
            <HostileText value={text.slice(from, to)} />
          </mark>
          <HostileText value={text.slice(to)} />
        </>
      ) : (
        <HostileText value={text} max={MAX_CHARACTERS} />
      )}
    </span>
  );
}
