import type { LogSource, LogSourceList } from '@pilothouse/plugin-logs-common';
import type { LogAddress } from '../address/logAddress';

type SourcedTarget = LogSourceList['targets'][number];

/** Of an entity's targets, those that the tab shows now. */
export interface Scope {
  /** In order of promotion. */
  environments: string[];
  environment: string | undefined;
  /** All of the environment, in order. */
  clusters: string[];
  /** Those that were chosen; all where none was. */
  targets: SourcedTarget[];
  /** Of them, those whose lines nobody keeps. */
  uncovered: SourcedTarget[];
  /** Where the lines of the others are. */
  sources: LogSource[];
}

/** What an address means among the targets that there are; a name that is none of theirs is as if it were missing. */
export function scopeOf(
  list: Pick<LogSourceList, 'targets' | 'sources'>,
  address: Pick<LogAddress, 'environment' | 'clusters'>,
): Scope {
  const environments = distinct(list.targets.map(t => t.target.environment));
  // What people want to know most is how it is in production, which is the last one.
  const environment =
    environments.find(name => name === address.environment) ??
    environments.at(-1);
  const all = list.targets.filter(t => t.target.environment === environment);
  const clusters = distinct(all.map(t => t.target.cluster));
  const chosen = clusters.filter(name => address.clusters.includes(name));
  const targets =
    chosen.length > 0
      ? all.filter(t => chosen.includes(t.target.cluster))
      : all;
  const names = new Set(targets.map(({ source }) => source));
  return {
    environments,
    environment,
    clusters,
    targets,
    uncovered: targets.filter(({ source }) => source === undefined),
    sources: list.sources.filter(({ name }) => names.has(name)),
  };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
