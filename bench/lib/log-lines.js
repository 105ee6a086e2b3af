'use strict';

const { ENTITY } = require('./entity');

/** Where the lines of the benchmark are from: a release and a canary run there. */
const TARGET = {
  environment: 'prod',
  cluster: 'prod-beijing',
  namespace: 'order',
};

const PODS = 10;
const EVERY_MS = 400;
const BATCH = 10_000;
const LEVELS = ['INFO', 'INFO', 'INFO', 'WARN', 'ERROR', 'DEBUG'];

/** Puts lines of the last so many milliseconds into an index of its own, of the service and as many of another. */
async function seedLines(url, sinceMs) {
  const index = `pilothouse-bench-${process.pid}`;
  const keyword = { type: 'keyword' };
  const now = Date.now();
  const count = Math.ceil((sinceMs + 3_600_000) / EVERY_MS);
  const remove = () =>
    send(`${url}/${index}`, 'DELETE').catch(() => {
      // Was never made.
    });
  try {
    await send(`${url}/${index}`, 'PUT', {
      settings: { number_of_shards: 1, number_of_replicas: 0 },
      mappings: {
        properties: {
          '@timestamp': { type: 'date' },
          log: { type: 'text' },
          level: keyword,
          tid: keyword,
          offset: { type: 'long' },
          kubernetes: {
            properties: Object.fromEntries(
              [
                'namespace_name',
                'pod_name',
                'container_name',
                'cluster_name',
              ].map(name => [name, keyword]),
            ),
          },
        },
      },
    });
    for (let from = 0; from < count; from += BATCH) {
      const lines = [];
      for (let line = from; line < Math.min(count, from + BATCH); line += 1) {
        lines.push('{"index":{}}', JSON.stringify(lineAt(line, now)));
      }
      await send(`${url}/${index}/_bulk`, 'POST', `${lines.join('\n')}\n`);
    }
    await send(`${url}/${index}/_refresh`, 'POST');
  } catch (error) {
    await remove();
    throw error;
  }
  return { index, count, remove, config: configOf(url, index) };
}

function lineAt(line, now) {
  const isOwn = line % 2 === 0;
  const app = isOwn ? ENTITY.name : 'order-web';
  const role = line % 10 === 0 ? '-canary' : '';
  return {
    '@timestamp': new Date(now - line * EVERY_MS).toISOString(),
    log: `${
      LEVELS[line % LEVELS.length]
    } 1 --- o.y.Orders : order ${line} of customer ${line % 977} took ${
      line % 431
    } ms TID: 7f3c9a1e5b2d48608c1d${line}.41.${line}`,
    level: LEVELS[line % LEVELS.length],
    tid: `7f3c9a1e5b2d48608c1d${line}.41.${line}`,
    offset: 1e9 - line,
    kubernetes: {
      namespace_name: TARGET.namespace,
      pod_name: `${app}${role}-65ff69f954-2k4x${'bcdfghjklm'[line % PODS]}`,
      container_name: app,
      cluster_name: TARGET.cluster,
    },
  };
}

/** In place of the landscape's. */
function configOf(url, index) {
  return {
    logs: {
      sources: [
        {
          name: 'real',
          environments: [TARGET.environment],
          urls: [url],
          index,
          preset: 'fluent-bit',
          fields: {
            cluster: 'kubernetes.cluster_name',
            level: 'level',
            traceId: 'tid',
            tieBreaker: 'offset',
          },
        },
      ],
    },
  };
}

async function send(url, method, body) {
  const isText = typeof body === 'string';
  const response = await fetch(url, {
    method,
    headers: {
      'content-type': isText ? 'application/x-ndjson' : 'application/json',
    },
    body: isText || body === undefined ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await response.text();
  if (!response.ok || text.includes('"errors":true')) {
    throw new Error(`${method} ${url}: ${text.slice(0, 300)}`);
  }
}

module.exports = { seedLines, TARGET };
