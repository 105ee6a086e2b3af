import { queryOfLink, readLink } from './link';
import { parseRison } from './rison';

describe('rison', () => {
  it.each([
    [
      "(a:!t,b:!(1,-2.5,'x y'),c:!n)",
      { a: true, b: [1, -2.5, 'x y'], c: null },
    ],
    ["'it!'s !!'", "it's !"],
    ['now-15m', 'now-15m'],
    ["('@timestamp':desc)", { '@timestamp': 'desc' }],
    ['!()', []],
    ['()', {}],
  ])('%s', (text, value) => expect(parseRison(text)).toEqual(value));

  it.each(['(', "'x", '!x', '(a)', 'a b', '(a:1)x', '('.repeat(200)])(
    'refuses %s',
    text => expect(() => parseRison(text)).toThrow(SyntaxError),
  );

  it('takes no name for more than a name', () => {
    expect(Object.keys(Object(parseRison('(__proto__:(x:1))')))).toEqual([
      '__proto__',
    ]);
  });
});

describe('links', () => {
  const filters =
    "filters:!(('$state':(store:appState),meta:(disabled:!f,key:pod,negate:!f),query:(match_phrase:(kubernetes.pod_name:a))),(meta:(negate:!t),query:(term:(level:INFO))),(meta:(disabled:!t),query:(bogus:(a:b))))";
  const time = "time:(from:'2026-11-21T10:00:00.000Z',to:now)";
  const wanted = {
    time: { from: '2026-11-21T10:00:00.000Z', to: 'now' },
    columns: ['kubernetes.pod_name', 'log'],
    query: { language: 'kuery', text: 'level : ERROR' },
    filters: [
      { match_phrase: { 'kubernetes.pod_name': 'a' } },
      { bool: { must_not: [{ term: { level: 'INFO' } }] } },
    ],
  };
  const state = (index: string) =>
    `_g=${encodeURIComponent(`(${time})`)}&_a=${encodeURIComponent(
      `(columns:!(kubernetes.pod_name,log),${filters},${index},query:(language:kuery,query:'level : ERROR'))`,
    )}`;
  const q = encodeURIComponent(
    `(${filters},query:(language:kuery,query:'level : ERROR'))`,
  );
  const discover = encodeURIComponent(
    "(discover:(columns:!(kubernetes.pod_name,log),sort:!()),metadata:(indexPattern:'k8s-*',view:discover))",
  );
  it.each([
    ['Kibana 6.8', `/kibana/app/kibana#/discover?${state("index:'k8s-*'")}`],
    ['Kibana 8.0', `/kibana/s/ops/app/discover#/?${state("index:'k8s-*'")}`],
    [
      'Kibana 9',
      `/kibana/app/discover#/?${state(
        "dataSource:(dataViewId:'k8s-*',type:dataView)",
      )}`,
    ],
    [
      'Dashboards 2',
      `/kibana/app/data-explorer/discover#?_a=${discover}&_g=${encodeURIComponent(
        `(${time})`,
      )}&_q=${q}`,
    ],
    [
      'the locator',
      `/kibana/app/r?l=DISCOVER_APP_LOCATOR&v=8.7.1&p=${encodeURIComponent(
        JSON.stringify({
          dataViewSpec: { title: 'k8s-*', timeFieldName: '@timestamp' },
          timeRange: wanted.time,
          columns: wanted.columns,
          query: { language: 'kuery', query: 'level : ERROR' },
          filters: [
            { meta: {}, query: wanted.filters[0] },
            { meta: { negate: true }, query: { term: { level: 'INFO' } } },
          ],
        }),
      )}`,
    ],
  ])('of %s', (_product, link) => {
    expect(readLink(link)).toMatchObject({ ...wanted, dataView: 'k8s-*' });
  });

  it('become one query', () => {
    const link = readLink(
      `/kibana/app/discover#/?_a=${encodeURIComponent(
        `(query:(language:kuery,query:'level : (ERROR or FATAL) and not log : "time out"'))`,
      )}`,
    );
    expect(queryOfLink(link)).toEqual({
      bool: {
        filter: [
          { range: { '@timestamp': { gte: 'now-15m', lte: 'now' } } },
          {
            bool: {
              filter: [
                {
                  bool: {
                    should: [
                      { match: { level: 'ERROR' } },
                      { match: { level: 'FATAL' } },
                    ],
                    minimum_should_match: 1,
                  },
                },
                { bool: { must_not: [{ match_phrase: { log: 'time out' } }] } },
              ],
            },
          },
        ],
      },
    });
  });

  it.each([
    '/kibana/app/other#/',
    '/app/discover',
    '/kibana/app/r?l=X&v=8',
    '/kibana/app/discover#/?_a=(',
  ])('are refused when they are none: %s', link =>
    expect(() => readLink(link)).toThrow(SyntaxError),
  );
});
