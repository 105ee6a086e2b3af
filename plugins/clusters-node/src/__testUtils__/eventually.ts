import { setTimeout as after } from 'node:timers/promises';

const PATIENCE = 10_000;
const INTERVAL = 10;

/** Waits until `check` neither throws nor returns false, and returns what it returned. Fails with its last error. */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { within = PATIENCE }: { within?: number } = {},
): Promise<Exclude<T, false>> {
  const deadline = Date.now() + within;
  for (;;) {
    let problem: unknown = new Error('It did not become true');
    try {
      const result = await check();
      if (isGood(result)) return result;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > deadline) throw problem;
    await after(INTERVAL);
  }
}

function isGood<T>(result: T): result is Exclude<T, false> {
  return result !== false;
}
