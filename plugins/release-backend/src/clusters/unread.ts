import type { ClusterHealth } from '@pilothouse/plugin-clusters-node';
import type { Message } from '@pilothouse/plugin-release-common';
import type { ClusterSnapshot } from '../workload/entityView';
import type { Standing } from './standing';

/** Without these it is not known what runs of whom. */
const NEEDED = ['namespaces', 'deployments'] as const;
/** Without these, a workload that is found may be worse than it seems: pods count by themselves. */
const TELLING = ['replicasets', 'pods'] as const;

function refusalOf(
  health: ClusterHealth | undefined,
  resources: readonly string[],
): ClusterHealth['forbidden'][number] | undefined {
  return health?.forbidden.find(({ resource }) => resources.includes(resource));
}

/** The first kind that a cluster has not told, of those without which it is not known what runs there. */
export function unreadKind(
  cluster: ClusterSnapshot | undefined,
): string | undefined {
  return NEEDED.find(kind => !cluster?.objects?.[kind].synced);
}

/**
 * Why it cannot be told what runs on a cluster: its first lists have not come, or may not be read. What is empty then
 * says nothing.
 *
 * @param cluster - `undefined` for one that is not configured
 * @returns a problem, `not-read` or `forbidden`; `undefined` where it can be told
 */
export function unreadProblem(
  name: string,
  cluster: ClusterSnapshot | undefined,
): Message | undefined {
  const missing = NEEDED.filter(kind => !cluster?.objects?.[kind].synced);
  if (missing.length === 0) return undefined;
  const refusal = refusalOf(cluster?.health, missing);
  if (!refusal) return { code: 'not-read', params: { cluster: name } };
  const { verb, resource } = refusal;
  return { code: 'forbidden', params: { cluster: name, verb, resource } };
}

/** The clusters, of those that environments name, of which it cannot be told what runs there. */
export function unreadProblems(
  names: readonly string[],
  clusters: ReadonlyMap<string, ClusterSnapshot>,
): Message[] {
  return names.flatMap(name => unreadProblem(name, clusters.get(name)) ?? []);
}

/**
 * What the state of a workload was judged without: `forbidden` for what the portal's account may not read, or not any
 * more; `not-read` where no refusal says why, and no silence of the cluster. One of them is enough.
 */
export function judgedWithout(
  { name, health, objects }: ClusterSnapshot,
  standing: Standing,
): Message[] {
  const refusal = refusalOf(health, [...NEEDED, ...TELLING]);
  if (refusal) {
    const { verb, resource } = refusal;
    return [{ code: 'forbidden', params: { cluster: name, verb, resource } }];
  }
  if (standing.heard === 'lost') return [];
  const resource = TELLING.find(kind => !objects?.[kind].synced);
  return resource
    ? [{ code: 'not-read', params: { cluster: name, resource } }]
    : [];
}

/** Says in an error why a cluster has not told a kind, and what to do. */
export function whyUntold(
  health: ClusterHealth | undefined,
  resource: string,
): string {
  const refusal = refusalOf(health, [resource]);
  return refusal
    ? `the portal may not ${refusal.verb} ${resource} there`
    : 'it may be silent, or slow: try again';
}

/** The same as a finding about a workload's surroundings. */
export function untoldFinding(
  cluster: string,
  health: ClusterHealth,
  resource: string,
): Message {
  const refusal = refusalOf(health, [resource]);
  return refusal
    ? {
        code: 'forbidden',
        params: { cluster, verb: refusal.verb, resource },
      }
    : { code: 'not-read', params: { cluster, resource } };
}
