import { useLocale } from '@pilothouse/pilothouse-react';
import type { Level } from '@pilothouse/plugin-logs-common';
import { LEVELS } from '../histogram/histogramModel';
import { levelWord } from '../list/LevelBadge';
import { useLogsTranslation } from '../words/useLogsTranslation';
import '../levels.css';
import styles from './Filters.module.css';

export interface LevelChipsProps {
  /** All are shown where none is chosen. */
  chosen: readonly Level[];
  /** How many lines of each there are; unknown until they are counted. */
  counts: Readonly<Record<Level, number>> | undefined;
  onChange(levels: Level[]): void;
}

/** The levels, with how often each occurs: at the same time the legend of the bars. */
export function LevelChips({ chosen, counts, onChange }: LevelChipsProps) {
  const { t } = useLogsTranslation();
  const locale = useLocale();
  const toggle = (level: Level) =>
    onChange(
      LEVELS.filter(each =>
        each === level ? !chosen.includes(level) : chosen.includes(each),
      ),
    );
  return (
    <div role="group" aria-label={t('filter.levels')} className={styles.levels}>
      {LEVELS.map(level => (
        <button
          key={level}
          type="button"
          className={styles.level}
          data-log-level={level}
          aria-pressed={chosen.includes(level)}
          onClick={() => toggle(level)}
        >
          <span className={styles.swatch} aria-hidden="true" />
          {level === 'unknown' ? t('filter.noLevel') : levelWord(level)}
          {counts && (chosen.length === 0 || chosen.includes(level)) && (
            <span className={styles.count}>
              {counts[level].toLocaleString(locale)}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
