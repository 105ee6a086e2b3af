import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Suspense, lazy, useId, useMemo, useState } from 'react';
import { useLocale } from '../time/language';
import { pilothouseReactTranslationRef } from '../translation/ref';
import '../tokens.css';
import { ChartLegend } from './ChartLegend';
import { ChartTable, valueText } from './ChartTable';
import { chartTimes } from './chartTimes';
import type { ChartRange, ChartSeries } from './chartSeries';
import { useChartKeys } from './useChartKeys';
import styles from './TimeSeriesChart.module.css';

/** uPlot comes with the first chart that is drawn. */
const Plot = lazy(() => import('./Plot'));

const HEIGHT = 132;

export interface TimeSeriesChartProps {
  /** What is drawn, with its unit: `Requests / min`. */
  title: string;
  /** Milliseconds, in order. */
  times: readonly number[];
  /** Those that come later lie above. */
  series: readonly ChartSeries[];
  /** A value with its unit, short: it stands on the axis, too. */
  formatValue(value: number): string;
  /** Edges of the value's axis; as the values need it where missing. */
  scale?: { low?: number; high?: number };
  /** A stretch of time was chosen, by dragging or by the keyboard. */
  onSelect?: (range: ChartRange) => void;
  /** Charts of the same key have one cursor. */
  syncKey?: string;
  /** In pixels; 132 when missing. */
  height?: number;
}

/**
 * Values over time, drawn once uPlot is there. Numbers stand in the legend for where the cursor is, which arrows move;
 * Shift with arrows and Enter choose a stretch of time, as dragging does; and a table has all of it.
 */
export function TimeSeriesChart(props: TimeSeriesChartProps) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  const locale = useLocale();
  const ids = { title: useId(), hint: useId() };
  const { title, times, series, formatValue, onSelect } = props;
  const { height = HEIGHT } = props;
  const [asTable, setAsTable] = useState(false);
  const [pointed, setPointed] = useState<number>();
  const words = useMemo(() => chartTimes(times, locale), [times, locale]);
  const keys = useChartKeys(times, onSelect);
  const index = keys.at ?? pointed ?? times.length - 1;
  return (
    <figure className={styles.chart} aria-labelledby={ids.title}>
      <figcaption className={styles.caption}>
        <span id={ids.title} className={styles.title}>
          {title}
        </span>
        <button
          type="button"
          className={styles.asTable}
          aria-label={`${
            asTable ? t('chart.asChart') : t('chart.asTable')
          }: ${title}`}
          onClick={() => setAsTable(before => !before)}
        >
          {asTable ? t('chart.asChart') : t('chart.asTable')}
        </button>
        <span className={styles.moment}>
          {keys.at === undefined && pointed === undefined
            ? ''
            : words.format(times[index])}
        </span>
      </figcaption>
      <ChartLegend series={series} index={index} formatValue={formatValue} />
      {asTable ? (
        <ChartTable
          label={title}
          times={times}
          series={series}
          height={height}
          formatTime={words.format}
          formatValue={formatValue}
        />
      ) : (
        <div
          className={styles.plot}
          style={{ height }}
          role="slider"
          tabIndex={0}
          aria-labelledby={ids.title}
          aria-describedby={ids.hint}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, times.length - 1)}
          aria-valuenow={Math.max(0, index)}
          aria-valuetext={spoken()}
          {...keys.handlers}
        >
          {times.length > 0 && canDraw() && (
            <Suspense fallback={null}>
              <Plot
                times={times}
                series={series}
                height={height}
                scale={props.scale}
                syncKey={props.syncKey}
                at={keys.at}
                chosen={keys.chosen}
                formatTime={words.formatTick}
                formatValue={formatValue}
                onCursor={setPointed}
                onSelect={onSelect}
              />
            </Suspense>
          )}
        </div>
      )}
      <span id={ids.hint} hidden>
        {onSelect ? t('chart.hint') : t('chart.hintRead')}
      </span>
    </figure>
  );

  function spoken(): string {
    if (times.length === 0) return t('chart.empty');
    const values = series.map(
      ({ label, values: all }) =>
        `${label} ${valueText(all[index], formatValue)}`,
    );
    const moment = [words.format(times[index]), ...values].join(', ');
    if (!keys.chosen) return moment;
    const [from, to] = [keys.chosen.from, keys.chosen.to].sort((a, b) => a - b);
    return `${moment}; ${t('chart.chosen', {
      from: words.format(times[from]),
      to: words.format(times[to]),
    })}`;
  }
}

/** Where there is no canvas, legend, keys and table still say everything. */
function canDraw(): boolean {
  return typeof CanvasRenderingContext2D !== 'undefined';
}
