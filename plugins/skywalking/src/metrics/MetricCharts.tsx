import {
  TimeSeriesChart,
  pilothouseReactTranslationRef,
  type ChartRange,
  type ChartSeries,
  type ChartStyle,
} from '@pilothouse/pilothouse-react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Health,
  HealthSeries,
  InstanceList,
} from '@pilothouse/plugin-skywalking-common';
import { useId, useMemo } from 'react';
import { successOfRole, yesterdayOf } from '../model/chartData';
import { useFormats } from '../words/formats';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';
import styles from './Metrics.module.css';

const PERCENTILES = [
  ['p50', 'first'],
  ['p90', 'second'],
  ['p95', 'third'],
  ['p99', 'fourth'],
] as const satisfies readonly (readonly [keyof HealthSeries, ChartStyle])[];

/** A chart of rates shows at least from here to 100 %: a wobble of a thousandth is no cliff. */
const RATE_FLOOR = 0.98;

const FROM_ZERO = { low: 0 };
const APDEX = { low: 0, high: 1 };

export interface MetricChartsProps {
  health: Health;
  /** Its pods, to tell the canary's part; missing while they are not known. */
  instances: InstanceList | undefined;
  onSelect(range: ChartRange): void;
}

/** As low as the values go, and never so close that chance looks like trouble. */
function useRateScale(series: readonly ChartSeries[]) {
  const lowest = Math.min(
    RATE_FLOOR,
    ...series.flatMap(({ values }) => values.filter(value => value !== null)),
  );
  // In steps, so that the scale does not move with every answer.
  const low = Math.floor(lowest * 50) / 50;
  return useMemo(() => ({ low, high: 1 }), [low]);
}

/** The lines of the four charts; the same objects until an answer brings others. */
function useMetricSeries({ health, instances }: MetricChartsProps) {
  const { t } = useSkywalkingTranslation();
  const { t: tRole } = useTranslationRef(pilothouseReactTranslationRef);
  return useMemo(() => {
    const { series } = health;
    const line = (
      name: Exclude<keyof HealthSeries, 'times'>,
      label: string,
      style: ChartStyle = 'release',
    ): ChartSeries => ({ key: name, label, style, values: series[name] });
    const yesterday = (
      name: Exclude<keyof HealthSeries, 'times'>,
      label: string = t('yesterday'),
    ): ChartSeries => ({
      key: `${name}-yesterday`,
      label,
      style: 'before',
      values: yesterdayOf(health, name),
    });
    const canary =
      instances && successOfRole(instances, 'canary', series.times);
    const release =
      instances && successOfRole(instances, 'release', series.times);
    const sides: ChartSeries[] =
      canary && release
        ? [
            {
              key: 'release',
              label: tRole('role.release'),
              style: 'release',
              values: release,
            },
            {
              key: 'canary',
              label: tRole('role.canary'),
              style: 'canary',
              values: canary,
            },
          ]
        : [line('successRate', t('today'))];
    return {
      requests: [
        yesterday('requestsPerMinute'),
        line('requestsPerMinute', t('today')),
      ],
      success: [yesterday('successRate'), ...sides],
      latency: [
        yesterday('p99', `p99, ${t('yesterday')}`),
        ...PERCENTILES.map(([name, style]) => line(name, name, style)),
      ],
      apdex: [yesterday('apdex'), line('apdex', t('today'))],
    };
  }, [health, instances, t, tRole]);
}

/** Requests, success, latency and apdex over the same time, with one cursor, and yesterday behind them. */
export function MetricCharts(props: MetricChartsProps) {
  const { t } = useSkywalkingTranslation();
  const formats = useFormats();
  const syncKey = useId();
  const { health, onSelect } = props;
  const { times } = health.series;
  const series = useMetricSeries(props);
  const rateScale = useRateScale(series.success);
  const shared = { times, onSelect, syncKey };
  return (
    <div className={styles.charts}>
      <TimeSeriesChart
        {...shared}
        title={t('figure.requestsPerMinute')}
        series={series.requests}
        formatValue={formats.requests}
        scale={FROM_ZERO}
      />
      <TimeSeriesChart
        {...shared}
        title={t('figure.successRate')}
        series={series.success}
        formatValue={formats.rate}
        scale={rateScale}
      />
      <TimeSeriesChart
        {...shared}
        title={t('figure.latency')}
        series={series.latency}
        formatValue={formats.latency}
        scale={FROM_ZERO}
      />
      <TimeSeriesChart
        {...shared}
        title={t('figure.apdex')}
        series={series.apdex}
        formatValue={formats.apdex}
        scale={APDEX}
      />
    </div>
  );
}
