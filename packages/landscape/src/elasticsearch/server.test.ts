import { readPodLog } from '../kubernetes/logs';
import { kinds } from '../kubernetes/controllers/objects';
import { NOW } from '../world/__testUtils__/played-world';
import {
  playLogCompany,
  startLogStore,
  type LogCompany,
} from './__testUtils__/log-store';
import type { ProductName } from './products';

jest.setTimeout(60_000);

const MINUTE = 60_000;
const iso = (time: number) => new Date(time).toISOString();

/** The lines of one service of one target in the last minutes. */
const order = (minutes: number, ...more: object[]) => ({
  bool: {
    filter: [
      {
        range: {
          '@timestamp': {
            gte: iso(NOW - minutes * MINUTE),
            lt: iso(NOW - MINUTE),
          },
        },
      },
      { term: { 'kubernetes.cluster_name': 'prod-beijing' } },
      { term: { 'kubernetes.namespace_name': 'order' } },
      {
        regexp: {
          'kubernetes.pod_name': 'order-api-[a-z0-9]{1,10}-[a-z0-9]{5}',
        },
      },
      ...more,
    ],
  },
});
const NEWEST = [{ '@timestamp': 'desc' }, { offset: 'desc' }];

let company: LogCompany;
let store: Awaited<ReturnType<typeof startLogStore>>;

beforeAll(async () => {
  company = playLogCompany();
  store = await startLogStore(company);
});
afterAll(() => store.stop());
afterEach(() => store.store.faults.set({ mode: 'none', delayMs: 0 }));

const search = (body: object, path = '/k8s-*/_search') =>
  store.ask('POST', path, body);
/** Of a body: `hits.hits`. */
const hitsOf = async (body: object) => (await search(body)).body.hits.hits;

describe('lines', () => {
  it('are those that kubectl logs prints, in their order', async () => {
    const api = company.played.api('prod-beijing');
    const [pod] = api.list(kinds.pods, {
      namespace: 'order',
      labels: { app: 'order-api', role: 'release' },
    });
    const hits = await hitsOf({
      query: {
        bool: {
          filter: [
            { term: { 'kubernetes.pod_name': pod.metadata.name } },
            {
              range: {
                '@timestamp': {
                  gte: iso(NOW - 30 * MINUTE),
                  lt: iso(NOW - MINUTE),
                },
              },
            },
          ],
        },
      },
      sort: [{ '@timestamp': 'asc' }, { offset: 'asc' }],
      size: 5000,
    });
    const printed = readPodLog({ api, runtime: company.played.runtime }, pod, {
      sinceTime: NOW - 30 * MINUTE,
      timestamps: true,
    })
      .split('\n')
      .filter(line => line && Date.parse(line.slice(0, 24)) < NOW - MINUTE);
    expect(hits.length).toBeGreaterThan(100);
    expect(hits.map((hit: any) => hit._source.log)).toEqual(
      printed.map(line => line.slice(line.indexOf(' ') + 1)),
    );
  });

  it('carry what an agent on the node adds', async () => {
    const [hit] = await hitsOf({
      query: order(15, { exists: { field: 'tid' } }),
      sort: NEWEST,
      size: 1,
    });
    expect(hit).toEqual({
      _index: 'k8s-prod-2026.11.21',
      _id: expect.stringMatching(/^[\w-]{20}$/),
      _score: null,
      _source: {
        '@timestamp': iso(hit.sort[0]),
        log: expect.stringContaining(hit._source.tid),
        stream: 'stdout',
        level: expect.stringMatching(/^(INFO|WARN|ERROR)$/),
        tid: expect.stringMatching(/^[0-9a-f]{32}\.\d+\.\d+$/),
        offset: hit.sort[1],
        kubernetes: {
          namespace_name: 'order',
          pod_name: expect.stringMatching(/^order-api-[a-z0-9]+-[a-z0-9]{5}$/),
          pod_id: expect.any(String),
          container_name: 'order-api',
          container_image: expect.stringContaining('/order/order-api:1.4.'),
          host: expect.stringMatching(/^bj-node-/),
          cluster_name: 'prod-beijing',
          labels: expect.objectContaining({
            app: 'order-api',
            role: 'release',
            'backstage_io/kubernetes-id': 'order-api',
          }),
        },
      },
      sort: [expect.any(Number), expect.any(Number)],
    });
  });

  it('tell one trace in the lines of every service that it went through', async () => {
    const { body } = await search({
      query: {
        bool: {
          filter: [
            {
              range: {
                '@timestamp': { gte: iso(NOW - 3 * MINUTE), lt: iso(NOW) },
              },
            },
            { term: { 'kubernetes.cluster_name': 'prod-beijing' } },
          ],
        },
      },
      size: 0,
      aggs: {
        traces: {
          terms: { field: 'tid', size: 3, order: { services: 'desc' } },
          aggs: {
            services: { cardinality: { field: 'kubernetes.labels.app' } },
          },
        },
      },
    });
    const [first] = body.aggregations.traces.buckets;
    expect(first.services.value).toBeGreaterThan(3);
  });

  it('outlive their pods', async () => {
    const names = company.played
      .api('prod-beijing')
      .list(kinds.pods, { namespace: 'payment' })
      .map(({ metadata }) => metadata.name);
    const { body } = await search({
      query: {
        bool: {
          filter: [
            {
              range: {
                '@timestamp': {
                  gte: iso(NOW - 4 * 60 * MINUTE),
                  lt: iso(NOW - 180 * MINUTE),
                },
              },
            },
            { term: { 'kubernetes.cluster_name': 'prod-beijing' } },
            { term: { 'kubernetes.namespace_name': 'payment' } },
            { term: { 'kubernetes.labels.role': 'canary' } },
          ],
        },
      },
      size: 0,
      track_total_hits: true,
      aggs: { pods: { terms: { field: 'kubernetes.pod_name' } } },
    });
    expect(body.hits.total.value).toBeGreaterThan(0);
    const [gone] = body.aggregations.pods.buckets;
    expect(gone.key).toMatch(/^payment-api-canary-/);
    expect(names).not.toContain(gone.key);
  });

  it('are hostile in one service on dev and test, and dated ahead of their time', async () => {
    const texts = async (query: object) =>
      (await hitsOf({ query, sort: NEWEST, size: 1 })).map(
        (hit: any) => hit._source,
      );
    const [script] = await texts({
      bool: {
        filter: [
          { range: { '@timestamp': { gte: iso(NOW - 60 * MINUTE) } } },
          { term: { 'kubernetes.labels.app': 'coupon-api' } },
          { match_phrase: { log: 'script document.title' } },
        ],
      },
    });
    expect(script.log).toContain('<script>');
    expect(script.kubernetes.cluster_name).toMatch(/^(dev|test)$/);
    const [ahead] = await texts({ range: { '@timestamp': { gt: 'now+1d' } } });
    expect(ahead.log).toContain('two days ahead');
  });

  it('can be found a moment after they are written, and late ones out of order', async () => {
    const newest = async () =>
      (
        await hitsOf({
          query: { range: { '@timestamp': { gte: 'now-1m', lte: 'now' } } },
          sort: NEWEST,
          size: 1,
          track_total_hits: false,
        })
      )[0].sort[0];
    const { clock } = company.played;
    clock.advance(MINUTE);
    const usual = clock.now() - (await newest());
    expect(usual).toBeGreaterThanOrEqual(1000);
    expect(usual).toBeLessThan(4000);
    store.store.faults.set({ mode: 'late', delayMs: 40_000 });
    const since = clock.now();
    clock.advance(20_000);
    const query = {
      range: { '@timestamp': { gte: since, lt: since + 10_000 } },
    };
    const count = async () =>
      (await store.ask('POST', '/k8s-prod-*/_count', { query })).body.count;
    const early = await count();
    clock.advance(60_000);
    expect(early).toBeGreaterThan(0);
    expect(await count()).toBeGreaterThan(early * 1.3);
  });
});

describe('search', () => {
  it('counts exactly, and only as far as it is asked to', async () => {
    const query = order(60);
    const total = async (more: object) =>
      (await search({ query, size: 0, ...more })).body.hits.total;
    const { value, relation } = await total({ track_total_hits: true });
    expect(relation).toBe('eq');
    const { body } = await store.ask('POST', '/k8s-prod-*/_count', { query });
    expect(body.count).toBe(value);
    expect(await total({ track_total_hits: 100 })).toEqual({
      value: 100,
      relation: 'gte',
    });
    expect(await total({ track_total_hits: false })).toBeUndefined();
  });

  it('gives the same lines by pages as at once', async () => {
    const all = await hitsOf({ query: order(15), sort: NEWEST, size: 5000 });
    const paged: any[] = [];
    for (let after: unknown; ; ) {
      const hits: any[] = await hitsOf({
        query: order(15),
        sort: NEWEST,
        size: 150,
        track_total_hits: false,
        ...(after !== undefined && { search_after: after }),
      });
      paged.push(...hits);
      if (hits.length < 150) break;
      after = hits[hits.length - 1].sort;
    }
    expect(paged.map(({ _id }) => _id)).toEqual(all.map(({ _id }: any) => _id));
    const [some] = all;
    expect(await hitsOf({ query: { ids: { values: [some._id] } } })).toEqual([
      expect.objectContaining({ _id: some._id, _source: some._source }),
    ]);
  });

  it('puts lines into buckets whose sums are the whole', async () => {
    const { body } = await search({
      query: order(30),
      size: 0,
      track_total_hits: true,
      aggs: {
        time: {
          date_histogram: {
            field: '@timestamp',
            fixed_interval: '5m',
            time_zone: 'Asia/Shanghai',
            extended_bounds: { min: NOW - 60 * MINUTE, max: NOW },
          },
          aggs: { levels: { terms: { field: 'level', missing: 'NONE' } } },
        },
        roles: {
          filters: {
            filters: {
              canary: { term: { 'kubernetes.labels.role': 'canary' } },
            },
            other_bucket: true,
          },
        },
      },
    });
    const { time } = body.aggregations;
    const sum = (items: any[]) =>
      items.reduce((count, item) => count + item.doc_count, 0);
    expect(time.buckets).toHaveLength(13);
    expect(time.buckets[0]).toMatchObject({
      key: NOW - 60 * MINUTE,
      key_as_string: '2026-11-21T19:30:00.000+08:00',
      doc_count: 0,
    });
    expect(sum(time.buckets)).toBe(body.hits.total.value);
    expect(sum(time.buckets.flatMap((item: any) => item.levels.buckets))).toBe(
      body.hits.total.value,
    );
  });

  it.each<[string, object]>([
    ['any word', { match: { log: 'GET nowhere' } }],
    ['all words', { match: { log: { query: 'orders GET', operator: 'and' } } }],
    ['Chinese, sign by sign', { match_phrase: { log: '库存' } }],
    [
      'a person’s words',
      {
        simple_query_string: {
          query: '"GET orders" -cancel + 200',
          fields: ['log'],
          default_operator: 'and',
        },
      },
    ],
    [
      'Lucene’s language',
      {
        query_string: {
          query:
            'level:INFO AND log:(orders NOT cancel) AND kubernetes.labels.role:rel*',
        },
      },
    ],
    ['a prefix', { prefix: { 'kubernetes.pod_name': 'order-api-' } }],
    [
      'a wildcard',
      {
        wildcard: {
          'kubernetes.host': { value: 'BJ-node-*', case_insensitive: true },
        },
      },
    ],
  ])('finds %s, and nothing else with its opposite', async (_what, query) => {
    const count = async (...more: object[]) =>
      (
        await store.ask('POST', '/k8s-prod-*/_count', {
          query: order(15, ...more),
        })
      ).body.count;
    const [all, found, others] = [
      await count(),
      await count(query),
      await count({ bool: { must_not: [query] } }),
    ];
    expect(found).toBeGreaterThan(0);
    expect(found + others).toBe(all);
  });

  it('marks what was found, and gives fields beside the source', async () => {
    const [hit] = await hitsOf({
      query: order(15, {
        simple_query_string: { query: 'get', fields: ['log'] },
      }),
      size: 1,
      sort: NEWEST,
      _source: ['level'],
      fields: [
        { field: '@timestamp', format: 'epoch_millis' },
        'kubernetes.h*',
      ],
      docvalue_fields: ['offset'],
      highlight: {
        fields: {
          log: {
            number_of_fragments: 0,
            pre_tags: ['\ue000'],
            post_tags: ['\ue001'],
          },
        },
      },
    });
    expect(hit._source).toEqual({ level: expect.any(String) });
    expect(hit.fields).toEqual({
      '@timestamp': [String(hit.sort[0])],
      'kubernetes.host': [expect.any(String)],
      offset: [hit.sort[1]],
    });
    const [marked] = hit.highlight.log;
    expect(marked).toContain('\ue000GET\ue001 /orders');
  });

  it.each<[string, string, object, number, string]>([
    [
      'a query that is none',
      '/_search',
      { query: { foo: {} } },
      400,
      'parsing_exception',
    ],
    [
      'a clause that bool has not',
      '/_search',
      { query: { bool: { filtr: [] } } },
      400,
      'x_content_parse_exception',
    ],
    ['a key that is none', '/_search', { bogus: 1 }, 400, 'parsing_exception'],
    [
      'an index that is none',
      '/nope/_search',
      {},
      404,
      'index_not_found_exception',
    ],
    [
      'a parameter that is none',
      '/_search?bogus=1',
      {},
      400,
      'illegal_argument_exception',
    ],
    [
      'a leading wildcard that is forbidden',
      '/_search',
      {
        query: { query_string: { query: '*a', allow_leading_wildcard: false } },
      },
      400,
      'query_shard_exception',
    ],
    [
      'broken Lucene',
      '/_search',
      { query: { query_string: { query: '(a' } } },
      400,
      'query_shard_exception',
    ],
    [
      'a broken expression',
      '/_search',
      { query: { regexp: { level: 'a(' } } },
      400,
      'query_shard_exception',
    ],
    [
      'a sort by an unknown field',
      '/_search',
      { sort: ['nope'] },
      400,
      'query_shard_exception',
    ],
    [
      'a sort by a text',
      '/_search',
      { sort: ['log'] },
      400,
      'illegal_argument_exception',
    ],
    [
      'a date that is none',
      '/_search',
      { query: { range: { '@timestamp': { gte: 'bogus' } } } },
      400,
      'parse_exception',
    ],
    [
      'a page beyond the window',
      '/_search',
      { from: 9_999, size: 10 },
      400,
      'illegal_argument_exception',
    ],
    [
      'a cursor of the wrong length',
      '/_search',
      { sort: NEWEST, search_after: [1] },
      400,
      'illegal_argument_exception',
    ],
    [
      'an aggregation of a text',
      '/_search',
      { aggs: { a: { terms: { field: 'log' } } } },
      400,
      'illegal_argument_exception',
    ],
    ['a write', '/k8s-prod-2026.11.21/_delete_by_query', {}, 400, ''],
  ])('refuses %s', async (_what, path, body, status, type) => {
    const reply = await store.ask('POST', path, body);
    expect(reply.status).toBe(status);
    const [cause] = reply.body.error.root_cause ?? [{ type: '' }];
    expect(cause.type).toBe(type);
  });
});

describe('products', () => {
  const of = async (
    product: ProductName,
    run: (ask: typeof store.ask) => Promise<void>,
  ) => {
    const other = await startLogStore(company, product);
    try {
      await run(other.ask);
    } finally {
      await other.stop();
    }
  };
  const body = {
    query: order(15),
    size: 1,
    sort: NEWEST,
    track_total_hits: true,
  };

  it('Elasticsearch 8 names itself and has points in time', async () => {
    const banner = await store.ask('GET', '/');
    expect(banner.headers.get('x-elastic-product')).toBe('Elasticsearch');
    expect(banner.body.version).not.toHaveProperty('distribution');
    const { body: pit } = await store.ask(
      'POST',
      '/k8s-prod-*/_pit?keep_alive=1m',
    );
    const reply = await store.ask('POST', '/_search', {
      ...body,
      pit: { id: pit.id },
    });
    expect(reply.body.hits.hits[0].sort).toHaveLength(3);
    expect(
      (await store.ask('POST', '/k8s-prod-*/_search', { pit: { id: pit.id } }))
        .status,
    ).toBe(400);
    expect(
      (await store.ask('DELETE', '/_pit', { id: pit.id })).body.succeeded,
    ).toBe(true);
    const gone = await store.ask('POST', '/_search', { pit: { id: pit.id } });
    expect([gone.status, gone.body.error.root_cause[0].type]).toEqual([
      404,
      'search_context_missing_exception',
    ]);
  });

  it('OpenSearch 2 has other addresses, and no format in a sort', () =>
    of('opensearch-2', async ask => {
      expect((await ask('GET', '/')).body.version.distribution).toBe(
        'opensearch',
      );
      expect((await ask('POST', '/k8s-prod-*/_pit?keep_alive=1m')).status).toBe(
        400,
      );
      const { body: pit } = await ask(
        'POST',
        '/k8s-prod-*/_search/point_in_time?keep_alive=1m',
      );
      expect(
        (await ask('POST', '/_search', { ...body, pit: { id: pit.pit_id } }))
          .body.hits.hits,
      ).toHaveLength(1);
      const formatted = {
        sort: [{ '@timestamp': { order: 'asc', format: 'epoch_millis' } }],
      };
      expect((await ask('POST', '/k8s-prod-*/_search', formatted)).status).toBe(
        400,
      );
      expect((await ask('GET', '/_resolve/index/nope')).status).toBe(200);
    }));

  it('6.8 counts in a bare number and has types', () =>
    of('elasticsearch-6.8', async ask => {
      const reply = await ask('POST', '/k8s-prod-*/_search', body);
      expect(reply.body.hits.total).toEqual(expect.any(Number));
      expect(reply.body.hits.hits[0]._type).toBe('_doc');
      expect(reply.headers.get('x-elastic-product')).toBeNull();
      const histogram = (key: string) => ({
        size: 0,
        query: order(15),
        aggs: { t: { date_histogram: { field: '@timestamp', [key]: '1m' } } },
      });
      expect(
        (await ask('POST', '/k8s-prod-*/_search', histogram('interval')))
          .status,
      ).toBe(200);
      expect(
        (await ask('POST', '/k8s-prod-*/_search', histogram('fixed_interval')))
          .status,
      ).toBe(400);
    }));
});

describe('faults', () => {
  const body = { query: order(15), size: 0, track_total_hits: true };

  it('fail half of the shards, and say so', async () => {
    const whole = (await search(body)).body.hits.total.value;
    store.store.faults.set({ mode: 'shards-failed', delayMs: 0 });
    const { status, body: part } = await search(body, '/k8s-prod-*/_search');
    expect(status).toBe(200);
    expect(part._shards.failed * 2).toBe(part._shards.total);
    expect(part._shards.failures[0].reason.type).toBe(
      'circuit_breaking_exception',
    );
    expect(part.hits.total.value).toBeGreaterThan(whole * 0.4);
    expect(part.hits.total.value).toBeLessThan(whole * 0.6);
    expect(
      (
        await search(
          body,
          '/k8s-prod-*/_search?allow_partial_search_results=false',
        )
      ).status,
    ).toBe(503);
  });

  it.each<['red' | 'forbidden' | 'error' | 'unauthorized', number, string]>([
    ['red', 503, 'no_shard_available_action_exception'],
    ['forbidden', 403, 'security_exception'],
    ['error', 500, 'exception'],
    ['unauthorized', 401, 'security_exception'],
  ])('%s is %d', async (mode, status, type) => {
    store.store.faults.set({ mode, delayMs: 0 });
    const reply = await search(body);
    expect(reply.status).toBe(status);
    expect(reply.body.error.root_cause[0].type).toBe(type);
  });

  it('gives up after the time that the request allows', async () => {
    const { body: cut } = await search({
      timeout: '1ms',
      track_total_hits: true,
    });
    expect(cut.timed_out).toBe(true);
  });
});

describe('access', () => {
  it('takes a password or a key, and nobody else', async () => {
    const { url, secrets } = store.store;
    const status = async (headers: Record<string, string>) =>
      (await fetch(url, { headers })).status;
    expect(
      await status({ Authorization: `ApiKey ${secrets['api-key']}` }),
    ).toBe(200);
    expect(await status({})).toBe(401);
    expect(await status({ Authorization: `ApiKey ${secrets.portal}` })).toBe(
      401,
    );
  });
});
