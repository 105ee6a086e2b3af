import { levelSchema, type Level, type LogFields } from '../model';
import type { DiscoverFilter } from './DiscoverView';

/** How levels are written by the usual libraries; what is none of them is `unknown`. */
export const LEVEL_WORDS: Readonly<
  Record<Exclude<Level, 'unknown'>, readonly string[]>
> = {
  error: ['ERROR', 'error', 'FATAL', 'fatal', 'CRITICAL', 'critical'],
  warn: ['WARN', 'warn', 'WARNING', 'warning'],
  info: ['INFO', 'info', 'NOTICE', 'notice'],
  debug: ['DEBUG', 'debug'],
  trace: ['TRACE', 'trace'],
};

/** Which lines of an entity: everything that is given has to hold. */
export interface DiscoverScope {
  clusters: readonly string[];
  namespaces: readonly string[];
  /** Names of Deployments, whose pods have names made of them; canaries are Deployments of their own. */
  deployments: readonly string[];
  /** Only these pods, whatever the Deployments are. */
  pods?: readonly string[];
  levels?: readonly Level[];
  traceId?: string;
}

/** The filters of Discover that keep to an entity's own lines, as the logs backend keeps to them. */
export function discoverFilters(
  fields: LogFields,
  scope: DiscoverScope,
): DiscoverFilter[] {
  const { pods = [], levels = [], traceId } = scope;
  const filters: DiscoverFilter[] = [];
  const among = (field: string | undefined, values: readonly string[]) => {
    if (field && values.length > 0) filters.push({ field, values });
  };
  among(fields.cluster, scope.clusters);
  among(fields.namespace, scope.namespaces);
  if (pods.length > 0) among(fields.pod, pods);
  else if (scope.deployments.length > 0) {
    filters.push({
      field: fields.pod,
      regexp: podNamePattern(scope.deployments),
    });
  }
  if (fields.level && levels.length > 0) {
    filters.push(...levelFilter(fields.level, levels));
  }
  if (traceId) among(fields.traceId, [traceId]);
  return filters;
}

/** Names of the pods that these Deployments make, as a regular expression of Lucene, which is anchored. */
export function podNamePattern(deployments: readonly string[]): string {
  const names = deployments.map(name => name.replace(/[^a-z0-9-]/g, '\\$&'));
  const [only] = names;
  const start = names.length === 1 ? only : `(${names.join('|')})`;
  return `${start}-[a-z0-9]{1,10}-[a-z0-9]{5}`;
}

/** The columns that a reader of lines wants, in their order. */
export function discoverColumns(fields: LogFields): string[] {
  return [fields.level, fields.pod, fields.message].flatMap(field =>
    // A column shows the text, not the part of it that is made for filters.
    field ? [field.replace(/\.keyword$/, '')] : [],
  );
}

function levelFilter(
  field: string,
  levels: readonly Level[],
): DiscoverFilter[] {
  const wordsOf = (wanted: readonly Level[]) =>
    wanted.flatMap(level => (level === 'unknown' ? [] : LEVEL_WORDS[level]));
  if (!levels.includes('unknown')) return [{ field, values: wordsOf(levels) }];
  // Lines without a level have no word for it: they are what is left when all others are taken away.
  const others = levelSchema.options.filter(level => !levels.includes(level));
  return others.length > 0
    ? [{ field, values: wordsOf(others), negate: true }]
    : [];
}
