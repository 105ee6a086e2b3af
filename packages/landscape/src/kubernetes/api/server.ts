import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { ApiError } from '../api-error';
import type { ClusterFaults } from './faults';
import type { ApiHandler } from './handler';
import {
  errorAnswer,
  type Answer,
  type ApiRequest,
  type StreamAnswer,
  type WholeAnswer,
} from './http';
import type { Pki } from './pki';
import { ResponseStream } from './response-stream';

/** An API server that listens. */
export interface ListeningServer {
  port: number;
  /** How many requests have come so far. */
  requestCount(): number;
  stop(): Promise<void>;
}

const LARGEST_BODY = 3 * 1024 * 1024;
const LONGEST_HEADERS_MS = 10_000;
const LONGEST_REQUEST_MS = 60_000;
const LONGEST_IDLE_MS = 90_000;
const ORIGIN = 'https://localhost';

/** Serves an API over HTTPS on 127.0.0.1, as well as its faults let it. */
export async function serve(
  handler: ApiHandler,
  options: {
    port: number;
    pki: Pki;
    faults: ClusterFaults;
    onError: (error: unknown) => void;
  },
): Promise<ListeningServer> {
  const { pki, faults, onError } = options;
  const connections = new Set<Socket>();
  let requests = 0;

  const https = createHttpsServer(
    {
      cert: pki.certificatePem,
      key: pki.keyPem,
      headersTimeout: LONGEST_HEADERS_MS,
      requestTimeout: LONGEST_REQUEST_MS,
      keepAliveTimeout: LONGEST_IDLE_MS,
    },
    (message, response) => {
      requests += 1;
      answer(handler, faults, message, response).catch(error => {
        onError(error);
        response.destroy();
      });
    },
  );
  // Somebody who does not trust the CA, or speaks no TLS, is none of the cluster's troubles.
  https.on('tlsClientError', () => {});

  // The TCP side is a server of its own: a cluster that hangs accepts connections and does not even shake hands.
  // Without a delay for small packets: each event of a watch is one, and would wait for the one before.
  const tcp = createTcpServer({ noDelay: true }, socket => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', () => socket.destroy());
    faults.pass(() => {
      if (!socket.destroyed) https.emit('connection', socket);
    });
  });
  const listen = async (port: number) => {
    tcp.listen(port, '127.0.0.1');
    await once(tcp, 'listening');
  };
  const close = () => {
    if (tcp.listening) tcp.close();
    for (const socket of connections) socket.destroy();
  };

  await listen(options.port);
  // Never listening itself, it would not look after its timeouts.
  https.emit('listening');
  const address = tcp.address();
  const port =
    typeof address === 'object' && address ? address.port : options.port;
  const unwatch = faults.onChange(() => {
    if (faults.get().mode === 'refuse') close();
    else if (!tcp.listening) listen(port).catch(onError);
  });
  return {
    port,
    requestCount: () => requests,
    stop: async () => {
      unwatch();
      const closed = tcp.listening ? once(tcp, 'close') : undefined;
      close();
      https.close();
      await closed;
    },
  };
}

async function answer(
  handler: ApiHandler,
  faults: ClusterFaults,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = {
    method: message.method ?? 'GET',
    // What is no path, such as `*`, is a path to nothing.
    url: URL.parse(`${ORIGIN}${message.url}`) ?? new URL('/*', ORIGIN),
    headers: message.headersDistinct,
  };
  await new Promise<void>(resolve => faults.pass(resolve));
  let made: Answer;
  try {
    const { mode } = faults.get();
    if (mode === 'unauthorized')
      throw new ApiError('Unauthorized', 'Unauthorized');
    if (mode === 'error')
      throw new ApiError('InternalError', 'Internal error occurred');
    const admitted = handler.admit(request);
    made = admitted(await readBody(message));
  } catch (error) {
    made = errorAnswer(request, refusal(error));
    // What was not read to its end would be taken for the next request.
    if (!message.complete) response.setHeader('Connection', 'close');
  }
  if (response.destroyed) return;
  if ('open' in made) stream(made, faults, response);
  else whole(made, request, response);
}

/** The answer to a failure, when it is the client's. */
function refusal(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  // All that reads a body calls itself for each level.
  if (error instanceof RangeError)
    return new ApiError('BadRequest', 'the body is nested too deeply');
  throw error;
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LARGEST_BODY)
      throw new ApiError(
        'RequestEntityTooLarge',
        `Request entity too large: limit is ${LARGEST_BODY}`,
        {},
      );
  }
  return Buffer.concat(chunks);
}

function whole(
  { status, contentType, body, warnings = [] }: WholeAnswer,
  { method }: Omit<ApiRequest, 'body'>,
  response: ServerResponse,
): void {
  if (warnings.length)
    response.setHeader(
      'Warning',
      warnings.map(text => `299 - ${quote(text)}`),
    );
  response.writeHead(status, {
    'Cache-Control': 'no-cache, private',
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(method === 'HEAD' ? undefined : body);
}

function stream(
  { contentType, open }: StreamAnswer,
  faults: ClusterFaults,
  response: ServerResponse,
): void {
  response.writeHead(200, {
    'Cache-Control': 'no-cache, private',
    'Content-Type': contentType,
  });
  response.flushHeaders();
  const sink = new ResponseStream(response, faults);
  const stop = open(sink);
  response.on('close', stop);
}

/** A header's quoted string; a header is one line of printable characters. */
function quote(text: string): string {
  const line = text.replace(/[^\x20-\x7e]/g, ' ').replace(/["\\]/g, '\\$&');
  return `"${line}"`;
}
