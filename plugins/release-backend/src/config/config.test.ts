import { ConfigReader } from '@backstage/config';
import fc from 'fast-check';
import { Environments } from './Environments';
import { globMatcher } from './glob';
import { Grants } from './Grants';
import { readReleaseConfig } from './readReleaseConfig';

const ENVIRONMENTS = [
  { name: 'dev', clusters: ['dev'] },
  { name: 'staging', clusters: ['prod-beijing'], namespaces: ['*-staging'] },
  {
    name: 'prod',
    protected: true,
    clusters: ['prod-beijing', 'prod-shanghai'],
  },
];

function read(pilothouse: Record<string, unknown>) {
  return readReleaseConfig(
    new ConfigReader(JSON.parse(JSON.stringify({ pilothouse }))),
  );
}

describe('the configuration', () => {
  it('may be missing', () => {
    expect(readReleaseConfig(new ConfigReader({}))).toEqual({
      environments: [],
      namespaces: [],
    });
  });

  it.each([
    [{ environments: 'prod' }, 'pilothouse.environments '],
    [
      { environments: [{ name: 'a/b', clusters: ['x'] }] },
      'pilothouse.environments[0].name',
    ],
    [
      { environments: [{ name: 'prod', clusters: [] }] },
      'pilothouse.environments[0].clusters',
    ],
    [
      { environments: [{ name: 'prod', clusters: ['x', 'x'] }] },
      'pilothouse.environments[0].clusters names "x" twice',
    ],
    [
      {
        environments: [
          { name: 'prod', clusters: ['x'] },
          { name: 'prod', clusters: ['y'] },
        ],
      },
      'pilothouse.environments[1].name "prod" is there twice',
    ],
    [
      {
        environments: [
          { name: 'staging', clusters: ['x'] },
          { name: 'prod', clusters: ['x'] },
        ],
      },
      'pilothouse.environments[1].clusters names "x", which belongs to "staging"',
    ],
    [
      {
        environments: [{ name: 'prod', clusters: ['x'], namespaces: ['A b'] }],
      },
      'pilothouse.environments[0].namespaces[0]',
    ],
    [
      {
        environments: ENVIRONMENTS,
        namespaces: [
          { environment: 'qa', namespace: 'x', owners: ['group:default/x'] },
        ],
      },
      'pilothouse.namespaces[0].environment "qa" is none of the environments: dev, staging, prod',
    ],
    [
      {
        environments: ENVIRONMENTS,
        namespaces: [
          {
            environment: 'prod',
            cluster: 'dev',
            namespace: 'x',
            owners: ['group:default/x'],
          },
        ],
      },
      'pilothouse.namespaces[0].cluster "dev" is no cluster of prod',
    ],
    [
      {
        environments: ENVIRONMENTS,
        namespaces: [
          { environment: 'prod', namespace: 'x', owners: ['team-order'] },
        ],
      },
      'pilothouse.namespaces[0].owners[0]',
    ],
  ])('is refused when it is wrong: %j', (config, message) => {
    expect(() => read(config)).toThrow(message);
  });
});

describe('environments', () => {
  const environments = new Environments(
    read({ environments: ENVIRONMENTS }).environments,
  );

  it.each([
    ['prod-beijing', 'order', 'prod'],
    ['prod-beijing', 'order-staging', 'staging'],
    ['prod-shanghai', 'order-staging', 'prod'],
    ['dev', 'anything', 'dev'],
    ['other', 'order', undefined],
  ])('%s has %s for %p', (cluster, namespace, environment) => {
    expect(environments.of(cluster, namespace)).toBe(environment);
  });

  it('keep their order, and name each cluster once', () => {
    expect(environments.list.map(({ name }) => name)).toEqual([
      'dev',
      'staging',
      'prod',
    ]);
    expect(environments.clusters).toEqual([
      'dev',
      'prod-beijing',
      'prod-shanghai',
    ]);
  });
});

describe('grants', () => {
  const order = ['group:default/team-order'];
  const target = (environment: string, cluster: string, namespace: string) => ({
    environment,
    cluster,
    namespace,
  });
  const { namespaces } = read({
    environments: ENVIRONMENTS,
    namespaces: [
      {
        environment: 'prod',
        cluster: 'prod-beijing',
        namespace: 'order*',
        owners: ['group:default/Team-Order'],
      },
      { environment: 'dev', namespace: 'shared', owners: ['group:*/team-*'] },
    ],
  });
  const grants = new Grants(namespaces);

  it.each([
    ['the named cluster', target('prod', 'prod-beijing', 'order-x'), true],
    ['another cluster', target('prod', 'prod-shanghai', 'order-x'), false],
    ['another environment', target('staging', 'prod-beijing', 'order'), false],
    ['another namespace', target('prod', 'prod-beijing', 'reorder'), false],
    ['an owner by glob', target('dev', 'dev', 'shared'), true],
  ])('are given by the configuration: %s', (_, place, granted) => {
    expect(grants.allow(place, order, {})).toBe(granted);
    expect(grants.allow(place, [], {})).toBe(false);
  });

  it.each([
    ['team-order', true],
    ['Team-Order', true],
    ['team-payment', false],
    ['', false],
  ])('are given by the label %p of a Namespace: %p', (owner, granted) => {
    const place = target('prod', 'prod-shanghai', 'anything');
    const labels = { 'pilothouse.io/owner': owner };
    expect(grants.allow(place, order, labels)).toBe(granted);
    expect(grants.allow(place, order, undefined)).toBe(false);
    // The label names a group of the default namespace, whatever else is called so.
    expect(grants.allow(place, ['user:default/team-order'], labels)).toBe(
      false,
    );
  });
});

describe('globs', () => {
  it('match as the pattern of a shell would', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '-') });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*') });
    fc.assert(
      fc.property(pattern, text, (glob, name) => {
        const expected = new RegExp(`^${glob.replaceAll('*', '.*')}$`);
        expect(globMatcher(glob)(name)).toBe(expected.test(name));
      }),
      { numRuns: 2000 },
    );
  });
});
