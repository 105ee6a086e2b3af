import { connect, createServer, type Socket } from 'node:net';

/**
 * A way to a server that can fall silent: its connections stay, and nothing comes through any more; or break: they end,
 * and there are no new ones until it is mended.
 */
export async function silentProxy(to: { host: string; port: number }) {
  const sockets = new Set<Socket>();
  let broken = false;
  const server = createServer(near => {
    if (broken) {
      near.destroy();
      return;
    }
    const far = connect(to);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The proxy has no port');
  }
  return {
    port: address.port,
    /** Those that are open now; later ones get through. */
    fallSilent(): void {
      for (const socket of sockets) socket.unpipe().pause();
    },
    break(): void {
      broken = true;
      for (const socket of sockets) socket.destroy();
    },
    mend(): void {
      broken = false;
    },
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
