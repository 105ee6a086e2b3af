import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import type { ClusterFaults } from './kubernetes/api/faults';

const LONGEST_HEADERS_MS = 10_000;
const LONGEST_REQUEST_MS = 60_000;

/** One of the company's systems beside its clusters, reached over HTTP. */
export interface SystemServer {
  /** Without a slash at the end: `http://127.0.0.1:7111`. */
  url: string;
  port: number;
  /** How many requests have come since the start. */
  requestCount(): number;
  stop(): Promise<void>;
}

/**
 * Listens on 127.0.0.1, unless its faults say that nobody does.
 *
 * @param options - `port` 0 takes any that is free; `answer` decides for itself when to let a request pass the faults;
 *   `onError` is told of failures inside that stop nothing
 * @throws Error with code `EADDRINUSE` when somebody listens on the port
 */
export async function startSystemServer({
  port: wanted,
  faults,
  answer,
  onError,
}: {
  port: number;
  faults: ClusterFaults;
  answer(message: IncomingMessage, response: ServerResponse): Promise<void>;
  onError(error: unknown): void;
}): Promise<SystemServer> {
  let requests = 0;
  const server = createServer(
    { headersTimeout: LONGEST_HEADERS_MS, requestTimeout: LONGEST_REQUEST_MS },
    (message, response) => {
      requests += 1;
      answer(message, response).catch(error => {
        onError(error);
        response.destroy();
      });
    },
  );
  const sockets = new Set<Socket>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const close = () => {
    if (server.listening) server.close();
    for (const socket of sockets) socket.destroy();
  };
  await listen(wanted);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : wanted;
  const unwatch = faults.onChange(() => {
    if (faults.get().mode === 'refuse') close();
    else if (!server.listening) listen(port).catch(onError);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requestCount: () => requests,
    stop: async () => {
      unwatch();
      const closed = server.listening ? once(server, 'close') : undefined;
      close();
      await closed;
    },
  };
}

/** @returns `undefined` for a body that is longer than so many bytes; it is read to its end all the same */
export async function readBody(
  message: IncomingMessage,
  most: number,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
  }
  return size <= most ? Buffer.concat(chunks) : undefined;
}

/** A page elsewhere may name this machine by a host of its own; nothing here is for it. */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].some(
    name => host?.toLowerCase() === `${name}:${port}`,
  );
}
