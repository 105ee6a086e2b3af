import type { RolloutState } from '../state';
import { baseOf } from './keys';

const FIRST_WAIT_MS = 500;
export const LONGEST_WAIT_MS = 60_000;
/** What is seen now is dated by an estimate of the database's clock, which may be behind what was stored just before. */
const CLOCK_SLACK_MS = 5_000;

type Failures = NonNullable<RolloutState['failures']>;

/**
 * How long a write still has to wait after it failed; the second try is made at once, because a conflict is ordinary,
 * unless the cluster asks for more patience. One that others overtake gets another key, and waits like the one before.
 */
export function waitBeforeRetry(
  { failures }: RolloutState,
  key: string,
  now: number,
): number {
  if (!failures || baseOf(failures.key) !== baseOf(key)) return 0;
  const wait = Math.min(
    Math.max(backoff(failures), askedFor(failures)),
    LONGEST_WAIT_MS,
  );
  const passed = now - failures.at;
  // A clock that was set back must not make it longer.
  if (passed < -CLOCK_SLACK_MS) return 0;
  return Math.min(wait, Math.max(0, wait - passed));
}

function backoff({ count }: Failures): number {
  return count < 2 ? 0 : FIRST_WAIT_MS * 2 ** Math.min(count - 2, 20);
}

function askedFor({ reason }: Failures): number {
  if (reason?.code !== 'throttled') return 0;
  const { seconds } = reason.params;
  return typeof seconds === 'number' ? seconds * 1000 : 0;
}
