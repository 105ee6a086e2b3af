import { createServer } from 'node:net';

/** The console, and the API servers of as many clusters as there can be. */
const PORTS_IN_USE = 10;
const LOWEST = 20_000;
const SPREAD = 20_000;

/** A base of which the ports that a landscape listens on are free, as far as one can know. For tests. */
export async function freePortBase(): Promise<number> {
  for (;;) {
    const base = LOWEST + Math.floor(Math.random() * SPREAD);
    const free = await Promise.all(
      Array.from({ length: PORTS_IN_USE }, (_, step) => isFree(base + step)),
    );
    if (free.every(Boolean)) return base;
  }
}

/** Whether nobody listens there. */
export function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
