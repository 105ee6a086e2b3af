import { parseWorkloadId } from '@pilothouse/plugin-release-common';
import type { Pod } from '@pilothouse/plugin-release-common';
import type { Peek } from './useLogPeek';

/** A look into a pod's log, at the container that says most. */
export function peekOf(
  pod: Pod,
  place: Pick<Peek, 'workloadId' | 'where'>,
  previous = false,
): Peek {
  return {
    ...place,
    pod: pod.name,
    containers: pod.containers,
    container: mainContainer(pod, place.workloadId),
    previous,
  };
}

/** The container that is named like the workload, or else the first that is no helper at the start. */
function mainContainer(pod: Pod, workloadId: string): string | undefined {
  const name = parseWorkloadId(workloadId)?.name;
  return (
    pod.containers.find(container => container.name === name) ??
    pod.containers.find(({ init }) => !init)
  )?.name;
}
