import { HostileText, LineTime, LogText } from '@pilothouse/pilothouse-react';
import type { LogEntry } from '@pilothouse/plugin-logs-common';
import { RiArrowRightSLine } from '@remixicon/react';
import { memo, useMemo } from 'react';
import { useLogsTranslation } from '../words/useLogsTranslation';
import { firstLineOf, withoutHead } from './expansion';
import { LevelBadge, levelWord } from './LevelBadge';
import { PodMark } from './PodMark';
import styles from './LineRow.module.css';

export interface LineRowProps {
  entry: LogEntry;
  index: number;
  /** Without what stands in columns anyway. */
  short: boolean;
  isOpen: boolean;
  /** The one that the keyboard is at: the only one that Tab leads to. */
  isCurrent: boolean;
  onToggle(index: number): void;
}

/** A line of a log: its level, time, pod and first line of text, and a way to the rest. */
export const LineRow = memo((props: LineRowProps) => {
  const { t } = useLogsTranslation();
  const { entry, index, short, isOpen, isCurrent, onToggle } = props;
  const { first, more } = useMemo(
    () => firstLineOf(entry.message),
    [entry.message],
  );
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the button inside does the same; this is the larger target for a pointer
    <div
      className={styles.line}
      data-log-level={entry.level}
      data-open={isOpen}
      onClick={() => {
        // Whoever marks text wants to copy it.
        if (window.getSelection()?.isCollapsed !== false) onToggle(index);
      }}
    >
      <button
        type="button"
        className={styles.toggle}
        data-toggle={index}
        aria-expanded={isOpen}
        aria-label={t('line.toggle', {
          level: levelWord(entry.level),
          at: entry.at.slice(11, 23),
        })}
        tabIndex={isCurrent ? 0 : -1}
        onClick={event => {
          event.stopPropagation();
          onToggle(index);
        }}
      >
        <RiArrowRightSLine size={16} />
      </button>
      <LevelBadge level={entry.level} />
      {Number.isNaN(Date.parse(entry.at)) ? (
        <span className={styles.time}>
          <HostileText value={entry.at} max={12} />
        </span>
      ) : (
        <LineTime className={styles.time} at={entry.at} />
      )}
      <PodMark entry={entry} />
      <span className={styles.text}>
        {entry.future && (
          <span className={styles.mark} title={t('line.futureHint')}>
            {t('line.future')}
          </span>
        )}
        <LogText text={short ? withoutHead(first) : first} />
        {more > 0 && (
          <span className={styles.more}>{t('line.more', { count: more })}</span>
        )}
        {entry.cut && <span className={styles.more}>{t('line.cut')}</span>}
      </span>
    </div>
  );
});
