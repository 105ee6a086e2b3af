import { extentOf, linePath, type LineBox } from './linePath';
import '../tokens.css';
import styles from './Sparkline.module.css';

const WIDTH = 96;
const HEIGHT = 24;
/** So that half of a line's width is not cut off at the edges. */
const MARGIN = 2;

export interface SparklineProps {
  /** `null` where there is no value: the line has a gap there. */
  values: readonly (number | null)[];
  /** The same some time before, drawn thin and dashed behind it. */
  before?: readonly (number | null)[];
  /** What it shows and where it stands, in words: it is read out in its stead. */
  label: string;
  /** `release` when missing. A canary is hatched, as everywhere. */
  tone?: 'release' | 'canary';
  /** In pixels; 96 by 24 when missing. */
  width?: number;
  height?: number;
}

/** The shape of some values, as large as a word. The numbers stand beside it, and the label says them. */
export function Sparkline(props: SparklineProps) {
  const { values, before = [], label, tone = 'release' } = props;
  const { width = WIDTH, height = HEIGHT } = props;
  const extent = extentOf(values, before);
  const box: LineBox = {
    width: width - 2 * MARGIN,
    height: height - 2 * MARGIN,
    low: extent?.low ?? 0,
    high: extent?.high ?? 0,
  };
  const line = linePath(values, box);
  return (
    <svg
      role="img"
      aria-label={label}
      className={styles.sparkline}
      data-tone={tone}
      width={width}
      height={height}
      viewBox={`${-MARGIN} ${-MARGIN} ${width} ${height}`}
    >
      <title>{label}</title>
      {before.length > 0 && (
        <path className={styles.before} d={linePath(before, box).d} />
      )}
      <path className={styles.line} d={line.d} />
      {tone === 'canary' && <path className={styles.hatch} d={line.d} />}
      {line.dots.map(({ x, y }) => (
        <circle key={x} className={styles.dot} cx={x} cy={y} r={1.5} />
      ))}
    </svg>
  );
}
