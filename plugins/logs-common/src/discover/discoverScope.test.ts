import {
  discoverColumns,
  discoverFilters,
  podNamePattern,
} from './discoverScope';

const FIELDS = {
  time: '@timestamp',
  message: 'log',
  namespace: 'kubernetes.namespace_name.keyword',
  pod: 'kubernetes.pod_name.keyword',
  container: 'kubernetes.container_name.keyword',
  cluster: 'kubernetes.cluster_name',
  level: 'level.keyword',
  traceId: 'tid',
};
const SCOPE = {
  clusters: ['prod-beijing', 'prod-shanghai'],
  namespaces: ['order'],
  deployments: ['order-api', 'order-api-canary'],
};
const POD = /^(?:order-api|order-api-canary)-[a-z0-9]{1,10}-[a-z0-9]{5}$/;

describe('discoverFilters', () => {
  it('keeps to clusters, namespaces and pods of the Deployments', () => {
    expect(discoverFilters(FIELDS, SCOPE)).toEqual([
      { field: 'kubernetes.cluster_name', values: SCOPE.clusters },
      { field: FIELDS.namespace, values: ['order'] },
      { field: FIELDS.pod, regexp: podNamePattern(SCOPE.deployments) },
    ]);
    const pattern = new RegExp(`^(?:${podNamePattern(SCOPE.deployments)})$`);
    for (const pod of [
      'order-api-7d9f8b6c5-t5r9v',
      'order-api-canary-6c9b8d7f5-h3n6j',
      'order-api-admin-7d9f8b6c5-t5r9v',
      'x-order-api-7d9f8b6c5-t5r9v',
    ]) {
      expect([pod, pattern.test(pod)]).toEqual([pod, POD.test(pod)]);
    }
    expect(podNamePattern(['a.b'])).toBe('a\\.b-[a-z0-9]{1,10}-[a-z0-9]{5}');
  });

  it('takes pods, levels and a trace', () => {
    const [, , ...rest] = discoverFilters(FIELDS, {
      ...SCOPE,
      pods: ['order-api-7d9f8b6c5-t5r9v'],
      levels: ['warn'],
      traceId: 'a.b.c',
    });
    expect(rest).toEqual([
      { field: FIELDS.pod, values: ['order-api-7d9f8b6c5-t5r9v'] },
      {
        field: 'level.keyword',
        values: ['WARN', 'warn', 'WARNING', 'warning'],
      },
      { field: 'tid', values: ['a.b.c'] },
    ]);
  });

  it('finds lines without a level by taking the others away', () => {
    const levels = (...wanted: ('unknown' | 'error' | 'warn')[]) =>
      discoverFilters(FIELDS, { ...SCOPE, levels: wanted }).slice(3);
    expect(levels('unknown', 'error', 'warn')).toEqual([
      {
        field: 'level.keyword',
        values: [
          'INFO',
          'info',
          'NOTICE',
          'notice',
          'DEBUG',
          'debug',
          'TRACE',
          'trace',
        ],
        negate: true,
      },
    ]);
    expect(levels()).toEqual([]);
  });

  it('leaves out what the store has no field for', () => {
    const { cluster: _c, level: _l, traceId: _t, ...fields } = FIELDS;
    expect(
      discoverFilters(fields, { ...SCOPE, levels: ['error'], traceId: 'a' }),
    ).toHaveLength(2);
  });
});

it('shows level, pod and text as columns', () => {
  expect(discoverColumns(FIELDS)).toEqual([
    'level',
    'kubernetes.pod_name',
    'log',
  ]);
});
