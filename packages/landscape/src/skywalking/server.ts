import type { IncomingMessage, ServerResponse } from 'node:http';
import { ClusterFaults } from '../kubernetes/api/faults';
import { readBody, startSystemServer } from '../system-server';
import { ENVIRONMENTS } from '../world/company';
import type { World } from '../world/world';
import { executeRequest } from './execute';
import { jsonAnswer, requestOf, textAnswer, type OapAnswer } from './http';
import { Cells } from './metrics/cells';
import { createOap, rootOf } from './oap';
import { answerPage, answerStyle } from './pages/answer';
import { dialectOf, type SkyWalkingVersion } from './version';

const LARGEST_BODY = 4 * 2 ** 20;

/** The company's OAPs, one for each environment, that can be reached over HTTP. */
export interface RunningSkyWalking {
  /** Without a slash at the end; below it `/<environment>/graphql`. */
  url: string;
  version: SkyWalkingVersion;
  faults: ClusterFaults;
  /** How many requests have come since the start. */
  requestCount(): number;
  stop(): Promise<void>;
}

/**
 * Starts the OAPs on 127.0.0.1, each below a path named after its environment, with a page in the place of the UI.
 *
 * @param options - `port` 0 takes any that is free
 * @throws Error with code `EADDRINUSE` when somebody listens on the port
 */
export async function startSkyWalking(options: {
  world: World;
  port: number;
  /** `10.1` when missing. */
  version?: SkyWalkingVersion;
  /** Told of failures inside that stop nothing. */
  onError?: (error: unknown) => void;
}): Promise<RunningSkyWalking> {
  const { world, version = '10.1', onError = () => {} } = options;
  const dialect = dialectOf(version);
  const faults = new ClusterFaults(world.clock);
  const cells = new Cells(world);
  const isEmpty = () => faults.get().mode === 'no-service';
  const oaps = new Map(
    ENVIRONMENTS.map(environment => {
      const oap = createOap({ world, environment, dialect, cells, isEmpty });
      return [`${environment}`, { oap, root: rootOf(oap) }];
    }),
  );
  async function answer(message: IncomingMessage, response: ServerResponse) {
    const body = await readBody(message, LARGEST_BODY);
    await new Promise<void>(resolve => faults.pass(resolve));
    if (response.destroyed) return;
    const text = body?.toString('utf8');
    send(message, response, await decide(message, text));
  }

  async function decide(
    message: IncomingMessage,
    body: string | undefined,
  ): Promise<OapAnswer> {
    const { mode } = faults.get();
    if (mode === 'error') {
      return textAnswer(500, 'Status: 500\nDescription: Internal Server Error');
    }
    // The OAP has no accounts of its own; what stands before it may.
    if (mode === 'unauthorized') return textAnswer(401, 'Unauthorized');
    const url = URL.parse(`http://skywalking${message.url}`);
    const [, environment = '', ...rest] = url?.pathname.split('/') ?? [];
    if (url && message.method === 'GET' && environment === '-') {
      return rest[0] === 'style.css'
        ? answerStyle()
        : textAnswer(404, 'Status: 404');
    }
    const found = oaps.get(environment);
    if (!url || !found) return textAnswer(404, 'Status: 404');
    if (rest.length === 1 && rest[0] === 'graphql') {
      if (message.method !== 'POST') return textAnswer(405, 'Status: 405');
      if (body === undefined) return textAnswer(413, 'Status: 413');
      const request = requestOf(message, body);
      if ('status' in request) return request;
      const result = await executeRequest(dialect, found.root, request);
      return jsonAnswer(result.status, result.body);
    }
    if (message.method !== 'GET') return textAnswer(405, 'Status: 405');
    return answerPage(found.oap, { message, url, path: rest });
  }

  const server = await startSystemServer({
    port: options.port,
    faults,
    answer,
    onError,
  });
  return { ...server, version, faults };
}

function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: OapAnswer,
): void {
  response.writeHead(status, {
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(method === 'HEAD' ? undefined : body);
}
