import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock';
import { ClusterFaults } from '../kubernetes/api/faults';
import { readBody, startSystemServer } from '../system-server';
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
  async function answer(message: IncomingMessage, response: ServerResponse) {
    const body = await readBody(message, LARGEST_BODY);
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
      const { mode } = faults.get();
      if (mode === 'unauthorized') throw gatekeeper.challenge(request);
      if (mode === 'error') {
        throw new RegistryRefusal('UNKNOWN', 'unknown error');
      }
      return handler.handle(request);
    } catch (error) {
      if (error instanceof RegistryRefusal) return error.answer();
      throw error;
    }
  }

  const server = await startSystemServer({
    port: options.port,
    faults,
    answer,
    onError,
  });
  return { ...server, passwords, faults };
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
