import { podNamePattern } from '@pilothouse/plugin-release-common';
import {
  levelSchema,
  type Level,
  type LogFields,
  type LogSource,
} from '../model';
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
  /** Only these pods: the caller sees to it that they are of the Deployments. */
  pods?: readonly string[];
  levels?: readonly Level[];
  traceId?: string;
}

/** The filters of Discover that keep to an entity's own lines, as the logs backend keeps to them. */
export function discoverFilters(
  { fields, clusterNames = {} }: Pick<LogSource, 'fields' | 'clusterNames'>,
  scope: DiscoverScope,
): DiscoverFilter[] {
  const { pods = [], levels = [], traceId } = scope;
  const filters: DiscoverFilter[] = [];
  const among = (field: string | undefined, values: readonly string[]) => {
    if (field && values.length > 0) filters.push({ field, values });
  };
  among(
    fields.cluster,
    scope.clusters.map(name => clusterNames[name] ?? name),
  );
  among(fields.namespace, scope.namespaces);
  if (pods.length > 0) among(fields.pod, pods);
  else if (scope.deployments.length > 0) {
    // Each for itself: stores take expressions of 1,000 characters at most.
    filters.push({
      anyOf: scope.deployments.map(name => ({
        field: fields.pod,
        regexp: podNamePattern(name),
      })),
    });
  }
  if (fields.level && levels.length > 0) {
    filters.push(...levelFilter(fields.level, levels));
  }
  // A line of a program that fills no field may say it in its text: the backend looks there, too.
  if (traceId && fields.traceId) {
    filters.push({
      anyOf: [fields.traceId, fields.message].map(field => ({
        field,
        phrase: traceId,
      })),
    });
  } else if (traceId) among(fields.message, [traceId]);
  return filters;
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
