import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../clock';
import { ClusterFaults } from '../kubernetes/api/faults';
import type { ImageShelf } from '../world/image-shelf';
import { Gatekeeper, loadPasswords, type AuthMode } from './accounts';
import { RegistryHandler } from './handler';
import { RegistryRefusal } from './http';
import type { RegistryAnswer, RegistryRequest } from './http';

/** A registry that can be reached over HTTP. */
export interface RunningRegistry {
  url: string;
  /** By account: `portal`, `pipeline`. */
  passwords: Readonly<Record<string, string>>;
  faults: ClusterFaults;
  /** How many requests have come since the start. */
  requestCount(): number;
  stop(): Promise<void>;
}

const LARGEST_BODY = 32 * 1024 * 1024;

/**
 * Starts a registry on 127.0.0.1.
 *
 * @param options - `port` 0 takes any that is free; passwords are kept under `<dataDir>/pki`
 * @throws Error with code `EADDRINUSE` when somebody listens on the port
 */
export async function startRegistry(options: {
  shelf: ImageShelf;
  clock: Clock;
  port: number;
  dataDir: string;
  /** `token` when missing. */
  auth?: AuthMode;
  /** Told of failures inside that stop nothing. */
  onError?: (error: unknown) => void;
}): Promise<RunningRegistry> {
  const { shelf, clock, auth = 'token', onError = () => {} } = options;
  const passwords = await loadPasswords(options.dataDir);
  const gatekeeper = new Gatekeeper({ clock, mode: auth, passwords });
  const handler = new RegistryHandler(shelf, gatekeeper);
  const faults = new ClusterFaults(clock);
  let requests = 0;

  const server = createServer((message, response) => {
    requests += 1;
    answer(message, response).catch(error => {
      onError(error);
      response.destroy();
    });
  });
  const sockets = new Set<Socket>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  async function answer(message: IncomingMessage, response: ServerResponse) {
    const body = await readBody(message);
    await new Promise<void>(resolve => faults.pass(resolve));
    if (response.destroyed) return;
    const { method = 'GET' } = message;
    send(response, method, decide(message, body));
  }

  function decide(
    message: IncomingMessage,
    body: Buffer | undefined,
  ): RegistryAnswer {
    try {
      if (!body) {
        throw new RegistryRefusal('SIZE_INVALID', 'the body is too large');
      }
      const request = requestOf(message, body);
      if (faults.get().mode === 'unauthorized') {
        throw gatekeeper.challenge(request);
      }
      return handler.handle(request);
    } catch (error) {
      if (error instanceof RegistryRefusal) return error.answer();
      throw error;
    }
  }

  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const close = () => {
    if (server.listening) server.close();
    for (const socket of sockets) socket.destroy();
  };
  await listen(options.port);
  const address = server.address();
  const port =
    typeof address === 'object' && address ? address.port : options.port;
  const unwatch = faults.onChange(() => {
    if (faults.get().mode === 'refuse') close();
    else if (!server.listening) listen(port).catch(onError);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    passwords,
    faults,
    requestCount: () => requests,
    stop: async () => {
      unwatch();
      const closed = server.listening ? once(server, 'close') : undefined;
      close();
      await closed;
    },
  };
}

function requestOf(message: IncomingMessage, body: Buffer): RegistryRequest {
  const { method = 'GET', headers, socket } = message;
  const url = URL.parse(`http://registry${message.url}`);
  if (!url) throw new RegistryRefusal('NAME_INVALID', 'invalid path');
  const own = `127.0.0.1:${socket.localPort}`;
  return {
    method,
    path: url.pathname,
    query: url.searchParams,
    authorization: headers.authorization,
    contentType: headers['content-type'],
    // It stands in a header of the answer.
    host: /^[\w.:[\]-]{1,255}$/.test(headers.host ?? '')
      ? headers.host ?? own
      : own,
    body,
  };
}

/** @returns `undefined` for a body that is too large */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  return size <= LARGEST_BODY ? Buffer.concat(chunks) : undefined;
}

function send(
  response: ServerResponse,
  method: string,
  { status, headers, body = '' }: RegistryAnswer,
): void {
  response.writeHead(status, {
    'Docker-Distribution-Api-Version': 'registry/2.0',
    'X-Content-Type-Options': 'nosniff',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(method === 'HEAD' ? undefined : body);
}
