import type { Level } from '@pilothouse/plugin-logs-common';
import '../levels.css';
import styles from './LevelBadge.module.css';

/** As programs write them, in every language. */
const WORDS: Readonly<Record<Level, string>> = {
  error: 'ERROR',
  warn: 'WARN',
  info: 'INFO',
  debug: 'DEBUG',
  trace: 'TRACE',
  unknown: '–',
};

/** How bad a line is, in a word and a colour. */
export function LevelBadge({ level }: { level: Level }) {
  return (
    <span className={styles.badge} data-log-level={level}>
      {WORDS[level]}
    </span>
  );
}

/** The word of a level. */
export function levelWord(level: Level): string {
  return WORDS[level];
}
