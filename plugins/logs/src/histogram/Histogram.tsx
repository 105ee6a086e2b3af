import { useLocale } from '@pilothouse/pilothouse-react';
import type { Histogram as HistogramData } from '@pilothouse/plugin-logs-common';
import { useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { levelWord } from '../list/LevelBadge';
import { useLogsTranslation } from '../words/useLogsTranslation';
import { barsOf, rangeOfBars, withoutGaps, type Bar } from './histogramModel';
import { HistogramTable } from './HistogramTable';
import '../levels.css';
import styles from './Histogram.module.css';

const HEIGHT = 64;
/** Of a bar's place; the rest is the gap to the next. */
const FILL = 0.82;

export interface HistogramProps {
  histogram: HistogramData;
  /** ISO 8601: what the whole width stands for. */
  from: string;
  to: string;
  /** Narrows the search to a stretch of time. */
  onRange(range: { from: string; to: string }): void;
}

/**
 * How many lines there were, over time, by level. A stretch is chosen by dragging, by clicking a bar, by arrows and
 * Enter, or in the table behind it.
 */
export function Histogram(props: HistogramProps) {
  const { t } = useLogsTranslation();
  const locale = useLocale();
  const hintId = useId();
  const { from, to, onRange } = props;
  const histogram = useMemo(
    () => withoutGaps(props.histogram, from, to),
    [props.histogram, from, to],
  );
  const bars = useMemo(() => barsOf(histogram), [histogram]);
  const plot = useRef<SVGSVGElement>(null);
  const [brush, setBrush] = useState<{ start: number; end: number }>();
  const [asTable, setAsTable] = useState(false);
  const time = useMemo(
    () =>
      new Intl.DateTimeFormat(locale, {
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
      }),
    [locale],
  );
  if (bars.length === 0) return null;

  const choose = (start: number, end: number) => {
    const range = rangeOfBars(histogram, start, end);
    setBrush(undefined);
    if (range) onRange(range);
  };
  const barAt = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect();
    if (!box || box.width === 0) return 0;
    const share = (event.clientX - box.left) / box.width;
    return Math.max(
      0,
      Math.min(bars.length - 1, Math.floor(share * bars.length)),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { start, end } = brush ?? { start: -1, end: -1 };
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) {
      const first = step > 0 ? 0 : bars.length - 1;
      const next =
        end < 0 ? first : Math.max(0, Math.min(bars.length - 1, end + step));
      setBrush({
        start: event.shiftKey && start >= 0 ? start : next,
        end: next,
      });
    } else if (event.key === 'Enter' && brush) choose(start, end);
    else if (event.key === 'Escape' && brush) setBrush(undefined);
    else return;
    event.preventDefault();
  };

  const chosen = brush && rangeOfBars(histogram, brush.start, brush.end);
  const label = (at: string | number) => time.format(new Date(at));
  return (
    <div className={styles.histogram}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a stretch of time is chosen in it; the table has buttons that do the same */}
      <div
        role="application"
        aria-label={t('histogram.label')}
        aria-describedby={hintId}
        className={styles.plot}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrows choose in it
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => setBrush(undefined)}
        onPointerDown={event => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture?.(event.pointerId);
          const at = barAt(event);
          setBrush({ start: at, end: at });
        }}
        onPointerMove={event => {
          if (brush && event.buttons > 0) {
            setBrush({ ...brush, end: barAt(event) });
          }
        }}
        onPointerUp={event => {
          if (brush && event.button === 0) choose(brush.start, barAt(event));
        }}
        onPointerCancel={() => setBrush(undefined)}
      >
        <svg
          ref={plot}
          className={styles.bars}
          viewBox={`0 0 ${bars.length} ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {brush && (
            <rect
              className={styles.brush}
              x={Math.min(brush.start, brush.end)}
              width={Math.abs(brush.end - brush.start) + 1}
              y={0}
              height={HEIGHT}
            />
          )}
          {bars.map((bar, index) => (
            <Column key={bar.at} bar={bar} index={index}>
              {`${label(bar.at)}: ${bar.total}`}
            </Column>
          ))}
        </svg>
      </div>
      <div className={styles.axis}>
        <span>{label(from)}</span>
        <span className={styles.said} aria-live="polite">
          {chosen
            ? t('histogram.chosen', {
                from: label(chosen.from),
                to: label(chosen.to),
                lines: linesIn(bars, brush).toLocaleString(locale),
              })
            : t('histogram.every', {
                seconds: (histogram.interval / 1_000).toLocaleString(locale),
              })}
        </span>
        <button
          type="button"
          className={styles.asTable}
          aria-expanded={asTable}
          onClick={() => setAsTable(before => !before)}
        >
          {asTable ? t('histogram.hideTable') : t('histogram.showTable')}
        </button>
        <span>{label(to)}</span>
      </div>
      <span id={hintId} hidden>
        {t('histogram.hint')}
      </span>
      {asTable && (
        <HistogramTable
          bars={bars}
          label={label}
          onChoose={index => choose(index, index)}
        />
      )}
    </div>
  );
}

function Column(props: { bar: Bar; index: number; children: string }) {
  const { bar, index } = props;
  return (
    <g>
      <title>{props.children}</title>
      {/* All of its place answers to the pointer. */}
      <rect x={index} width={1} y={0} height={HEIGHT} fill="transparent" />
      {bar.parts.map(({ level, from, share }) => (
        <rect
          key={level}
          data-log-level={level}
          className={styles.part}
          x={index + (1 - FILL) / 2}
          width={FILL}
          y={Math.max(0, (1 - from - share) * HEIGHT)}
          height={share * HEIGHT}
        >
          <title>{`${levelWord(level)} ${bar.counts[level]}`}</title>
        </rect>
      ))}
    </g>
  );
}

function linesIn(
  bars: readonly Bar[],
  brush: { start: number; end: number } | undefined,
): number {
  if (!brush) return 0;
  return bars
    .slice(
      Math.min(brush.start, brush.end),
      Math.max(brush.start, brush.end) + 1,
    )
    .reduce((total, bar) => total + bar.total, 0);
}
