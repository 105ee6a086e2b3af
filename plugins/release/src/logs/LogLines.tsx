import { formatAbsolute, useLocale } from '@pilothouse/pilothouse-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import type { LogEntry } from './logBuffer';
import { LogText } from './LogText';
import styles from './LogLines.module.css';

const LINE_HEIGHT = 20;
/** Nearer to the end than this is at the end. */
const END_TOLERANCE = 24;

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
  const lastTop = useRef(0);
  const lines = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    // By id: when early lines go, the heights of the others stay theirs.
    getItemKey: index => entries[index].id,
    overscan: 20,
  });
  const height = lines.getTotalSize();

  // Heights of wrapped lines are known only when they are drawn; the end is where it is then.
  useLayoutEffect(() => {
    const element = scroller.current;
    // Lines that come into sight are measured before the scrolling that brought them there is told.
    if (!element || !following || hasLeftEnd(element, lastTop.current)) return;
    element.scrollTop = element.scrollHeight;
    lastTop.current = element.scrollTop;
  }, [following, height, entries, wrap]);

  // Widths change with it, and with them all heights.
  useLayoutEffect(() => lines.measure(), [lines, wrap, times]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const left = hasLeftEnd(element, lastTop.current);
    const upwards = element.scrollTop < lastTop.current - 1;
    lastTop.current = element.scrollTop;
    if (following && left) props.onLeaveEnd();
    if (!following && !upwards && isAtEnd(element)) props.onReachEnd();
  };

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
              {times && <LineTime at={entry.at} />}
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

function isAtEnd(element: HTMLElement): boolean {
  const { scrollTop, scrollHeight, clientHeight } = element;
  return scrollHeight - scrollTop - clientHeight <= END_TOLERANCE;
}

/** Only a reader scrolls up: what is added below, or measured anew, does not. */
function hasLeftEnd(element: HTMLElement, lastTop: number): boolean {
  return element.scrollTop < lastTop - 1 && !isAtEnd(element);
}

function LineTime({ at }: { at: string | undefined }) {
  const locale = useLocale();
  const time = Date.parse(at ?? '');
  if (Number.isNaN(time)) return <span className={styles.time} />;
  return (
    <time
      className={styles.time}
      dateTime={at}
      title={formatAbsolute(time, locale)}
    >
      {clockTime(time)}
    </time>
  );
}

/** `15:04:05.123` in the zone of the browser. */
function clockTime(time: number): string {
  const date = new Date(time);
  const two = (value: number) => `${value}`.padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(
    date.getSeconds(),
  )}.${`${date.getMilliseconds()}`.padStart(3, '0')}`;
}
