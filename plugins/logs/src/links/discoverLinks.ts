import type { TimeRange } from '@pilothouse/pilothouse-react';
import {
  discoverColumns,
  discoverFilters,
  discoverUrl,
  type LogEntry,
  type LogSource,
} from '@pilothouse/plugin-logs-common';
import type { LogAddress } from '../address/logAddress';
import type { Scope } from '../search/scope';
import { plainSearchText } from '../search/searchText';

/** Where Discover shows the same, and what it is called there. */
export interface DiscoverLink {
  source: string;
  product: 'Kibana' | 'OpenSearch Dashboards';
  url: string;
}

/** A line is looked at with what was written shortly before and after. */
const AROUND_MS = 60_000;

/** The search that the tab shows, in Discover: a link for each source that has one. */
export function searchLinks(
  scope: Scope,
  address: LogAddress,
  deploymentsOf: DeploymentsOf,
): DiscoverLink[] {
  return scope.sources.flatMap(source => {
    const targets = scope.targets.filter(each => each.source === source.name);
    return linkOf(source, {
      filters: discoverFilters(source.fields, {
        clusters: distinct(targets.map(each => each.target.cluster)),
        namespaces: distinct(targets.map(each => each.target.namespace)),
        deployments: distinct(targets.flatMap(deploymentsOf)),
        pods: address.pods,
        levels: address.levels,
        traceId: address.traceId,
      }),
      text: plainSearchText(address.text),
      ...rangeOf(address.range),
      sort: address.order === 'oldest' ? 'asc' : 'desc',
    });
  });
}

/** A line and its neighbours of the same pod, in Discover. */
export function lineLink(
  scope: Scope,
  entry: LogEntry,
): DiscoverLink | undefined {
  const source = scope.sources.find(({ name }) => name === entry.source);
  const at = Date.parse(entry.at);
  if (!source || Number.isNaN(at)) return undefined;
  const given = (value: string | undefined) => (value ? [value] : []);
  return linkOf(source, {
    filters: discoverFilters(source.fields, {
      clusters: given(entry.cluster),
      namespaces: given(entry.namespace),
      deployments: [],
      pods: given(entry.pod),
    }),
    from: new Date(at - AROUND_MS).toISOString(),
    to: new Date(at + AROUND_MS).toISOString(),
    sort: 'desc',
  })[0];
}

/** Names of the Deployments of a target, canaries among them. */
export type DeploymentsOf = (
  target: Scope['targets'][number],
) => readonly string[];

type View = Omit<Parameters<typeof discoverUrl>[2], 'columns'>;

function linkOf(source: LogSource, view: View): DiscoverLink[] {
  const { discover, fields, name } = source;
  if (!discover) return [];
  return [
    {
      source: name,
      product:
        discover.product === 'kibana' ? 'Kibana' : 'OpenSearch Dashboards',
      url: discoverUrl(discover, fields, {
        ...view,
        columns: discoverColumns(fields),
      }),
    },
  ];
}

/** What ends now does so in Discover, too. */
function rangeOf(range: TimeRange) {
  return 'relative' in range
    ? { from: `now-${range.relative}`, to: 'now' }
    : range;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
