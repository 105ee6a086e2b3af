import { InputError } from '@backstage/errors';
import { parseWorkloadId } from '@pilothouse/plugin-release-common';

/**
 * What is locked of a workload: the same Deployment is the same key, whatever the environment is called.
 *
 * @throws InputError for what is not the id of a workload
 */
export function workloadKey(workloadId: string): string {
  const key = parseWorkloadId(workloadId);
  if (!key) throw new InputError(`Not the id of a workload: ${workloadId}`);
  return `${key.cluster}/${key.namespace}/${key.name}`;
}
