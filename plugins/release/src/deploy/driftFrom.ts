import type { Workload } from '@pilothouse/plugin-release-common';

/**
 * The first other cluster of the environment whose release differs from this workload's.
 *
 * @param all - in order of the environment's clusters, as the backend answers
 */
export function driftFrom(
  workload: Workload,
  all: readonly Workload[],
): string | undefined {
  if (!workload.drift || !workload.release) return undefined;
  const { target, name, release } = workload;
  return all.find(
    other =>
      other.target.environment === target.environment &&
      other.target.cluster !== target.cluster &&
      other.name === name &&
      other.release !== undefined &&
      other.release.image.reference !== release.image.reference,
  )?.target.cluster;
}
