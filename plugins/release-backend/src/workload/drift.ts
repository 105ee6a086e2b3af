import type { Image, Workload } from '@pilothouse/plugin-release-common';

/** Clusters pull from registries of their own, so the registry does not count; a digest says more than a tag. */
function sameImage(a: Image, b: Image): boolean {
  if (a.digest && b.digest) return a.digest === b.digest;
  return a.repository === b.repository && a.tag === b.tag;
}

/**
 * Ids of workloads whose release image differs between the clusters of one environment. A cluster that does not answer
 * is left out: what it ran once proves nothing.
 */
export function driftingIds(
  workloads: readonly Workload[],
): ReadonlySet<string> {
  const groups = new Map<string, Workload[]>();
  for (const workload of workloads) {
    if (workload.state === 'unknown' || !workload.release) continue;
    const { environment, namespace } = workload.target;
    const key = `${environment}/${namespace}/${workload.name}`;
    const others = groups.get(key);
    if (others) others.push(workload);
    else groups.set(key, [workload]);
  }
  const drifting = new Set<string>();
  for (const group of groups.values()) {
    const [{ release: first }] = group;
    const same = group.every(
      ({ release }) =>
        first && release && sameImage(first.image, release.image),
    );
    if (!same) for (const { id } of group) drifting.add(id);
  }
  return drifting;
}
