import {
  isUnknownTarget,
  type LogSource,
  type LogSourceList,
} from '@pilothouse/plugin-logs-common';
import type { LogAddress } from '../address/logAddress';

type SourcedTarget = LogSourceList['targets'][number];

/** Of an entity's targets, those that the tab shows now. */
export interface Scope {
  /** In order of promotion. */
  environments: string[];
  environment: string | undefined;
  /** All of the environment, in order; those of which it is not known what runs there come last. */
  clusters: string[];
  /** Of them, those that were chosen; all where none was. */
  chosen: string[];
  /** On those clusters; none where that is not known of any. */
  targets: SourcedTarget[];
  /** Of which of those clusters it is not known what runs there. */
  unknown: LogSourceList['problems'];
  /** Of them, those whose lines nobody keeps. */
  uncovered: SourcedTarget[];
  /** Where the lines of the others are. */
  sources: LogSource[];
}

/** What an address means among the targets that there are; a name that is none of theirs is as if it were missing. */
export function scopeOf(
  list: Omit<LogSourceList, 'now'>,
  address: Pick<LogAddress, 'environment' | 'clusters'>,
): Scope {
  const unknown = list.problems.filter(isUnknownTarget);
  const environments = distinct([
    ...(list.environments ?? []),
    ...list.targets.map(t => t.target.environment),
  ]);
  // What people want to know most is how it is in production, which is the last one.
  const environment =
    environments.find(name => name === address.environment) ??
    environments.at(-1);
  const all = list.targets.filter(t => t.target.environment === environment);
  const unknownHere = unknown.filter(
    ({ params }) => (params.environment ?? environment) === environment,
  );
  const clusters = distinct([
    ...all.map(t => t.target.cluster),
    ...unknownHere.map(({ params }) => String(params.cluster)),
  ]);
  const wanted = clusters.filter(name => address.clusters.includes(name));
  const chosen = wanted.length > 0 ? wanted : clusters;
  const targets = all.filter(t => chosen.includes(t.target.cluster));
  const names = new Set(targets.map(({ source }) => source));
  return {
    environments,
    environment,
    clusters,
    chosen,
    targets,
    unknown: unknownHere.filter(({ params }) =>
      chosen.includes(String(params.cluster)),
    ),
    uncovered: targets.filter(({ source }) => source === undefined),
    sources: list.sources.filter(({ name }) => names.has(name)),
  };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
