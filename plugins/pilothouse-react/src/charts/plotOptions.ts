import type uPlot from 'uplot';
import { CHART_LINES, type ChartRange, type ChartSeries } from './chartSeries';

const AXIS_FONT = '11px system-ui, sans-serif';
const AXIS_HEIGHT = 24;
const AXIS_WIDTH = 52;
/** A click that trembles is no selection. */
const LEAST_DRAG = 6;

/** What a plot is made of. */
export interface PlotDrawing {
  series: readonly ChartSeries[];
  width: number;
  height: number;
  /** The value's axis; as the values need it where missing. */
  scale?: { low?: number; high?: number };
  /** Charts of the same key have one cursor. */
  syncKey?: string;
  formatValue(value: number): string;
  formatTime(at: number): string;
  /** A token of the theme, as a colour. */
  colorOf(token: string): string;
  onCursor(index: number | undefined): void;
  onSelect(range: ChartRange): void;
}

/** The options of uPlot for it. Times are milliseconds. */
export function plotOptions(drawing: PlotDrawing): uPlot.Options {
  const { width, height, scale, syncKey, colorOf } = drawing;
  const axis = {
    stroke: colorOf('--bui-fg-secondary'),
    font: AXIS_FONT,
    grid: { stroke: colorOf('--bui-border-1'), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height,
    ms: 1,
    legend: { show: false },
    // The last time on the axis is as wide to the right of its place as to the left.
    padding: [8, 20, 0, 0],
    scales: {
      x: { time: true },
      y: { range: (_, low, high) => rangeOf(low, high, scale) },
    },
    axes: [
      {
        ...axis,
        size: AXIS_HEIGHT,
        space: 72,
        grid: { show: false },
        values: (_, splits) => splits.map(drawing.formatTime),
      },
      {
        ...axis,
        size: AXIS_WIDTH,
        space: 28,
        values: (_, splits) => splits.map(drawing.formatValue),
      },
    ],
    series: [{}, ...drawing.series.flatMap(each => linesOf(each, colorOf))],
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false },
      points: { size: 6 },
      // Only where the pointer is; a selection is of one chart.
      sync: syncKey
        ? { key: syncKey, filters: { pub: isMove, sub: isMove } }
        : undefined,
    },
    hooks: {
      setCursor: [plot => drawing.onCursor(plot.cursor.idx ?? undefined)],
      setSelect: [plot => selected(plot, drawing.onSelect)],
    },
  };
}

/** The data of uPlot: the lines of {@link plotOptions} in the same order. */
export function plotData(
  times: readonly number[],
  series: readonly ChartSeries[],
): uPlot.AlignedData {
  return [
    [...times],
    ...series.flatMap(({ style, values }) =>
      CHART_LINES[style].map(() => [...values]),
    ),
  ];
}

function linesOf(
  { label, style }: ChartSeries,
  colorOf: PlotDrawing['colorOf'],
): uPlot.Series[] {
  return CHART_LINES[style].map(({ token, width, dash }) => ({
    label,
    stroke: colorOf(token),
    width,
    dash,
    spanGaps: false,
    points: { show: false },
  }));
}

function rangeOf(
  low: number | null,
  high: number | null,
  scale: PlotDrawing['scale'],
): [number, number] {
  const from = scale?.low ?? low ?? 0;
  const to = scale?.high ?? high ?? 1;
  const top = scale?.high === undefined ? to + (to - from) * 0.08 : to;
  // What never changes lies in the middle, and a scale without height draws nothing.
  return top > from ? [from, top] : [from - 1, from + 1];
}

function isMove(type: string): boolean {
  return type === 'mousemove' || type === 'mouseleave';
}

function selected(plot: uPlot, onSelect: PlotDrawing['onSelect']): void {
  const { left, width } = plot.select;
  // Taking the selection away sets it, too.
  if (width === 0) return;
  if (width >= LEAST_DRAG) {
    onSelect({
      from: Math.round(plot.posToVal(left, 'x')),
      to: Math.round(plot.posToVal(left + width, 'x')),
    });
  }
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}
