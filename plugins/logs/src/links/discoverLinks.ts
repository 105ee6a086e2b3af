import type { TimeRange } from '@pilothouse/pilothouse-react';
import {
  discoverColumns,
  discoverFilters,
  discoverUrl,
  type LogEntry,
  type LogSource,
} from '@pilothouse/plugin-logs-common';
import {
  deploymentOf,
  type Pod,
  type ScopedDeployment,
} from '@pilothouse/plugin-release-common';
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

/** Servers take addresses of some thousand characters. */
const MOST_PODS = 50;

/** A pod that runs now, and where. */
export interface RunningPod {
  cluster: string;
  namespace: string;
  pod: Pick<Pod, 'name' | 'image'>;
}

/**
 * The search that the tab shows, in Discover: a link for each source that has one, and has lines of what is searched for.
 * None where Discover would show the lines of others.
 *
 * @param running - what runs on the targets: a version is that of its pods, as the backend searches for it
 */
export function searchLinks(
  scope: Scope,
  address: LogAddress,
  running: readonly RunningPod[],
): DiscoverLink[] {
  return scope.sources.flatMap(source => {
    const targets = scope.targets.filter(each => each.source === source.name);
    const deployments = targets
      .flatMap(deploymentsOn)
      .filter(({ role }) => !address.role || role === address.role);
    const pods = podsOf(targets, deployments, { address, running });
    const isNothing = deployments.length === 0 || pods?.length === 0;
    if (isNothing || (pods?.length ?? 0) > MOST_PODS) return [];
    return linkOf(source, {
      filters: discoverFilters(source, {
        clusters: distinct(targets.map(each => each.target.cluster)),
        namespaces: distinct(targets.map(each => each.target.namespace)),
        deployments: distinct(deployments.map(({ name }) => name)),
        pods,
        levels: address.levels,
        traceId: address.traceId,
      }),
      text: plainSearchText(address.text),
      ...rangeOf(address.range),
      sort: address.order === 'oldest' ? 'asc' : 'desc',
    });
  });
}

/** The pods that are searched for, of those Deployments; `undefined` where all are. */
function podsOf(
  targets: Scope['targets'],
  deployments: readonly ScopedDeployment[],
  {
    address: { pods, version },
    running,
  }: { address: LogAddress; running: readonly RunningPod[] },
): string[] | undefined {
  if (pods.length === 0 && version === undefined) return undefined;
  const ofVersion = running
    .filter(({ cluster, namespace, pod: { image } }) =>
      targets.some(
        ({ target }) =>
          target.cluster === cluster &&
          target.namespace === namespace &&
          (image.tag ?? image.digest) === version,
      ),
    )
    .map(({ pod }) => pod.name);
  const named =
    version === undefined
      ? pods
      : ofVersion.filter(name => pods.length === 0 || pods.includes(name));
  return distinct(named.filter(name => deploymentOf(name, deployments)));
}

/** The Deployments of a target; an older backend says their names alone. */
function deploymentsOn(target: Scope['targets'][number]): ScopedDeployment[] {
  const { deployments, workloads, canaries } = target;
  if (deployments) return deployments;
  const of = (role: 'release' | 'canary') => (name: string) => ({
    name,
    role,
    workload: name,
  });
  return [...workloads.map(of('release')), ...canaries.map(of('canary'))];
}

/** A line and its neighbours of the same pod, in Discover. */
export function lineLink(
  scope: Scope,
  entry: LogEntry,
): DiscoverLink | undefined {
  const source = scope.sources.find(({ name }) => name === entry.source);
  const at = Date.parse(entry.at);
  // Without its pod it would be the lines of everybody there.
  if (!source || !entry.pod || Number.isNaN(at)) return undefined;
  const given = (value: string | undefined) => (value ? [value] : []);
  return linkOf(source, {
    filters: discoverFilters(source, {
      clusters: given(entry.cluster),
      namespaces: given(entry.namespace),
      deployments: [],
      pods: [entry.pod],
    }),
    from: new Date(at - AROUND_MS).toISOString(),
    to: new Date(at + AROUND_MS).toISOString(),
    sort: 'desc',
  })[0];
}

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
