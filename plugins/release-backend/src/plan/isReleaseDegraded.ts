import type { Workload } from '@pilothouse/plugin-release-common';

/** Its canary may be well, or not: it has nothing sound to be compared with. */
export function isReleaseDegraded({ release, state }: Workload): boolean {
  return (
    state === 'degraded' &&
    release !== undefined &&
    release.ready < release.desired
  );
}
