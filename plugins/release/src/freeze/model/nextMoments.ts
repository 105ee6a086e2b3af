import type { FreezeMoment } from '@pilothouse/plugin-release-common';

/** The present or next window of each freeze: a list names a freeze once, however often it comes. */
export function nextMoments(moments: readonly FreezeMoment[]): FreezeMoment[] {
  const seen = new Set<string>();
  return moments.filter(({ freeze: { id } }) => {
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}
