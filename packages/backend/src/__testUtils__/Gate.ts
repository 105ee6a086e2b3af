import { once } from 'node:events';
import { connect, createServer, Server, Socket } from 'node:net';

/** A door on the way to a server: while it is shut, nobody gets through, and those who were through are thrown out. */
export class Gate {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #shut = false;

  private constructor(host: string, port: number) {
    this.#server = createServer(incoming => {
      if (this.#shut) {
        incoming.destroy();
        return;
      }
      const outgoing = connect(port, host);
      for (const [from, to] of [
        [incoming, outgoing],
        [outgoing, incoming],
      ]) {
        this.#sockets.add(from);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
        from.pipe(to);
      }
    });
  }

  static async open(host: string, port: number): Promise<Gate> {
    const gate = new Gate(host, port);
    await once(gate.#server.listen(0, '127.0.0.1'), 'listening');
    return gate;
  }

  get port(): number {
    return portOf(this.#server);
  }

  shut(): void {
    this.#shut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  reopen(): void {
    this.#shut = false;
  }

  async remove(): Promise<void> {
    this.shut();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The server listens on no port');
  }
  return address.port;
}
