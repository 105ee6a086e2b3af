import type { Writer } from './writers';

export const MINUTE = 60_000;

/** `undefined` comes first: lines whose program does not say how bad it is. */
export const LEVELS = [
  undefined,
  'TRACE',
  'DEBUG',
  'INFO',
  'WARN',
  'ERROR',
  'FATAL',
] as const;

/** One line with all that the store knows of it. */
export interface Line {
  /** Its `@timestamp`, in milliseconds since the epoch. */
  time: number;
  text: string;
  writer: Writer;
  level: (typeof LEVELS)[number];
  traceId: string | undefined;
  /** When it was really written: lines may lie about their time. */
  writtenAt: number;
  /** Orders the lines of one container, as the agent's position in the file does. */
  offset: number;
}

/** The lines of one source and one minute, oldest first. */
export interface Block {
  lines: readonly Line[];
  /** For the bookkeeping of the cache: about as many bytes. */
  size: number;
}

const JSON_LEVELS: Readonly<Record<string, Line['level']>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};

const WORDS: Readonly<Record<string, Line['level']>> = {
  trace: 'TRACE',
  trce: 'TRACE',
  debug: 'DEBUG',
  dbug: 'DEBUG',
  info: 'INFO',
  notice: 'INFO',
  warn: 'WARN',
  warning: 'WARN',
  error: 'ERROR',
  fail: 'ERROR',
  crit: 'FATAL',
  fatal: 'FATAL',
  emerg: 'FATAL',
};

const PINO = /^\{"level":(\d\d),/;
const WORDED = /^\{(?:"time":"[^"]{1,40}",)?"level":"([a-z]{1,8})"/;
const LEADING =
  /^\d{4}[-/]\d\d[-/]\d\d \d\d:\d\d:\d\d(?:\.\d{3})? +(?:([A-Z]{4,5}) |([a-z]{4}): |\[([a-z]{4,6})\] )/;
const ACCESS = /^\d[\d.]+ - - \[[^\]]{1,40}\] "[^"]{0,400}" (\d)\d\d /;
const TRACE_ID = /(?:TID: |"trace_id":"|trace=)([0-9a-f]{32}\.\d+\.\d+)/;

/** How bad a line is by what stands at its beginning, as the agent's parsers read it. */
export function levelOf(text: string): Line['level'] {
  const number = PINO.exec(text)?.[1];
  if (number) return JSON_LEVELS[number];
  const [, upper, lower, bracket] = LEADING.exec(text) ?? [];
  const word = upper ?? lower ?? bracket ?? WORDED.exec(text)?.[1];
  if (word) return WORDS[word.toLowerCase()];
  const status = ACCESS.exec(text)?.[1];
  if (status === undefined) return undefined;
  return status === '5' ? 'ERROR' : 'INFO';
}

/** The trace that a line belongs to, where it says so. */
export function traceIdOf(text: string): string | undefined {
  return TRACE_ID.exec(text.length > 2000 ? text.slice(0, 2000) : text)?.[1];
}
