import { useLocale } from '@pilothouse/pilothouse-react';
import { levelWord } from '../list/LevelBadge';
import { useLogsTranslation } from '../words/useLogsTranslation';
import { LEVELS, type Bar } from './histogramModel';
import styles from './Histogram.module.css';

export interface HistogramTableProps {
  bars: readonly Bar[];
  label(at: number): string;
  onChoose(index: number): void;
}

/** The same as numbers, for those who do not see bars, or want to know exactly. */
export function HistogramTable({ bars, label, onChoose }: HistogramTableProps) {
  const { t } = useLogsTranslation();
  const locale = useLocale();
  const levels = LEVELS.filter(level =>
    bars.some(bar => bar.counts[level] > 0),
  );
  const shown = bars.flatMap((bar, index) =>
    bar.total > 0 ? [{ bar, index }] : [],
  );
  return (
    <div
      className={styles.table}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys scroll it
      tabIndex={0}
      role="group"
      aria-label={t('histogram.label')}
    >
      <table aria-label={t('histogram.label')}>
        <thead>
          <tr>
            <th scope="col">{t('histogram.from')}</th>
            {levels.map(level => (
              <th key={level} scope="col">
                {levelWord(level)}
              </th>
            ))}
            <th scope="col">{t('histogram.lines')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {shown.map(({ bar, index }) => (
            <tr key={bar.at}>
              <th scope="row">{label(bar.at)}</th>
              {levels.map(level => (
                <td key={level}>{bar.counts[level].toLocaleString(locale)}</td>
              ))}
              <td>{bar.total.toLocaleString(locale)}</td>
              <td>
                <button
                  type="button"
                  className={styles.asTable}
                  aria-label={t('histogram.onlyAt', { at: label(bar.at) })}
                  onClick={() => onChoose(index)}
                >
                  {t('histogram.only')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
