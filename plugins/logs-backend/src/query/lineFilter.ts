import { toUSVString } from 'node:util';
import type { Level } from '@pilothouse/plugin-logs-common';
import {
  podNamePattern,
  type ScopedDeployment,
  type Target,
} from '@pilothouse/plugin-release-common';
import type { SourceConfig } from '../config/readLogsConfig';
import {
  KNOWN_LEVELS,
  levelValues,
  spellings,
  tellingWords,
  type KnownLevel,
} from '../lines/levels';
import type { StoreFields } from '../store/StoreFields';

/** A clause of the query language of the store. */
export type Clause = Record<string, object>;

/** Where lines of an entity are, on one target. */
export interface ScopedTarget {
  target: Target;
  deployments: readonly ScopedDeployment[];
}

/** Which lines are wanted. */
export interface LineQuery {
  /** Never empty: without any nothing may be read. */
  targets: readonly ScopedTarget[];
  /** Milliseconds since the epoch; `to` is not in it. */
  from: number;
  to: number;
  text?: string;
  levels?: readonly Level[];
  pods?: readonly string[];
  container?: string;
  traceId?: string;
  /** Of documents. */
  ids?: readonly string[];
}

/** What of the language of people is understood: no regular expressions, no `~`, no names of fields. */
const FLAGS = 'AND|OR|NOT|PHRASE|PRECEDENCE|PREFIX|ESCAPE|WHITESPACE';

/**
 * The clauses of `bool.filter`: all have to hold. The entity's own come first, and nothing that a person writes can take
 * them back.
 */
export function lineFilter(
  source: SourceConfig,
  fields: StoreFields,
  query: LineQuery,
): Clause[] {
  const { text, levels, pods, container, traceId, ids } = query;
  const filter = [
    entityFilter(source, fields, query.targets),
    timeFilter(fields, query),
  ];
  if (pods && fields.exact.pod) {
    filter.push({ terms: { [fields.exact.pod]: pods } });
  }
  if (container && fields.exact.container) {
    filter.push({ term: { [fields.exact.container]: container } });
  }
  if (ids) filter.push({ ids: { values: ids } });
  if (levels) filter.push(levelFilter(source, fields, levels));
  if (traceId !== undefined) filter.push(traceFilter(fields, traceId));
  const words = text && readable(text);
  if (words) filter.push(textFilter(fields, words));
  return filter;
}

/** Lines of these targets and nobody else's. */
export function entityFilter(
  source: SourceConfig,
  { exact }: StoreFields,
  targets: readonly ScopedTarget[],
): Clause {
  const { namespace, pod, cluster } = exact;
  if (!namespace || !pod || (source.fields.cluster && !cluster)) {
    throw new Error('Fields that decide who may read are not kept whole');
  }
  return anyOf(
    targets.map(({ target, deployments }) => ({
      bool: {
        filter: [
          ...(cluster
            ? [
                {
                  term: {
                    [cluster]:
                      source.clusterNames?.[target.cluster] ?? target.cluster,
                  },
                },
              ]
            : []),
          { term: { [namespace]: target.namespace } },
          anyOf(
            deployments.map(({ name }) => ({
              regexp: { [pod]: { value: podNamePattern(name) } },
            })),
          ),
        ],
      },
    })),
  );
}

export function timeFilter(
  { time }: StoreFields,
  { from, to }: { from: number; to: number },
): Clause {
  return {
    range: { [time.name]: { gte: from, lt: to, format: 'epoch_millis' } },
  };
}

function textFilter({ message }: StoreFields, text: string): Clause {
  return {
    simple_query_string: {
      query: text,
      fields: message,
      default_operator: 'and',
      flags: FLAGS,
      lenient: true,
    },
  };
}

/** Without what no line has and some parsers stumble over: controls, halves of characters. */
function readable(text: string): string {
  return toUSVString(text)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}

function traceFilter({ exact, message }: StoreFields, traceId: string): Clause {
  // A line of a program that fills no field may say it in its text.
  return anyOf([
    ...(exact.traceId ? [{ term: { [exact.traceId]: traceId } }] : []),
    ...message.map(name => ({ match_phrase: { [name]: traceId } })),
  ]);
}

function levelFilter(
  source: SourceConfig,
  fields: StoreFields,
  levels: readonly Level[],
): Clause {
  const clauses = levelClauses(source, fields);
  return anyOf(levels.map(level => clauses[level]));
}

/** By level, each line in one of them: what has a level, and `unknown` for the rest. */
export function levelClauses(
  source: SourceConfig,
  fields: StoreFields,
): Record<Level, Clause> {
  const says = (level: KnownLevel) => saysOf(source, fields, level);
  const known = (level: KnownLevel): Clause => {
    const own = says(level);
    if (fields.level) return own;
    // Words of several levels may stand in one text: the gravest counts.
    const graver = KNOWN_LEVELS.slice(0, KNOWN_LEVELS.indexOf(level));
    return graver.length === 0
      ? own
      : { bool: { filter: [own], must_not: graver.map(says) } };
  };
  return {
    error: known('error'),
    warn: known('warn'),
    info: known('info'),
    debug: known('debug'),
    trace: known('trace'),
    unknown: { bool: { must_not: KNOWN_LEVELS.map(says) } },
  };
}

function saysOf(
  source: SourceConfig,
  fields: StoreFields,
  level: KnownLevel,
): Clause {
  const { words, numbers } = levelValues(source.levelValues);
  if (!fields.level) {
    return {
      multi_match: {
        query: tellingWords(level).join(' '),
        fields: fields.message,
        operator: 'or',
      },
    };
  }
  const { name, numeric } = fields.level;
  const values = numeric
    ? numbers[level]
    : [...spellings(words[level]), ...numbers[level].map(String)];
  return { terms: { [name]: values } };
}

function anyOf(clauses: readonly Clause[]): Clause {
  return clauses.length === 1
    ? clauses[0]
    : { bool: { should: clauses, minimum_should_match: 1 } };
}
