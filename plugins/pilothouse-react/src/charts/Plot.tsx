import { useEffect, useMemo, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ChartRange, ChartSeries } from './chartSeries';
import { plotData, plotOptions, type PlotDrawing } from './plotOptions';
import { useThemeChanges } from './useThemeChanges';
import styles from './TimeSeriesChart.module.css';

export interface PlotProps
  extends Pick<
    PlotDrawing,
    'height' | 'scale' | 'syncKey' | 'formatTime' | 'formatValue'
  > {
  times: readonly number[];
  series: readonly ChartSeries[];
  /** Where the keyboard is; the pointer's own place when missing. */
  at: number | undefined;
  /** Indices that the keyboard has chosen. */
  chosen: { from: number; to: number } | undefined;
  onCursor(index: number | undefined): void;
  onSelect: ((range: ChartRange) => void) | undefined;
}

/** The canvas of a chart. It follows size, theme and data; only what is another drawing is made anew. */
export default function Plot(props: PlotProps) {
  const { times, series, height, at, chosen } = props;
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>();
  const latest = useRef(props);
  latest.current = props;
  const themeChanges = useThemeChanges();
  const data = useMemo(() => plotData(times, series), [times, series]);
  const lines = JSON.stringify([series.map(each => each.style), props.scale]);

  useEffect(() => {
    const container = element.current;
    if (!container) return undefined;
    const theme = getComputedStyle(container);
    const made = new UPlot(
      plotOptions({
        ...latest.current,
        width: container.clientWidth,
        colorOf: token => theme.getPropertyValue(token).trim(),
        formatTime: time => latest.current.formatTime(time),
        formatValue: value => latest.current.formatValue(value),
        onCursor: index => latest.current.onCursor(index),
        onSelect: range => latest.current.onSelect?.(range),
      }),
      plotData(latest.current.times, latest.current.series),
      container,
    );
    plot.current = made;
    const resized = new ResizeObserver(() =>
      made.setSize({ width: container.clientWidth, height }),
    );
    resized.observe(container);
    return () => {
      resized.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [lines, height, props.syncKey, themeChanges]);

  useEffect(() => {
    plot.current?.setData(data);
  }, [data]);

  useEffect(() => {
    const made = plot.current;
    if (!made || at === undefined) return;
    const left = made.valToPos(times[at], 'x');
    made.setCursor({ left, top: made.bbox.height / 2 / UPlot.pxRatio });
    // Values change under a cursor that stands still; it is only put where somebody asks for it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [at]);

  useEffect(() => {
    const made = plot.current;
    if (!made) return;
    const edges = chosen && [chosen.from, chosen.to].sort((a, b) => a - b);
    const [left, right] = edges
      ? edges.map(index => made.valToPos(times[index], 'x'))
      : [0, 0];
    const all = made.bbox.height / UPlot.pxRatio;
    made.setSelect(
      { left, width: right - left, top: 0, height: edges ? all : 0 },
      false,
    );
    // eslint-disable-next-line react-hooks/exhaustive-deps -- as above
  }, [chosen?.from, chosen?.to]);

  return <div ref={element} className={styles.canvas} aria-hidden="true" />;
}
