import { podNamePattern } from '@pilothouse/plugin-release-common';
import type { Discover } from '../model';
import type { DiscoverView } from './DiscoverView';
import { discoverUrl } from './discoverUrl';

const POD_NAMES = ['order-api-65ff69f954-2k4xp', 'order-api-65ff69f954-7bqzd'];
const TRACE = 'a1b2.42.17637';

const rison = jest.requireActual<{ decode(text: string): unknown }>(
  'rison-node',
);

const FIELDS = { time: '@timestamp', message: 'log' };
const POD = 'kubernetes.pod_name';
const PATTERN = podNamePattern('order-api');
const CANARY_PATTERN = podNamePattern('order-api-canary');
const FROM = '2026-11-21T12:00:00.000Z';
const TO = '2026-11-21T12:15:00.000Z';

const VIEW: DiscoverView = {
  filters: [
    { field: 'kubernetes.cluster_name', values: ['prod-beijing'] },
    { field: 'level', values: ['ERROR', "it's & #1"], negate: true },
    { anyOf: [{ field: POD, regexp: PATTERN }] },
    // Several Deployments.
    {
      anyOf: [
        { field: POD, regexp: PATTERN },
        { field: POD, regexp: CANARY_PATTERN },
      ],
    },
    // The pods of a version.
    { field: POD, values: POD_NAMES },
    // A trace, with a field of its own and without.
    {
      anyOf: [
        { field: 'tid', phrase: TRACE },
        { field: 'log', phrase: TRACE },
      ],
    },
    { field: 'log', values: [TRACE] },
  ],
  text: '"支付失败" -retry "100%+"',
  from: FROM,
  to: TO,
  columns: ['level', 'log'],
  sort: 'desc',
};

const BASE: Discover = {
  product: 'kibana',
  version: '8.7.1',
  baseUrl: 'https://kibana.test/logs',
  dataViewId: 'k8s-*',
  indexPattern: 'k8s-prod-*',
};

/** Reads an address as Discover does: what stands before the `#`, where it leads, and the parts of its state. */
function read(discover: Partial<Discover>, view: Partial<DiscoverView> = {}) {
  const url = new URL(
    discoverUrl({ ...BASE, ...discover }, FIELDS, { ...VIEW, ...view }),
  );
  const [route, search = ''] = url.hash.slice(1).split('?');
  const state = Object.fromEntries(
    search
      .split('&')
      .filter(Boolean)
      .map(part => {
        const [name, value = ''] = part.split('=');
        return [name, rison.decode(decodeURIComponent(value))];
      }),
  );
  return { url, path: url.pathname, route, state };
}

/** @param phraseOf - how a phrase is asked for, where it is not as usual */
function filtersWith(
  index: { index?: string },
  phraseOf: (field: string, value: string) => object = (field, value) => ({
    match_phrase: { [field]: value },
  }),
) {
  const common = { alias: null, disabled: false, ...index };
  const $state = { store: 'appState' };
  const regexp = { regexp: { [POD]: { value: PATTERN } } };
  const custom = (query: object) => ({
    $state,
    meta: {
      ...common,
      key: 'query',
      negate: false,
      type: 'custom',
      value: JSON.stringify(query),
    },
    query,
  });
  const oneOf = (should: object[]) => ({
    bool: { minimum_should_match: 1, should },
  });
  return [
    {
      $state,
      meta: {
        ...common,
        key: 'kubernetes.cluster_name',
        negate: false,
        params: { query: 'prod-beijing' },
        type: 'phrase',
      },
      query: phraseOf('kubernetes.cluster_name', 'prod-beijing'),
    },
    {
      $state,
      meta: {
        ...common,
        key: 'level',
        negate: true,
        params: ['ERROR', "it's & #1"],
        type: 'phrases',
        value: "ERROR, it's & #1",
      },
      query: {
        bool: {
          minimum_should_match: 1,
          should: [
            { match_phrase: { level: 'ERROR' } },
            { match_phrase: { level: "it's & #1" } },
          ],
        },
      },
    },
    custom(regexp),
    custom(oneOf([regexp, { regexp: { [POD]: { value: CANARY_PATTERN } } }])),
    {
      $state,
      meta: {
        ...common,
        key: POD,
        negate: false,
        params: POD_NAMES,
        type: 'phrases',
        value: POD_NAMES.join(', '),
      },
      query: oneOf(POD_NAMES.map(name => ({ match_phrase: { [POD]: name } }))),
    },
    custom(
      oneOf([
        { match_phrase: { tid: TRACE } },
        { match_phrase: { log: TRACE } },
      ]),
    ),
    {
      $state,
      meta: {
        ...common,
        key: 'log',
        negate: false,
        params: { query: TRACE },
        type: 'phrase',
      },
      query: phraseOf('log', TRACE),
    },
  ];
}

const FILTERS = filtersWith({ index: 'k8s-*' });
const QUERY = {
  language: 'kuery',
  query: 'log : "支付失败" and not log : "retry" and log : "100%+"',
};
const GLOBAL = {
  filters: [],
  refreshInterval: { pause: true, value: 0 },
  time: { from: FROM, to: TO },
};
const OSD = { product: 'opensearch-dashboards' } as const;

describe('discoverUrl', () => {
  it('is understood by Kibana 6.8', () => {
    const { path, route, state } = read({ version: '6.8.23' });
    expect([path, route]).toEqual(['/logs/app/kibana', '/discover']);
    expect(state).toEqual({
      _g: { ...GLOBAL, time: { from: FROM, to: TO, mode: 'absolute' } },
      _a: {
        columns: ['level', 'log'],
        filters: filtersWith({ index: 'k8s-*' }, (field, query) => ({
          match: { [field]: { query, type: 'phrase' } },
        })),
        index: 'k8s-*',
        interval: 'auto',
        query: QUERY,
        sort: ['@timestamp', 'desc'],
      },
    });
    expect(
      read({ version: '6.8.0' }, { from: 'now-15m', live: true }).state._g,
    ).toEqual({
      filters: [],
      refreshInterval: { pause: false, value: 5_000 },
      time: { from: 'now-15m', to: 'now', mode: 'relative' },
    });
  });

  it.each(['7.0.0', '7.8.1'])('is understood by Kibana %s', version => {
    const { path, route, state } = read({ version });
    expect([path, route]).toEqual(['/logs/app/kibana', '/discover']);
    expect(state).toEqual({
      _g: GLOBAL,
      _a: {
        columns: ['level', 'log'],
        filters: FILTERS,
        index: 'k8s-*',
        interval: 'auto',
        query: QUERY,
        sort: ['@timestamp', 'desc'],
      },
    });
  });

  it.each([
    [{ version: '7.9' }],
    [{ version: '7.17.3' }],
    [{ version: '8.14.9' }],
    [{ ...OSD, version: '1.3.0' }],
    [{ ...OSD, version: '2.9.0' }],
  ])('keeps the data view as index for %j', discover => {
    const { path, route, state } = read(discover);
    expect([path, route]).toEqual(['/logs/app/discover', '/']);
    expect(state).toEqual({
      _g: GLOBAL,
      _a: {
        columns: ['level', 'log'],
        filters: FILTERS,
        index: 'k8s-*',
        interval: 'auto',
        query: QUERY,
        sort: [['@timestamp', 'desc']],
      },
    });
  });

  it.each(['8.15.0', '8.19.2', '9.2.1', '10.0'])(
    'keeps the data view as data source for Kibana %s',
    version => {
      const { path, route, state } = read({ version });
      expect([path, route]).toEqual(['/logs/app/discover', '/']);
      expect(state).toEqual({
        _g: GLOBAL,
        _a: {
          columns: ['level', 'log'],
          dataSource: { dataViewId: 'k8s-*', type: 'dataView' },
          filters: FILTERS,
          interval: 'auto',
          query: QUERY,
          sort: [['@timestamp', 'desc']],
        },
      });
    },
  );

  it.each([
    [{ ...OSD, version: '2.10.0' }],
    [{ ...OSD, version: '2.19.4' }],
    // Query enhancements came with 2.18.
    [{ ...OSD, version: '2.17.0', queryEnhancements: true }],
    [{ ...OSD, version: '3.1' }],
  ])('leads to the data explorer for %j', discover => {
    const { path, route, state } = read(discover);
    expect([path, route]).toEqual(['/logs/app/data-explorer/discover', '']);
    expect(state).toEqual({
      _a: {
        discover: {
          columns: ['level', 'log'],
          interval: 'auto',
          isDirty: false,
          sort: [['@timestamp', 'desc']],
        },
        metadata: { indexPattern: 'k8s-*', view: 'discover' },
      },
      _g: GLOBAL,
      _q: { filters: FILTERS, query: QUERY },
    });
  });

  it.each(['2.18.0', '3.0.0'])(
    'names the data set for OpenSearch Dashboards %s with query enhancements',
    version => {
      const enhanced = { ...OSD, version, queryEnhancements: true };
      const { path, state } = read(enhanced);
      expect(path).toBe('/logs/app/data-explorer/discover');
      expect(state).toMatchObject({
        _a: { metadata: { view: 'discover' } },
        _q: {
          filters: FILTERS,
          query: {
            ...QUERY,
            dataset: {
              id: 'k8s-*',
              timeFieldName: '@timestamp',
              title: 'k8s-prod-*',
              type: 'INDEX_PATTERN',
            },
          },
        },
      });
      const without = read({ ...enhanced, dataViewId: undefined }).state;
      expect(without._a).not.toHaveProperty('metadata.indexPattern');
      expect(without._q).toHaveProperty('query', QUERY);
    },
  );

  it.each(['8.5.0', '8.15.1', '9.1.0'])(
    'takes the index pattern where Kibana %s has no data view of it',
    version => {
      const { url, path } = read(
        { version, dataViewId: undefined, space: 'shop' },
        { live: true, from: 'now-1h' },
      );
      expect(path).toBe('/logs/s/shop/app/r');
      expect(url.hash).toBe('');
      expect(url.searchParams.get('l')).toBe('DISCOVER_APP_LOCATOR');
      expect(url.searchParams.get('v')).toBe(version);
      expect(JSON.parse(url.searchParams.get('p') ?? '')).toEqual({
        dataViewSpec: { title: 'k8s-prod-*', timeFieldName: '@timestamp' },
        timeRange: { from: 'now-1h', to: 'now' },
        refreshInterval: { pause: false, value: 5_000 },
        query: QUERY,
        filters: filtersWith({}),
        columns: ['level', 'log'],
        sort: [['@timestamp', 'desc']],
        interval: 'auto',
      });
    },
  );

  it.each([
    [{ version: '6.8.0' }, '/app/kibana'],
    [{ version: '8.4.3' }, '/app/discover'],
    [{ ...OSD, version: '1.0.0' }, '/app/discover'],
    [{ ...OSD, version: '2.11.0' }, '/app/data-explorer/discover'],
  ])('opens the default view without an id for %j', (discover, app) => {
    const { path, state } = read({ ...discover, dataViewId: undefined });
    expect(path).toBe(`/logs${app}`);
    expect(JSON.stringify(state)).not.toContain('index');
    expect(state._g).toMatchObject({ time: { from: FROM, to: TO } });
  });

  it('knows spaces, workspaces and tenants', () => {
    expect(read({ space: 'default' }).path).toBe('/logs/app/discover');
    expect(read({ space: 'a/b' }).path).toBe('/logs/s/a%2Fb/app/discover');
    const { url } = read({
      ...OSD,
      version: '2.19.0',
      space: 'w1',
      tenant: 'team order',
    });
    expect(url.pathname).toBe('/logs/w/w1/app/data-explorer/discover');
    expect(url.search).toBe('?security_tenant=team%20order');
    expect(
      read({ dataViewId: undefined, tenant: 't' }).url.searchParams.get(
        'security_tenant',
      ),
    ).toBe('t');
  });

  it('survives half a character', () => {
    expect(read({}, { text: 'a\ud83d' }).state._a).toMatchObject({
      query: { query: 'log : "a\ufffd"' },
    });
  });
});
