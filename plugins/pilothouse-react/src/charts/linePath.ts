/** What is drawn of a series: lines between neighbours, and dots for values that have none. */
export interface LinePath {
  /** Of an SVG `path`. */
  d: string;
  dots: readonly { x: number; y: number }[];
}

/** The plot's box, and the values at its lower and upper edge. */
export interface LineBox {
  width: number;
  height: number;
  low: number;
  high: number;
}

/** A series as a path. Where there is no value there is no line: missing is not 0. */
export function linePath(
  values: readonly (number | null)[],
  { width, height, low, high }: LineBox,
): LinePath {
  const stepX = values.length > 1 ? width / (values.length - 1) : 0;
  const span = high - low;
  const parts: string[] = [];
  const dots: { x: number; y: number }[] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    const x = round(index * stepX);
    // What never changes lies in the middle.
    const share = span > 0 ? (value - low) / span : 0.5;
    const y = round(height * (1 - share));
    const follows = has(values[index - 1]);
    if (!follows && !has(values[index + 1])) dots.push({ x, y });
    else parts.push(`${follows ? 'L' : 'M'}${x} ${y}`);
  });
  return { d: parts.join(''), dots };
}

/** Lowest and highest of some series; `undefined` where they have no value at all. */
export function extentOf(
  ...series: readonly (readonly (number | null)[])[]
): { low: number; high: number } | undefined {
  const values = series.flat().filter(has);
  if (values.length === 0) return undefined;
  return {
    low: values.reduce((a, b) => Math.min(a, b)),
    high: values.reduce((a, b) => Math.max(a, b)),
  };
}

function has(value: number | null | undefined): value is number {
  return value !== null && value !== undefined;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
