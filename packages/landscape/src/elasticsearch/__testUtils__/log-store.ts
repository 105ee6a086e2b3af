import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  playWorld,
  type PlayedWorld,
} from '../../world/__testUtils__/played-world';
import { RETENTION_MS } from '../indices';
import { Writers } from '../lines/writers';
import type { ProductName } from '../products';
import { startElasticsearch, type RunningElasticsearch } from '../server';

/** What came back, as a client sees it. */
export interface Reply {
  status: number;
  headers: Headers;
  // Whatever the store says, tests look into.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

export interface LogCompany {
  played: PlayedWorld;
  writers: Writers;
}

/** The company with the memory of who has written. */
export function playLogCompany(): LogCompany {
  const writers = new Writers(RETENTION_MS);
  const played = playWorld({ observe: api => writers.observe(api) });
  return { played, writers };
}

/** A store of the company's lines, and a client that may read it. */
export async function startLogStore(
  { played, writers }: LogCompany,
  product: ProductName = 'elasticsearch-8',
) {
  const dataDir = await mkdtemp(join(tmpdir(), 'log-store-'));
  const store = await startElasticsearch({
    world: played.world,
    writers,
    port: 0,
    dataDir,
    product,
  });
  return {
    store,
    ask: (method: string, path: string, body?: object | string) =>
      ask(store, method, path, body),
    stop: async () => {
      await store.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function ask(
  { url, secrets }: RunningElasticsearch,
  method: string,
  path: string,
  body?: object | string,
): Promise<Reply> {
  const account = Buffer.from(`portal:${secrets.portal}`).toString('base64');
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      Authorization: `Basic ${account}`,
      'Content-Type': 'application/json',
    },
    ...(body !== undefined && {
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text ? JSON.parse(text) : text,
  };
}
