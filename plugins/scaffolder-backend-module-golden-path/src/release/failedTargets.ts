import { ServiceUnavailableError } from '@backstage/errors';
import {
  provisionErrorText,
  type ProvisionError,
} from '@pilothouse/plugin-release-common';

interface Target {
  cluster: string;
  status: string;
  error?: ProvisionError;
  objects: readonly { kind: string; name: string; error?: ProvisionError }[];
}

/** What keeps a step from being done, over all clusters; what was done on others stands, and a retry goes on from it. */
export function failedTargets(
  what: string,
  targets: readonly Target[],
): Error | undefined {
  const reasons = targets
    .filter(({ status }) => status === 'failed')
    .map(({ cluster, error, objects }) => {
      const first = objects.find(object => object.error);
      if (error) return `${cluster}: ${provisionErrorText(error)}`;
      return first?.error
        ? `${cluster}: ${first.kind} ${first.name}: ${provisionErrorText(
            first.error,
          )}`
        : `${cluster}: it failed`;
    });
  return reasons.length === 0
    ? undefined
    : new ServiceUnavailableError(
        `${what} is not everywhere. ${reasons
          .map(reason => (reason.endsWith('.') ? reason : `${reason}.`))
          .join(' ')} Retry goes on from what was done.`,
      );
}
