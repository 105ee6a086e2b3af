/**
 * How a series is drawn, wherever it stands:
 * - `release`: solid steel blue
 * - `canary`: yellow with a hatch
 * - `before`: thin and dashed, what it was some time ago
 * - `first` to `fourth`: of several of a kind, such as percentiles; their dashes tell them apart without colours, too
 */
export type ChartStyle =
  | 'release'
  | 'canary'
  | 'before'
  | 'first'
  | 'second'
  | 'third'
  | 'fourth';

/** One line of a chart. */
export interface ChartSeries {
  key: string;
  /** As the legend and the table call it. */
  label: string;
  style: ChartStyle;
  /** As long as the chart's times. `null` where there is no value: the line has a gap there, not a 0. */
  values: readonly (number | null)[];
}

/** A stretch of time, in milliseconds. */
export interface ChartRange {
  from: number;
  to: number;
}

/** How a {@link ChartStyle} becomes a line: a colour of the theme, a width and dashes, in pixels. */
export interface ChartLine {
  token: string;
  width: number;
  dash?: number[];
}

/** From bottom to top: a canary is a yellow line with dark dashes on it. */
export const CHART_LINES: Record<ChartStyle, readonly ChartLine[]> = {
  release: [{ token: '--pilothouse-release', width: 2 }],
  canary: [
    { token: '--pilothouse-canary', width: 2.5 },
    { token: '--pilothouse-canary-hatch', width: 2.5, dash: [3, 4] },
  ],
  before: [{ token: '--bui-fg-secondary', width: 1, dash: [2, 3] }],
  first: [{ token: '--pilothouse-version-0', width: 1.5 }],
  second: [{ token: '--pilothouse-version-3', width: 1.5, dash: [8, 3] }],
  third: [{ token: '--pilothouse-version-2', width: 1.5, dash: [4, 2] }],
  fourth: [{ token: '--pilothouse-version-4', width: 2 }],
};
