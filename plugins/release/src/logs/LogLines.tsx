import {
  LineTime,
  LogText,
  useFollowedEnd,
} from '@pilothouse/pilothouse-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import type { LogEntry } from './logBuffer';
import styles from './LogLines.module.css';

const LINE_HEIGHT = 20;

export interface LogLinesProps {
  entries: readonly LogEntry[];
  /** The last line is kept in sight. */
  following: boolean;
  wrap: boolean;
  times: boolean;
  /** The reader has scrolled away from the end. */
  onLeaveEnd(): void;
  /** The reader has scrolled to the end. */
  onReachEnd(): void;
}

/** Lines of a log, of which only those in sight are drawn. Not announced: a screen reader could say nothing else. */
export function LogLines(props: LogLinesProps) {
  const { t } = useReleaseTranslation();
  const { entries, following, wrap, times } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    // By id: when early lines go, the heights of the others stay theirs.
    getItemKey: index => entries[index].id,
    overscan: 20,
  });
  const height = lines.getTotalSize();

  const onScroll = useFollowedEnd({
    scroller,
    following,
    contents: [height, entries, wrap],
    onLeaveEnd: props.onLeaveEnd,
    onReachEnd: props.onReachEnd,
  });

  // Widths change with it, and with them all heights.
  useLayoutEffect(() => lines.measure(), [lines, wrap, times]);

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="log"
      aria-live="off"
      aria-label={t('logs.lines')}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys scroll it
      tabIndex={0}
      onScroll={onScroll}
    >
      <div className={styles.lines} style={{ height }} data-wrap={wrap}>
        {lines.getVirtualItems().map(item => {
          const entry = entries[item.index];
          return (
            <div
              key={item.key}
              ref={wrap ? lines.measureElement : undefined}
              data-index={item.index}
              className={styles.line}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {times && <LineTime className={styles.time} at={entry.at} />}
              <span className={styles.text}>
                <LogText text={entry.text} />
                {entry.cut && (
                  <span className={styles.cut}>{t('logs.cut')}</span>
                )}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
