import type { Level } from '@pilothouse/plugin-logs-common';
import type { LinearPattern } from './LinearPattern';

export type KnownLevel = Exclude<Level, 'unknown'>;

export const KNOWN_LEVELS: readonly KnownLevel[] = [
  'error',
  'warn',
  'info',
  'debug',
  'trace',
];

/** What the usual libraries write, in small letters. */
const WORDS: Readonly<Record<KnownLevel, readonly string[]>> = {
  error: [
    'error',
    'err',
    'fatal',
    'severe',
    'critical',
    'crit',
    'fail',
    'panic',
    'alert',
    'emerg',
    'emergency',
    'e',
    'f',
  ],
  warn: ['warn', 'warning', 'wrn', 'w'],
  info: ['info', 'information', 'informational', 'inf', 'notice', 'i'],
  debug: ['debug', 'dbug', 'dbg', 'fine', 'config', 'd'],
  trace: ['trace', 'trce', 'trc', 'finer', 'finest', 'verbose', 't', 'v'],
};

/** As pino and bunyan count. */
const NUMBERS: Readonly<Record<KnownLevel, readonly number[]>> = {
  error: [50, 60],
  warn: [40],
  info: [30],
  debug: [20],
  trace: [10],
};

/** Those that hardly stand in a text without meaning it. */
const TELLING: Readonly<Record<KnownLevel, readonly string[]>> = {
  error: ['error', 'fatal', 'severe', 'critical', 'panic'],
  warn: ['warn', 'warning'],
  info: ['info', 'notice'],
  debug: ['debug'],
  trace: ['trace'],
};

/** A line says its level near its beginning. */
const LOOKED_THROUGH = 300;
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]{0,20}m`, 'g');

/** Where programs put it, the most certain first. Every repetition is bounded, and so is what is looked through. */
const PLACES = [
  /["'](?:level|severity|lvl|loglevel|log\.level|severity_text)["']\s{0,4}:\s{0,4}["']?(\w{1,15})/i,
  /(?:^|[\s[])(?:level|severity|lvl)=["']?(\w{1,15})/i,
  /^([EWIDF])\d{4} \d\d:\d\d/,
  /\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|SEVERE|CRITICAL|PANIC)\b/,
  /\[(trace|debug|info|notice|warn|warning|error|crit|alert|emerg|fatal)\]/i,
  /(?:^|\s)(trce|dbug|info|warn|fail|crit):/,
];

/** What the levels are called in the field of a source. */
export interface LevelValues {
  words: Readonly<Record<KnownLevel, readonly string[]>>;
  numbers: Readonly<Record<KnownLevel, readonly number[]>>;
}

type Configured = Partial<Record<KnownLevel, readonly string[]>>;

/** @param configured - what a source calls a level takes the place of the usual words */
export function levelValues(configured: Configured = {}): LevelValues {
  const words = { ...WORDS, ...configured };
  const numbers = { ...NUMBERS };
  for (const level of KNOWN_LEVELS) {
    const own = configured[level];
    if (own) numbers[level] = own.map(Number).filter(Number.isSafeInteger);
  }
  return { words, numbers };
}

/** As they may be written in a field that distinguishes upper from lower case. */
export function spellings(words: readonly string[]): string[] {
  return [
    ...new Set(
      words.flatMap(word => [
        word,
        word.toLowerCase(),
        word.toUpperCase(),
        `${word.charAt(0).toUpperCase()}${word.slice(1).toLowerCase()}`,
      ]),
    ),
  ];
}

/** The level that the value of a field means. */
export function levelOfValue(value: unknown, values: LevelValues): Level {
  if (typeof value === 'number') {
    return (
      KNOWN_LEVELS.find(level => values.numbers[level].includes(value)) ??
      'unknown'
    );
  }
  if (typeof value !== 'string') return 'unknown';
  const word = value.slice(0, 50).trim().toLowerCase();
  return (
    KNOWN_LEVELS.find(level =>
      values.words[level].some(known => known.toLowerCase() === word),
    ) ??
    KNOWN_LEVELS.find(level =>
      values.numbers[level].some(number => String(number) === word),
    ) ??
    'unknown'
  );
}

/** The level that a line says in its own text. */
export function levelInText(
  text: string,
  values: LevelValues,
  pattern?: LinearPattern,
): Level {
  const start = text.slice(0, LOOKED_THROUGH).replace(COLOURS, '');
  if (pattern) return levelOfValue(pattern.find(start), values);
  for (const place of PLACES) {
    const level = levelOfValue(place.exec(start)?.[1], values);
    if (level !== 'unknown') return level;
  }
  return 'unknown';
}

/** Words by which lines of a level are found where no field says it. */
export function tellingWords(level: KnownLevel): readonly string[] {
  return TELLING[level];
}
