import { setTimeout as sleep } from 'node:timers/promises';
import { InputError, ServiceUnavailableError } from '@backstage/errors';

/** The first pause between two looks; every further one is half as long again. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

export interface WaitOptions {
  /** In milliseconds. */
  timeoutMs: number;
  signal?: AbortSignal;
  /** What is waited for, for the error: `the build of 3f2a91c0`. */
  what: string;
  /** Told of a look that failed because the other side was away; it is tried again. */
  onAway?: (error: Error) => void;
}

/**
 * Looks again and again until there is something, with pauses that grow to 10 s. The other side may be away for a
 * while.
 *
 * @throws ServiceUnavailableError after the time, with the last failure as its cause; and what `look` throws otherwise
 */
export async function waitFor<T>(
  look: () => Promise<T | undefined>,
  { timeoutMs, signal, what, onAway }: WaitOptions,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let pause = FIRST_PAUSE_MS;
  let away: Error | undefined;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const found = await look();
      if (found !== undefined) return found;
      away = undefined;
    } catch (error) {
      if (!(error instanceof ServiceUnavailableError)) throw error;
      if (!away) onAway?.(error);
      away = error;
    }
    const left = deadline - performance.now();
    if (left <= 0) {
      throw new ServiceUnavailableError(
        `Waited ${Math.round(timeoutMs / 1000)} s for ${what}: ${
          away?.message ?? 'it has not come'
        }. Retry to go on waiting.`,
        away,
      );
    }
    await sleep(Math.min(pause, left), undefined, { signal });
    pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS);
  }
}

const DURATION = /^PT(?=\d)(?:(\d{1,2})H)?(?:(\d{1,3})M)?(?:(\d{1,5})S)?$/;
const MOST_MS = 6 * 3600_000;

/**
 * `PT10M` in milliseconds.
 *
 * @throws InputError for anything but hours, minutes and seconds, and for more than 6 hours
 */
export function parseTimeout(text: string): number {
  const [, hours = '0', minutes = '0', seconds = '0'] =
    DURATION.exec(text) ?? [];
  const ms =
    (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  if (ms <= 0 || ms > MOST_MS) {
    throw new InputError(
      `timeout has to be between PT1S and PT6H, such as PT10M, not '${text}'`,
    );
  }
  return ms;
}
