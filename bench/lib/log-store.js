'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { TARGET } = require('./log-lines');
const { ENTITY } = require('./entity');

const NAMES = '[bcdfghjklmnpqrstvwxz0-9]{1,10}-[bcdfghjklmnpqrstvwxz0-9]{5}';
const LEVELS = {
  error: ['ERROR', 'FATAL'],
  warn: ['WARN'],
  info: ['INFO'],
  debug: ['DEBUG'],
  trace: ['TRACE'],
};

/** A log store that is asked directly, as somebody would who knows which lines are whose. */
class LogStore {
  #url;
  #index;
  #headers;
  #counted;

  /** @param options.counted gives how many requests it has had; a real one's own statistics when missing */
  constructor({ url, index, authorization, counted }) {
    this.#url = url;
    this.#index = index;
    this.#headers = {
      'content-type': 'application/json',
      ...(authorization && { authorization }),
    };
    this.#counted = counted;
  }

  static ofLandscape({ urls, dataDir }) {
    const file = path.join(dataDir, 'landscape/tokens/elasticsearch-portal');
    const password = fs.readFileSync(file, 'utf8').trim();
    const system = async () => {
      const { items } = await json(`${urls.landscape}/api/systems`);
      return items.find(({ name }) => name === 'elasticsearch');
    };
    const pair = Buffer.from(`portal:${password}`).toString('base64');
    return new LogStore({
      url: system().then(({ url }) => url),
      index: 'k8s-prod-*',
      authorization: `Basic ${pair}`,
      counted: async () => (await system()).requests,
    });
  }

  async requestCount() {
    if (this.#counted) return await this.#counted();
    const url = `${await this.#url}/${this.#index}/_stats/search`;
    const { _all: all } = await json(url, { headers: this.#headers });
    const shards = await json(`${await this.#url}/${this.#index}/_settings`);
    const [{ settings }] = Object.values(shards);
    return (
      all.total.search.query_total / Number(settings.index.number_of_shards)
    );
  }

  async search({ from, to }, size) {
    const started = performance.now();
    const response = await fetch(`${await this.#url}/${this.#index}/_search`, {
      method: 'POST',
      headers: this.#headers,
      body: JSON.stringify(bodyOf(from, to, size)),
      signal: AbortSignal.timeout(120_000),
    });
    const body = Buffer.from(await response.arrayBuffer());
    const took = performance.now() - started;
    if (!response.ok) throw new Error(body.toString('utf8', 0, 300));
    const { hits } = JSON.parse(body.toString('utf8'));
    return { ms: took, bytes: body.length, total: hits.total.value };
  }
}

function bodyOf(from, to, size) {
  const pod = name => ({
    regexp: { 'kubernetes.pod_name': { value: `${name}-${NAMES}` } },
  });
  return {
    size,
    track_total_hits: true,
    sort: [{ '@timestamp': 'desc' }, { offset: 'desc' }],
    query: {
      bool: {
        filter: [
          { term: { 'kubernetes.cluster_name': TARGET.cluster } },
          { term: { 'kubernetes.namespace_name': TARGET.namespace } },
          {
            bool: {
              should: [pod(ENTITY.name), pod(`${ENTITY.name}-canary`)],
              minimum_should_match: 1,
            },
          },
          {
            range: {
              '@timestamp': { gte: from, lt: to, format: 'epoch_millis' },
            },
          },
        ],
      },
    },
    aggs: {
      times: {
        date_histogram: { field: '@timestamp', fixed_interval: '10s' },
        aggs: {
          levels: {
            filters: {
              filters: Object.fromEntries(
                Object.entries(LEVELS).map(([level, values]) => [
                  level,
                  { terms: { level: values } },
                ]),
              ),
            },
          },
        },
      },
    },
  };
}

async function json(url, init) {
  const response = await fetch(url, {
    ...init,
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return JSON.parse(text);
}

module.exports = { LogStore };
