import type { Deployment } from './objects';

/** Whether a Deployment replaces one pod at a time, never fewer than there were. */
export function rollsOneByOne({ spec }: Deployment): boolean {
  const { type, rollingUpdate } = spec?.strategy ?? {};
  return (
    type !== 'Recreate' &&
    rollingUpdate?.maxSurge === 1 &&
    rollingUpdate.maxUnavailable === 0
  );
}
