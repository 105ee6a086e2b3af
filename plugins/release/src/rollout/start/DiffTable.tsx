import { HostileText } from '@pilothouse/pilothouse-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { foldRows } from '../model/diffRows';
import type { DiffLine, TextDiff } from '../model/diffRows';
import { useRolloutWords } from '../words/useRolloutWords';
import styles from './DiffTable.module.css';

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
}

/** A difference line by line. What stays is folded away; of any length only the lines in sight are drawn. */
export function DiffTable({ diff, label }: DiffTableProps) {
  const { t } = useRolloutWords();
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const rows = useMemo(() => foldRows(diff.lines, open), [diff.lines, open]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
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
              role="row"
              aria-rowindex={item.index + 1}
              className={styles.row}
              data-kind={row.kind}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {row.kind === 'fold' ? (
                <span role="cell" className={styles.fold}>
                  <button
                    type="button"
                    onClick={() => setOpen(new Set([...open, row.id]))}
                  >
                    {t('start.diffFold', { count: row.lines.length })}
                  </button>
                </span>
              ) : (
                <Line line={row} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

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
      <span role="cell" className={styles.text}>
        <HostileText value={line.text} max={MAX_CHARACTERS} />
      </span>
    </>
  );
}
