import { podNamePattern } from '@pilothouse/plugin-release-common';
import { discoverColumns, discoverFilters } from './discoverScope';

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
const SOURCE = { fields: FIELDS };
const SCOPE = {
  clusters: ['prod-beijing', 'prod-shanghai'],
  namespaces: ['order'],
  deployments: ['order-api', 'order-api-canary'],
};

describe('discoverFilters', () => {
  it('keeps to clusters, namespaces and pods of the Deployments', () => {
    expect(discoverFilters(SOURCE, SCOPE)).toEqual([
      { field: 'kubernetes.cluster_name', values: SCOPE.clusters },
      { field: FIELDS.namespace, values: ['order'] },
      {
        anyOf: SCOPE.deployments.map(name => ({
          field: FIELDS.pod,
          regexp: podNamePattern(name),
        })),
      },
    ]);
  });

  it.each([
    ['order', 'order-7d9f8b6c5-t5r9v', true],
    // Of a Job `order-sync`: what Kubernetes makes up has no vowels.
    ['order', 'order-sync-abcde', false],
    ['order', 'order-api-7d9f8b6c5-t5r9v', false],
    ['a.b', 'axb-7d9f8b6c5-t5r9v', false],
    // Kubernetes cuts the long names of pods.
    ['n'.repeat(50), `${'n'.repeat(50)}-7d9f8b6t5r9v`, true],
    ['n'.repeat(60), `${'n'.repeat(58)}t5r9v`, true],
  ])('finds of %s the pod %s: %s', (deployment, pod, expected) => {
    const patterns = discoverFilters(SOURCE, {
      ...SCOPE,
      deployments: [deployment],
    }).flatMap(filter => ('anyOf' in filter ? filter.anyOf : []));
    expect(patterns).toHaveLength(1);
    const found = patterns.some(
      clause =>
        'regexp' in clause && new RegExp(`^(?:${clause.regexp})$`).test(pod),
    );
    expect(found).toBe(expected);
  });

  it('takes pods, levels and a trace', () => {
    const [, , ...rest] = discoverFilters(SOURCE, {
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
      {
        anyOf: [
          { field: 'tid', phrase: 'a.b.c' },
          { field: 'log', phrase: 'a.b.c' },
        ],
      },
    ]);
  });

  it('finds lines without a level by taking the others away', () => {
    const levels = (...wanted: ('unknown' | 'error' | 'warn')[]) =>
      discoverFilters(SOURCE, { ...SCOPE, levels: wanted }).slice(3);
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

  it('calls clusters what the lines call them', () => {
    const clusterNames = { 'prod-shanghai': 'sh-1' };
    expect(discoverFilters({ ...SOURCE, clusterNames }, SCOPE)[0]).toEqual({
      field: 'kubernetes.cluster_name',
      values: ['prod-beijing', 'sh-1'],
    });
  });

  it('leaves out what the store has no field for', () => {
    const { cluster: _c, level: _l, ...fields } = FIELDS;
    expect(
      discoverFilters({ fields }, { ...SCOPE, levels: ['error'] }),
    ).toHaveLength(2);
  });

  it('looks for a trace in the text where it has no field of its own', () => {
    const { traceId: _, ...fields } = FIELDS;
    expect(
      discoverFilters({ fields }, { ...SCOPE, traceId: 'a.b.c' }).at(-1),
    ).toEqual({ field: 'log', values: ['a.b.c'] });
  });
});

it('shows level, pod and text as columns', () => {
  expect(discoverColumns(FIELDS)).toEqual([
    'level',
    'kubernetes.pod_name',
    'log',
  ]);
});
