import type { Verdict } from '@pilothouse/plugin-release-common';

/** One failure fails all, and one that does not know keeps all from passing. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('unknown') ? 'unknown' : 'pass';
}
