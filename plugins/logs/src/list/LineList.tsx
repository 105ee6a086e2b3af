import type { LogEntry } from '@pilothouse/plugin-logs-common';
import { useFollowedEnd } from '@pilothouse/pilothouse-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { ReactNode } from 'react';
import { keyOf } from '../search/useSearch';
import { useLogsTranslation } from '../words/useLogsTranslation';
import { LineRow } from './LineRow';
import { useLineKeys } from './useLineKeys';
import styles from './LineList.module.css';

const LINE_HEIGHT = 24;
/** More is asked for so many lines before the end comes into sight. */
const AHEAD = 40;

export interface LineListProps {
  entries: readonly LogEntry[];
  wrap: boolean;
  /** Lines begin with their message; what is opened shows all of it. */
  short: boolean;
  /** Letters move, too. */
  singleKeys: boolean;
  /** What is shown of a line that is opened. */
  detailOf(entry: LogEntry): ReactNode;
  /** The line to begin at, by its key; it is marked. */
  marked?: string;
  /** The end comes near. */
  onNearEnd?(): void;
  /** The last line is kept in sight; missing where lines do not come by themselves. */
  follow?: {
    following: boolean;
    onLeaveEnd(): void;
    onReachEnd(): void;
  };
}

/**
 * Lines of logs, of which only those in sight are drawn. Arrows (and `j`, `k`) move while the focus is in it, Enter
 * opens. Not announced: a screen reader could say nothing else.
 */
export function LineList(props: LineListProps) {
  const { t } = useLogsTranslation();
  const { entries, wrap, short, marked, detailOf, onNearEnd, follow } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const lines = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    // By id: when lines come in between, the heights of the others stay theirs.
    getItemKey: index =>
      keyOf(entries[index] ?? { source: '', id: `${index}` }),
    overscan: 20,
  });
  const height = lines.getTotalSize();
  const keys = useLineKeys({
    scroller,
    count: entries.length,
    letters: props.singleKeys,
    scrollTo: index => lines.scrollToIndex(index),
  });
  const { goTo } = keys;

  const toggle = useCallback(
    (index: number) => {
      const entry = entries[index];
      if (!entry) return;
      goTo(index);
      setOpened(before => {
        const after = new Set(before);
        if (!after.delete(keyOf(entry))) after.add(keyOf(entry));
        return after;
      });
    },
    [entries, goTo],
  );

  // Widths change with it, and with them all heights.
  useLayoutEffect(() => lines.measure(), [lines, wrap, short]);

  const markedAt = entries.findIndex(entry => keyOf(entry) === marked);
  useLayoutEffect(() => {
    if (markedAt >= 0) lines.scrollToIndex(markedAt, { align: 'center' });
  }, [lines, markedAt]);

  const items = lines.getVirtualItems();
  const isNearEnd = (items.at(-1)?.index ?? -1) >= entries.length - AHEAD;
  useEffect(() => {
    if (isNearEnd) onNearEnd?.();
  }, [isNearEnd, onNearEnd, entries]);

  const onScroll = useFollowedEnd({
    scroller,
    following: follow?.following === true,
    contents: [height, entries, wrap],
    onLeaveEnd: () => follow?.onLeaveEnd(),
    onReachEnd: () => follow?.onReachEnd(),
  });

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows move between the buttons inside
    <div
      ref={scroller}
      className={styles.scroller}
      role="region"
      aria-label={t('list.lines')}
      aria-live="off"
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys scroll it
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={keys.onKeyDown}
    >
      <div
        role="list"
        className={styles.lines}
        style={{ height }}
        data-wrap={wrap}
      >
        {items.map(item => {
          const entry = entries[item.index];
          if (!entry) return null;
          const key = keyOf(entry);
          const isOpen = opened.has(key);
          return (
            <div
              key={item.key}
              ref={lines.measureElement}
              role="listitem"
              aria-setsize={entries.length}
              aria-posinset={item.index + 1}
              aria-current={key === marked ? 'true' : undefined}
              data-index={item.index}
              className={styles.item}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <LineRow
                entry={entry}
                index={item.index}
                short={short}
                isOpen={isOpen}
                isCurrent={item.index === keys.current}
                onToggle={toggle}
              />
              {isOpen && <div className={styles.detail}>{detailOf(entry)}</div>}
            </div>
          );
        })}
      </div>
    </div>
  );
}
