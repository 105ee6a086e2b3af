import { NOW } from '../world/__testUtils__/played-world';
import {
  playLogCompany,
  startLogStore,
  type Reply,
} from './__testUtils__/log-store';
import type { ProductName } from './products';

/*
 * The same questions to the landscape and to a real server that has been given the same lines: status, kind of error,
 * hits with their order, counts and aggregations have to be the same.
 */

jest.setTimeout(180_000);

const REAL: readonly [ProductName, string | undefined][] = [
  ['elasticsearch-8', process.env.PILOTHOUSE_REAL_ELASTICSEARCH_URL],
  ['opensearch-2', process.env.PILOTHOUSE_REAL_OPENSEARCH_URL],
];

const INDEX = 'k8s-test-2026.11.21';
const REAL_INDEX = 'pilothouse-landscape-contract';
const MINUTE = 60_000;
const WINDOW = {
  range: { '@timestamp': { gte: NOW - 20 * MINUTE, lt: NOW - MINUTE } },
};
const SORT = [
  { '@timestamp': 'asc' },
  { offset: 'asc' },
  { 'kubernetes.pod_name': 'asc' },
];
const HOSTILE = { term: { 'kubernetes.labels.app': 'coupon-api' } };

/** Queries within the window. */
const QUERIES: readonly object[] = [
  { match_all: {} },
  HOSTILE,
  ...[
    'GET orders',
    '订单已创建',
    'a:b 3.14 java.lang',
    'com.yunfan.order.web.AccessLog',
    'script',
    'título',
    'evil.example',
    '한글 ไทย',
    '👩‍👩‍👧‍👦',
    'DROP TABLE coupons',
    'image/png;base64',
    'half a pair',
    'TID N/A',
    '2026-11-21',
    'trace_id',
    '1 main',
  ].flatMap(text => [
    { match: { log: text } },
    { match: { log: { query: text, operator: 'and' } } },
    { match_phrase: { log: text } },
    { simple_query_string: { query: text, fields: ['log'] } },
    {
      simple_query_string: {
        query: text,
        fields: ['log'],
        default_operator: 'and',
      },
    },
    { simple_query_string: { query: text } },
  ]),
  ...[
    '"GET orders" -cancel',
    'GET + orders | 订单',
    '-GET',
    'order*',
    'ordr~1',
    '"GET 200"~2',
    '(GET | POST) + (orders)',
    '((unclosed',
    '"unclosed',
    '\\"',
    '* - + |',
    '*',
    'ERROR WARN',
    'a AND b',
  ].flatMap(query => [
    { simple_query_string: { query, fields: ['log'] } },
    {
      simple_query_string: { query, fields: ['log'], default_operator: 'and' },
    },
  ]),
  ...[
    'level:INFO',
    'level:INFO AND log:orders',
    'log:(orders NOT cancel)',
    'orders OR cancel AND POST',
    '-orders',
    '+orders -cancel GET',
    'level:(ERROR OR WARN)',
    'tid:*',
    '_exists_:tid',
    'NOT _exists_:level',
    'kubernetes.pod_name:order-*',
    'log:ord?rs',
    'log:/ord[e]rs/',
    '*rders',
    'offset:>0',
    '@timestamp:[2026-11-21T12\\:15\\:00 TO 2026-11-21T12\\:20\\:00}',
    'kubernetes.labels.app:"order-api"',
    'log:"GET orders"~2',
    'ordrs~',
    'level:info',
    '*:*',
    '*',
    'a b c',
    'order-api',
    '(a',
    'a)',
    'a AND',
    'log:',
    'AND a',
    '"a',
    '[a TO',
  ].flatMap(query => [
    { query_string: { query, default_field: 'log' } },
    {
      query_string: {
        query,
        default_operator: 'AND',
        default_field: 'log',
        allow_leading_wildcard: false,
      },
    },
  ]),
  { prefix: { 'kubernetes.pod_name': 'order-' } },
  { prefix: { log: 'ord' } },
  { wildcard: { 'kubernetes.pod_name': '*api-*' } },
  {
    wildcard: {
      'kubernetes.pod_name': { value: 'ORDER*', case_insensitive: true },
    },
  },
  { wildcard: { log: 'ord?r?' } },
  ...[
    'order-api-[a-z0-9]{1,10}-[a-z0-9]{5}',
    '(order|cart)-.*',
    'order-api-canary-.*',
    'order',
    '',
    'a(',
    '[',
    'a{2,1}',
    'order-@',
    '"order-api".+',
    'o.d.r-[^b]*',
  ].map(value => ({ regexp: { 'kubernetes.pod_name': value } })),
  { regexp: { log: 'ord[a-f]rs?' } },
  { regexp: { level: { value: 'info', case_insensitive: true } } },
  { terms: { level: ['ERROR', 'WARN'] } },
  { exists: { field: 'tid' } },
  { exists: { field: 'kubernetes' } },
  { exists: { field: 'nope' } },
  { term: { log: 'GET' } },
  { term: { log: 'get' } },
  { term: { nope: 1 } },
  {
    bool: {
      should: [{ term: { level: 'ERROR' } }, { term: { level: 'WARN' } }],
      filter: [HOSTILE],
    },
  },
  {
    bool: {
      should: [{ term: { level: 'ERROR' } }, { exists: { field: 'tid' } }],
      minimum_should_match: 2,
    },
  },
  { bool: { must_not: [{ term: { level: 'INFO' } }] } },
  { bool: {} },
  { constant_score: { filter: HOSTILE } },
  { multi_match: { query: 'INFO', fields: ['level', 'log'] } },
  { ids: { values: ['nope'] } },
  { range: { level: { gte: 'F', lt: 'J' } } },
  { range: { offset: { gt: 'abc' } } },
  {
    range: {
      '@timestamp': { gte: '2026-11-21||/h', lte: '2026-11-21T12:20||-5m' },
    },
  },
  {
    range: {
      '@timestamp': { gte: '2026-11-21T20:20:00', time_zone: '+08:00' },
    },
  },
  {
    range: {
      '@timestamp': { gte: '2026-11-21T20:20', time_zone: 'Asia/Shanghai' },
    },
  },
  { range: { '@timestamp': { gte: 'now-1y', lte: 'now+1y/y' } } },
  { range: { '@timestamp': { gte: 'bogus' } } },
  { range: { '@timestamp': { gte: 'now-1x' } } },
  { range: { '@timestamp': { bogus: 1 } } },
  { foo: {} },
  { term: { a: 1, b: 2 } },
  { bool: { filtr: [] } },
  { match: { offset: 'abc' } },
  {},
];

/** Whole bodies. */
const BODIES: readonly object[] = [
  {
    size: 0,
    aggs: {
      h: {
        date_histogram: {
          field: '@timestamp',
          fixed_interval: '5m',
          time_zone: 'Asia/Shanghai',
        },
        aggs: { l: { terms: { field: 'level' } } },
      },
    },
  },
  {
    size: 0,
    aggs: {
      h: {
        date_histogram: {
          field: '@timestamp',
          calendar_interval: '1h',
          extended_bounds: { min: NOW - 180 * MINUTE, max: NOW },
        },
      },
    },
  },
  {
    size: 0,
    aggs: {
      h: {
        date_histogram: {
          field: '@timestamp',
          fixed_interval: '30s',
          min_doc_count: 1,
          format: 'epoch_millis',
          keyed: true,
        },
      },
    },
  },
  {
    size: 0,
    aggs: { h: { date_histogram: { field: '@timestamp', interval: '1m' } } },
  },
  {
    size: 0,
    aggs: {
      h: { date_histogram: { field: '@timestamp', fixed_interval: '1M' } },
    },
  },
  {
    size: 0,
    aggs: { h: { date_histogram: { field: 'level', fixed_interval: '1m' } } },
  },
  {
    size: 0,
    aggs: {
      p: {
        terms: {
          field: 'kubernetes.pod_name',
          size: 3,
          order: { _key: 'asc' },
        },
      },
    },
  },
  {
    size: 0,
    aggs: {
      p: { terms: { field: 'level', missing: 'NONE' } },
      c: { cardinality: { field: 'kubernetes.host' } },
    },
  },
  {
    size: 0,
    aggs: {
      p: {
        terms: { field: 'kubernetes.labels.app', order: { newest: 'desc' } },
        aggs: { newest: { max: { field: '@timestamp' } } },
      },
    },
  },
  {
    size: 0,
    aggs: {
      f: {
        filters: {
          filters: { errors: { term: { level: 'ERROR' } } },
          other_bucket_key: 'rest',
        },
      },
    },
  },
  {
    size: 0,
    aggs: { f: { filters: { filters: [{ term: { level: 'ERROR' } }] } } },
  },
  {
    size: 0,
    aggs: {
      f: {
        filter: HOSTILE,
        aggs: {
          min: { min: { field: '@timestamp' } },
          n: { value_count: { field: 'tid' } },
        },
      },
    },
  },
  { size: 0, aggs: { m: { missing: { field: 'tid' } } } },
  { size: 0, aggs: { t: { terms: { field: 'log' } } } },
  { size: 0, aggs: { t: { terms: { field: 'nope' } } } },
  { size: 0, aggs: { t: { bogus: { field: 'nope' } } } },
  { size: 0, aggs: { t: { terms: { field: 'level', size: 0 } } } },
  { size: 0, aggs: { t: {} } },
  { size: 3, sort: [{ '@timestamp': 'desc' }, { offset: 'desc' }] },
  { size: 3, sort: [{ level: { order: 'asc', missing: '_first' } }, ...SORT] },
  { size: 3, sort: [{ level: 'desc' }, ...SORT] },
  {
    size: 3,
    sort: [{ nope: { order: 'asc', unmapped_type: 'keyword' } }, ...SORT],
  },
  { size: 3, sort: ['nope'] },
  { size: 3, sort: ['log'] },
  { size: 3, sort: ['_id', ...SORT], _source: false },
  {
    size: 3,
    sort: [
      { '@timestamp': { order: 'asc', format: 'strict_date_optional_time' } },
      ...SORT.slice(1),
    ],
  },
  {
    size: 3,
    sort: [
      { '@timestamp': { order: 'asc', numeric_type: 'date' } },
      ...SORT.slice(1),
    ],
  },
  { size: 3, sort: [{ '@timestamp': { order: 'sideways' } }] },
  { size: 3, sort: [{ '@timestamp': { bogus: 1 } }] },
  { size: 3, sort: SORT, search_after: [NOW - 10 * MINUTE, 0, ''] },
  { size: 3, sort: SORT, search_after: ['2026-11-21T12:20:00Z', 0, ''] },
  { size: 3, sort: SORT, search_after: [1] },
  { size: 3, sort: SORT, search_after: [1, 1, ''], from: 1 },
  { from: 9_999, size: 10 },
  { size: -1 },
  { bogus: 1 },
  { size: 0, track_total_hits: 10 },
  { size: 0, track_total_hits: false },
  { size: 2, sort: SORT, _source: ['kubernetes.pod*', 'level'] },
  { size: 2, sort: SORT, _source: { excludes: ['kubernetes', 'log'] } },
  {
    size: 2,
    sort: SORT,
    _source: false,
    fields: [
      'kubernetes.pod_name',
      { field: '@timestamp', format: 'epoch_millis' },
    ],
    docvalue_fields: ['offset'],
  },
  { size: 2, sort: SORT, docvalue_fields: ['log'] },
  {
    size: 2,
    sort: SORT,
    query: { match: { log: 'GET' } },
    highlight: { fields: { log: { number_of_fragments: 0 } } },
  },
  {
    size: 2,
    sort: SORT,
    query: { match_phrase: { log: 'web.AccessLog' } },
    highlight: {
      pre_tags: ['<b>'],
      post_tags: ['</b>'],
      fields: { '*': { number_of_fragments: 0 } },
    },
  },
  { size: 2, sort: SORT, post_filter: { term: { level: 'INFO' } } },
];

// A server that the environment does not name is not asked.
const THERE = REAL.filter(([, url]) => url);

describe.each(THERE)('%s', (product, url) => {
  const company = playLogCompany();
  let landscape: Awaited<ReturnType<typeof startLogStore>>;

  const real = async (
    path: string,
    body: object | string,
    method = 'POST',
  ): Promise<Reply> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: await response.json(),
    };
  };

  beforeAll(async () => {
    landscape = await startLogStore(company, product);
    const { body } = await landscape.ask('POST', `/${INDEX}/_search`, {
      query: WINDOW,
      size: 10_000,
      sort: SORT,
    });
    const { body: mapping } = await landscape.ask('GET', `/${INDEX}/_mapping`);
    await fetch(`${url}/${REAL_INDEX}`, { method: 'DELETE' });
    await real(
      `/${REAL_INDEX}`,
      {
        settings: { number_of_shards: 2, number_of_replicas: 0 },
        ...mapping[INDEX],
      },
      'PUT',
    );
    const lines = body.hits.hits.flatMap(({ _id, _source }: any) => [
      JSON.stringify({ create: { _id } }),
      JSON.stringify(_source),
    ]);
    expect(lines.length).toBeGreaterThan(1000);
    const done = await real(
      `/${REAL_INDEX}/_bulk?refresh=true`,
      `${lines.join('\n')}\n`,
    );
    expect(done.body.errors).toBe(false);
  });
  afterAll(async () => {
    await fetch(`${url}/${REAL_INDEX}`, { method: 'DELETE' });
    await landscape.stop();
  });

  /** What has to be the same. */
  const essence = ({ status, body }: Reply, isScored: boolean) => ({
    status,
    error:
      body.error?.root_cause?.map(({ type, reason }: any) =>
        /exception: |Encountered|position|date math|parse date/.test(reason)
          ? type
          : {
              type,
              reason: reason
                .replaceAll(REAL_INDEX, 'k8s-*')
                .replace(/^\[\d+:\d+\] /, ''),
            },
      ) ?? body.error,
    total: body.hits?.total,
    hits: body.hits?.hits.map(({ _index, _score, ...hit }: any) =>
      isScored ? undefined : hit,
    ),
    aggregations: body.aggregations,
  });

  const answers = async (body: object) => {
    const isScored = !('sort' in body);
    const [ours, theirs] = await Promise.all([
      landscape.ask('POST', `/${INDEX}/_search`, body),
      real(`/${REAL_INDEX}/_search`, body),
    ]);
    return {
      ours: essence(ours, isScored),
      theirs: essence(theirs, isScored),
    };
  };

  it.each(QUERIES.map(query => [JSON.stringify(query), query]))(
    'query %s',
    async (_name, query) => {
      const { ours, theirs } = await answers({
        query: { bool: { filter: [WINDOW, query] } },
        sort: SORT,
        size: 200,
        track_total_hits: true,
        _source: false,
      });
      expect(ours).toEqual(theirs);
    },
  );

  it.each(BODIES.map(body => [JSON.stringify(body), body]))(
    'body %s',
    async (_name, body) => {
      const query = 'query' in body ? body.query : { match_all: {} };
      const { ours, theirs } = await answers({
        ...body,
        query: { bool: { filter: [WINDOW], must: [query] } },
      });
      expect(ours).toEqual(theirs);
    },
  );
});
