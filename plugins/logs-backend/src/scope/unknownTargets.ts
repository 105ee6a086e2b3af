import type { Message, WorkloadList } from '@pilothouse/plugin-release-common';
import { problem } from '../search/problemOf';

/**
 * Where an entity may run without our knowing: the release backend could not say, or had too much to say. Lines that are
 * there cannot be asked for, for what may be read is decided by what runs where.
 */
export function unknownTargets({
  problems,
  environments,
}: Pick<WorkloadList, 'problems' | 'environments'>): Message[] {
  return problems.flatMap(({ code, params }) => {
    if (code === 'cut') return [problem('workloads-cut', params)];
    if (code !== 'not-read' && code !== 'forbidden') return [];
    const own = code === 'not-read' ? 'cluster-not-read' : 'cluster-forbidden';
    const named = environments.filter(({ clusters }) =>
      clusters.some(name => name === params.cluster),
    );
    // A cluster that no environment names may be any's.
    return named.length === 0
      ? [problem(own, params)]
      : named.map(({ name }) => problem(own, { ...params, environment: name }));
  });
}

/** Whether a problem may take lines from a search of an environment, or of some of its clusters. */
export function concerns(
  { params }: Message,
  {
    environment,
    clusters,
  }: { environment: string; clusters?: readonly string[] },
): boolean {
  return (
    (params.environment ?? environment) === environment &&
    (params.cluster === undefined ||
      (clusters?.includes(String(params.cluster)) ?? true))
  );
}
