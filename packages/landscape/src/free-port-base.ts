import { createServer } from 'node:net';
import { PORT_COUNT } from './ports';

/** Below those that systems give to whoever connects to somewhere: what is free of them may be taken at any moment. */
const LOWEST = 12_000;
const SPREAD = 20_000;

/** A base of which the ports that a landscape listens on are free, as far as one can know. For tests. */
export async function freePortBase(): Promise<number> {
  for (;;) {
    const base = LOWEST + Math.floor(Math.random() * SPREAD);
    const free = await Promise.all(
      Array.from({ length: PORT_COUNT }, (_, step) => isFree(base + step)),
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
