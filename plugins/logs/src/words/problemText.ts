import { LOG_PROBLEMS } from '@pilothouse/plugin-logs-common';
import type { Message } from '@pilothouse/plugin-release-common';
import type { LogsWords } from './useLogsTranslation';

/** How much a problem takes away: nothing of what is shown, some lines, or all of a source. */
export type ProblemWeight = 'note' | 'partial' | 'away';

const AWAY = [
  'away',
  'timeout',
  'refused',
  'forbidden',
  'unexpected',
  'no-shards',
  'cluster-not-read',
  'cluster-forbidden',
];
const PARTIAL = [
  'throttled',
  'too-large',
  'shards-failed',
  'timed-out',
  'no-index',
  'field-not-searchable',
  'field-differs',
  'pods-not-read',
  'workloads-cut',
];

export function weightOf({ code }: Message): ProblemWeight {
  if (AWAY.includes(code)) return 'away';
  return PARTIAL.includes(code) ? 'partial' : 'note';
}

type Code = (typeof LOG_PROBLEMS)[number];
/** A parameter of the problem, as text. */
type Param = (name: string) => string;

/** Each for itself: a key made of two parts would have the compiler look at all of them, everywhere. */
const TEXTS: Readonly<Record<Code, (t: LogsWords, param: Param) => string>> = {
  away: (t, p) => t('problem.away', { source: p('source') }),
  timeout: (t, p) => t('problem.timeout', { source: p('source') }),
  refused: (t, p) => t('problem.refused', { source: p('source') }),
  forbidden: (t, p) => t('problem.forbidden', { source: p('source') }),
  throttled: (t, p) => t('problem.throttled', { source: p('source') }),
  'too-large': (t, p) => t('problem.too-large', { source: p('source') }),
  unexpected: (t, p) => t('problem.unexpected', { source: p('source') }),
  'no-shards': (t, p) => t('problem.no-shards', { source: p('source') }),
  'shards-failed': (t, p) =>
    t('problem.shards-failed', {
      source: p('source'),
      failed: p('failed'),
      total: p('total'),
    }),
  'timed-out': (t, p) => t('problem.timed-out', { source: p('source') }),
  'no-index': (t, p) => t('problem.no-index', { source: p('source') }),
  cut: (t, p) => t('problem.cut', { shown: p('shown') }),
  'count-not-exact': t => t('problem.count-not-exact'),
  'clock-gap': (t, p) =>
    t('problem.clock-gap', { source: p('source'), seconds: p('seconds') }),
  'no-source': (t, p) => t('problem.no-source', { cluster: p('cluster') }),
  'no-pods': (t, p) => t('problem.no-pods', { version: p('version') }),
  'query-simplified': (t, p) =>
    t('problem.query-simplified', { part: p('part') }),
  'field-not-searchable': (t, p) =>
    t('problem.field-not-searchable', {
      source: p('source'),
      field: p('field'),
    }),
  'field-differs': (t, p) =>
    t('problem.field-differs', { source: p('source'), field: p('field') }),
  'levels-by-text': (t, p) =>
    t('problem.levels-by-text', { source: p('source') }),
  'no-targets': t => t('problem.no-targets'),
  'pods-not-read': (t, p) =>
    t('problem.pods-not-read', { workload: p('workload') }),
  'cluster-not-read': (t, p) =>
    t('problem.cluster-not-read', { cluster: p('cluster') }),
  'cluster-forbidden': (t, p) =>
    t('problem.cluster-forbidden', {
      cluster: p('cluster'),
      what: `${p('verb')} ${p('resource')}`,
    }),
  'workloads-cut': (t, p) =>
    t('problem.workloads-cut', { shown: p('shown'), total: p('total') }),
};

/** What a problem says to the reader; one of a newer backend says its code. */
export function problemText({ code, params }: Message, t: LogsWords): string {
  const known = LOG_PROBLEMS.find(name => name === code);
  const param: Param = name => String(params[name] ?? '–');
  if (!known) return t('problem.other', { code });
  // How many there are is not always said.
  if (known === 'shards-failed' && params.total === undefined) {
    return t('problem.some-shards-failed', { source: param('source') });
  }
  return TEXTS[known](t, param);
}
