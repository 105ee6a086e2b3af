import type { Level } from '@pilothouse/plugin-logs-common';

const HEAD = 200;
/** As a word of its own near the beginning: `ERROR`, `[warn]`, `level=info`, `"level":"debug"`. */
const LEVEL =
  /(?:^|[\s[("'=|:])(FATAL|CRITICAL|ERROR|ERR|WARNING|WARN|INFO|NOTICE|DEBUG|TRACE|fatal|critical|error|warning|warn|info|notice|debug|trace)(?=$|[\s\])"',;:|])/;

const LEVELS: Readonly<Record<string, Level>> = {
  fatal: 'error',
  critical: 'error',
  error: 'error',
  err: 'error',
  warning: 'warn',
  warn: 'warn',
  info: 'info',
  notice: 'info',
  debug: 'debug',
  trace: 'trace',
};

/** The level of a line that has it only in its text. */
export function levelOfText(text: string): Level {
  const head = text.slice(0, HEAD);
  const word = LEVEL.exec(withoutColours(head))?.[1];
  return LEVELS[word?.toLocaleLowerCase('en-US') ?? ''] ?? 'unknown';
}

function withoutColours(text: string): string {
  // eslint-disable-next-line no-control-regex -- it is control characters that are looked for
  return text.replace(/\u001b\[[\d;]*m/g, '');
}
