import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { pilothouseReactTranslationRef } from '../translation/ref';
import type { ChartSeries } from './chartSeries';
import styles from './TimeSeriesChart.module.css';

export interface ChartTableProps {
  label: string;
  times: readonly number[];
  series: readonly ChartSeries[];
  height: number;
  formatTime(at: number): string;
  formatValue(value: number): string;
}

/** What a chart shows, as numbers, newest first. */
export function ChartTable(props: ChartTableProps) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  const { label, times, series, height, formatTime, formatValue } = props;
  const newestFirst = times.map((_, index) => times.length - 1 - index);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached
    <div className={styles.scroll} style={{ height }} tabIndex={0}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            {series.map(each => (
              <th key={each.key} scope="col">
                {each.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {newestFirst.map(index => (
            <tr key={times[index]}>
              <th scope="row">{formatTime(times[index])}</th>
              {series.map(({ key, values }) => (
                <td key={key}>{valueText(values[index], formatValue)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A dash where there is none: missing is not 0. */
export function valueText(
  value: number | null | undefined,
  format: (value: number) => string,
): string {
  return value === null || value === undefined ? '–' : format(value);
}
