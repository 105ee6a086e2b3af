import {
  freePortBase,
  startLandscape,
  type ElasticsearchProduct,
  type Landscape,
} from '@pilothouse/landscape';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { landscapeLogs } from './__testUtils__/landscapeLogs';
import { describeLogStore } from './contract/logStoreContract';

const MINUTE = 60_000;

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
});

async function landscapeWith(
  product: ElasticsearchProduct,
): Promise<Landscape> {
  const dataDir = await mkdtemp(join(tmpdir(), 'logs-'));
  const landscape = await startLandscape({
    portBase: await freePortBase(),
    dataDir,
    elasticsearch: { product },
  });
  stops.push(async () => {
    await landscape.stop();
    await rm(dataDir, { recursive: true });
  });
  return landscape;
}

/** A pod of another service in the same namespace, asked of the store itself. */
async function podOf(
  { elasticsearch: { url, secrets } }: Landscape,
  app: string,
): Promise<string> {
  const pair = Buffer.from(`portal:${secrets.portal}`).toString('base64');
  const answer = await fetch(`${url}/k8s-prod-*/_search`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${pair}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      size: 1,
      sort: [{ '@timestamp': 'desc' }],
      query: { term: { 'kubernetes.labels.app': app } },
    }),
  });
  const { hits } = await answer.json();
  return hits.hits[0]._source.kubernetes.pod_name;
}

describe.each<ElasticsearchProduct>([
  'elasticsearch-8',
  'elasticsearch-6.8',
  'opensearch-2',
])('the landscape', product => {
  describeLogStore(product, async () => {
    const landscape = await landscapeWith(product);
    const now = landscape.clock.now();
    return {
      logs: landscapeLogs(landscape, ['prod'], { timeoutMs: 20_000 }),
      target: {
        environment: 'prod',
        cluster: 'prod-beijing',
        namespace: 'order',
      },
      from: new Date(now - 8 * MINUTE).toISOString(),
      to: new Date(now - MINUTE).toISOString(),
      word: 'orders',
      foreignPod: await podOf(landscape, 'order-web'),
    };
  });
});
