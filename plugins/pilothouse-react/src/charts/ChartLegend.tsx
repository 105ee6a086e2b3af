import { valueText } from './ChartTable';
import { CHART_LINES, type ChartSeries } from './chartSeries';
import styles from './TimeSeriesChart.module.css';

const WIDTH = 16;

export interface ChartLegendProps {
  series: readonly ChartSeries[];
  /** Of which moment the values stand there. */
  index: number;
  formatValue(value: number): string;
}

/** Which line is which, and its value where the cursor is. */
export function ChartLegend(props: ChartLegendProps) {
  const { series, index, formatValue } = props;
  return (
    <ul className={styles.legend}>
      {series.map(({ key, label, style, values }) => (
        <li key={key} data-style={style}>
          <svg width={WIDTH} height={10} aria-hidden="true">
            {CHART_LINES[style].map(({ token, width, dash }) => (
              <line
                key={token}
                x1={0}
                x2={WIDTH}
                y1={5}
                y2={5}
                stroke={`var(${token})`}
                strokeWidth={width}
                strokeDasharray={dash?.join(' ')}
              />
            ))}
          </svg>
          {label} <b>{valueText(values[index], formatValue)}</b>
        </li>
      ))}
    </ul>
  );
}
