import {
  formatAbsolute,
  RelativeTime,
  useLocale,
  useNow,
} from '@pilothouse/pilothouse-react';
import { createContext, useCallback, useContext } from 'react';
import type { ReactNode } from 'react';
import { useWords } from '../words';

/** What an answer takes on its way; a smaller difference of two clocks cannot be told from it. */
const STEP_MS = 5_000;
const MINUTE = 60_000;

const SkewContext = createContext(0);

export interface ServerClockProps {
  /** The `now` of an answer. ISO 8601 */
  now: string | undefined;
  /** When it came, by the clock of the browser, in milliseconds. */
  receivedAt: number | undefined;
  children: ReactNode;
}

/** Ages inside are told by the clock of the server: laptops' clocks are wrong, and "No answer for 38 s" must not be. */
export function ServerClock(props: ServerClockProps) {
  const skew = Date.parse(props.now ?? '') - (props.receivedAt ?? NaN);
  return (
    <ServerSkew
      skewMs={Number.isNaN(skew) ? 0 : Math.round(skew / STEP_MS) * STEP_MS}
    >
      {props.children}
    </ServerSkew>
  );
}

/** The same, where it is known what to add to the browser's clock to have the server's. */
export function ServerSkew(props: { skewMs: number; children: ReactNode }) {
  return (
    <SkewContext.Provider value={props.skewMs}>
      {props.children}
    </SkewContext.Provider>
  );
}

/** Milliseconds since `at` by the server's clock; renders again when it has changed to the eye. */
export function useAge(at: string): number {
  const skew = useContext(SkewContext);
  const then = Date.parse(at);
  const now = Date.now() + skew;
  // What it gives is rounded to its steps; it is only for rendering again.
  useNow(now - then < MINUTE ? 1_000 : MINUTE / 4);
  // Two clocks that agree to the second still differ below it.
  return Math.max(1_000, now - then);
}

/** The server's time in milliseconds, rounded down to `stepMs`; renders again when that changes. */
export function useServerNow(stepMs: number): number {
  const skew = useContext(SkewContext);
  return useNow(stepMs) + skew;
}

/** The server's clock, to be read when it is needed: gives milliseconds, and renders nothing again. */
export function useServerClock(): () => number {
  const skew = useContext(SkewContext);
  return useCallback(() => Date.now() + skew, [skew]);
}

/** How long ago something was by the server's clock, in one unit, ticking: `38 s`. */
export function useServerAge(at: string): string {
  const words = useWords();
  return words.duration(useAge(at) / 1_000);
}

/** `12 min ago` */
export function Ago(props: { at: string }) {
  const skew = useContext(SkewContext);
  const age = useAge(props.at);
  // RelativeTime tells the time itself where the browser's clock is right.
  return (
    <RelativeTime
      at={props.at}
      now={skew === 0 ? undefined : Date.parse(props.at) + age}
    />
  );
}

/** `41 min`, with the time itself in the title. */
export function Age(props: { at: string }) {
  const locale = useLocale();
  const age = useServerAge(props.at);
  const at = Date.parse(props.at);
  if (Number.isNaN(at)) return <span>–</span>;
  return (
    <time dateTime={props.at} title={formatAbsolute(at, locale)}>
      {age}
    </time>
  );
}
