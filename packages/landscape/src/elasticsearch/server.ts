import type { IncomingMessage, ServerResponse } from 'node:http';
import { ClusterFaults } from '../kubernetes/api/faults';
import { isOwnHost, readBody, startSystemServer } from '../system-server';
import type { World } from '../world/world';
import {
  loadStoreSecrets,
  mayPass,
  unknownAccount,
  type StoreSecrets,
} from './accounts';
import { StoreError, type StoreAnswer } from './http';
import { answerKibana, isKibanaPath } from './kibana/answer';
import { Library } from './lines/library';
import type { Writers } from './lines/writers';
import { productOf, type ProductName } from './products';
import { answerStore } from './routes';
import { Store, type Lateness } from './store';

/** A store of lines that can be reached over HTTP. */
export interface RunningElasticsearch {
  /** Without a slash at the end: `http://127.0.0.1:7113`. */
  url: string;
  product: ProductName;
  secrets: StoreSecrets;
  faults: ClusterFaults;
  /** How many requests have come since the start. */
  requestCount(): number;
  stop(): Promise<void>;
}

const LARGEST_BODY = 10 * 2 ** 20;

/**
 * Starts Elasticsearch, or OpenSearch, on 127.0.0.1, with the lines of the company's containers.
 *
 * @param options - `port` 0 takes any that is free; secrets are kept under `<dataDir>/pki`
 * @throws Error with code `EADDRINUSE` when somebody listens on the port
 */
export async function startElasticsearch(options: {
  world: World;
  writers: Writers;
  port: number;
  dataDir: string;
  /** Elasticsearch 8 when missing. */
  product?: ProductName;
  /** Told of failures inside that stop nothing. */
  onError?: (error: unknown) => void;
}): Promise<RunningElasticsearch> {
  const { world, writers, onError = () => {} } = options;
  const product = productOf(options.product ?? 'elasticsearch-8');
  const secrets = await loadStoreSecrets(options.dataDir);
  const faults = new ClusterFaults(world.clock);
  let lateness: Lateness | undefined;
  const store = new Store({
    product,
    library: new Library(world, writers),
    trouble: () => {
      const { mode } = faults.get();
      return mode === 'red' || mode === 'shards-failed' ? mode : 'none';
    },
    lateness: () => lateness,
  });
  async function answer(message: IncomingMessage, response: ServerResponse) {
    const body = await readBody(message, LARGEST_BODY);
    await new Promise<void>(resolve => faults.pass(resolve));
    if (response.destroyed) return;
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const text = body?.toString('utf8');
    const found = await decide(message, text, gone.signal);
    send(message, response, found);
  }

  async function decide(
    { method = 'GET', url = '/', headers }: IncomingMessage,
    body: string | undefined,
    signal: AbortSignal,
  ): Promise<StoreAnswer> {
    try {
      if (body === undefined) return { status: 413, body: '' };
      const parsed = URL.parse(url, 'http://store');
      const path = parsed && decoded(parsed.pathname);
      if (!parsed || !path) {
        throw new StoreError('illegal_argument_exception', 'invalid path');
      }
      checkHost(headers.host, server.port);
      const { mode } = faults.get();
      if (isKibanaPath(path) && method === 'GET') {
        return await answerKibana(store, {
          path,
          query: parsed.searchParams,
          languages: headers['accept-language'],
          signal,
        });
      }
      const { authorization } = headers;
      if (
        mode === 'unauthorized' ||
        !mayPass(authorization, secrets, product)
      ) {
        return unknownAccount(product, url, authorization !== undefined);
      }
      if (mode === 'forbidden') throw forbidden(url);
      if (mode === 'error') {
        throw new StoreError('exception', 'internal server error', {
          status: 500,
        });
      }
      const type = headers['content-type'];
      const refusal = body && refusedType(type);
      if (refusal) return refusal;
      return await answerStore(store, {
        method,
        path,
        query: parsed.searchParams,
        body,
        uri: url,
        signal,
      });
    } catch (error) {
      if (error instanceof StoreError) {
        return { status: error.status, body: error.body() };
      }
      onError(error);
      const broken = new StoreError('exception', 'internal server error', {
        status: 500,
      });
      return { status: 500, body: broken.body() };
    }
  }

  /** Each product takes its own media type besides JSON. */
  function refusedType(type: string | undefined): StoreAnswer | undefined {
    const [name = ''] = (type ?? '').split(';');
    const isJson = /^application\/(x-ndjson|json)$/.test(name.trim());
    const isVendor = /^application\/vnd\.elasticsearch\+(json|x-ndjson)$/.test(
      name.trim(),
    );
    if (isJson || (isVendor && !product.isOpenSearch && !product.isSix)) {
      const wanted = /compatible-with=(\d+)/.exec(type ?? '')?.[1];
      if (!isVendor || wanted === '8' || wanted === '7') return undefined;
      const reason = `Accept version must be either version 8 or 7, but found ${wanted}. Accept=${type}`;
      const cause = new StoreError('media_type_header_exception', reason);
      return { status: 400, body: cause.body() };
    }
    return {
      status: 406,
      body: {
        error: `Content-Type header [${type ?? ''}] is not supported`,
        status: 406,
      },
    };
  }

  function send(
    { method, headers }: IncomingMessage,
    response: ServerResponse,
    { status, headers: own, body }: StoreAnswer,
  ): void {
    if (response.destroyed) return;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const opaque = headers['x-opaque-id'];
    response.writeHead(status, {
      'X-Content-Type-Options': 'nosniff',
      'Content-Type': 'application/json; charset=UTF-8',
      'Content-Length': Buffer.byteLength(text),
      ...(product.saysProduct && { 'X-elastic-product': 'Elasticsearch' }),
      ...(typeof opaque === 'string' && { 'X-Opaque-Id': opaque }),
      ...own,
    });
    response.end(method === 'HEAD' ? undefined : text);
  }

  const unwatch = faults.onChange(() => {
    const { mode, delayMs } = faults.get();
    lateness =
      mode === 'late' ? { since: world.clock.now(), byMs: delayMs } : undefined;
  });
  const server = await startSystemServer({
    port: options.port,
    faults,
    answer,
    onError,
  });
  return {
    ...server,
    product: product.name,
    secrets,
    faults,
    stop: async () => {
      unwatch();
      await server.stop();
    },
  };
}

function forbidden(uri: string): StoreError {
  return new StoreError(
    'security_exception',
    `action [indices:data/read/search] is unauthorized for user [portal] with effective roles [none], this action is granted by the index privileges [read,all]`,
    { status: 403, more: { resource: uri } },
  );
}

function checkHost(host: string | undefined, port: number): void {
  if (isOwnHost(host, port)) return;
  throw new StoreError(
    'security_exception',
    'the store answers under its own address only',
    { status: 403 },
  );
}

function decoded(pathname: string): string[] | undefined {
  try {
    return pathname.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
