/**
 * How long a tick of rollouts waits for one answer. A database that failed over without a word to its connections must
 * not hold up the ticks: the connection is given up, and the next tick has another one.
 */
export const ANSWER_WITHIN_MS = 5_000;

/** Waits for work, but not longer. What it does afterwards is not known; it may still be done. */
export async function answeredWithin<T>(
  ms: number,
  work: Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(new Error(`The database did not answer within ${ms / 1000} s`)),
      ms,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
