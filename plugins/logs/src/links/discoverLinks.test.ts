import { podNamePattern } from '@pilothouse/plugin-release-common';
import { SOURCE } from '../../dev/fixtures/orderApiLogs';
import { parseLogAddress } from '../address/logAddress';
import { scopeOf } from '../search/scope';
import { lineLink, searchLinks, type RunningPod } from './discoverLinks';

const RELEASE = 'order-api-65ff69f954-2k4xp';
const CANARY = 'order-api-canary-6c9b8d7f5-h3n6j';

type Deployments = Parameters<typeof scopeOf>[0]['targets'][number];

/** What runs in `order` on Beijing. */
function linksOf(
  search: string,
  {
    target = {},
    source = {},
    running = [],
  }: {
    target?: Partial<Deployments>;
    source?: Partial<typeof SOURCE>;
    running?: RunningPod[];
  } = {},
) {
  const { address } = parseLogAddress(new URLSearchParams(search));
  const own = { ...SOURCE, ...source };
  const scope = scopeOf(
    {
      sources: [own],
      targets: [
        {
          target: {
            environment: 'prod',
            cluster: 'prod-beijing',
            namespace: 'order',
          },
          workloads: ['order-api'],
          canaries: ['order-api-canary'],
          source: own.name,
          ...target,
        },
      ],
      problems: [],
    },
    address,
  );
  return searchLinks(scope, address, running).map(({ url }) =>
    decodeURIComponent(url),
  );
}

function podOf(
  name: string,
  tag: string,
  more: Partial<RunningPod> = {},
): RunningPod {
  return {
    cluster: 'prod-beijing',
    namespace: 'order',
    pod: {
      name,
      image: {
        reference: `registry.test/order-api:${tag}`,
        repository: 'order-api',
        tag,
      },
    },
    ...more,
  };
}

describe('links into Discover', () => {
  it('keep to the pods that the backend searches', () => {
    const [url, ...none] = linksOf('');
    expect(none).toEqual([]);
    expect(url).toContain(podNamePattern('order-api'));
    expect(url).toContain(podNamePattern('order-api-canary'));
    const [ofRelease] = linksOf('role=release');
    expect(ofRelease).not.toContain(podNamePattern('order-api-canary'));
  });

  it('take the names of Deployments from the backend', () => {
    const [url] = linksOf('role=release', {
      target: {
        deployments: [
          { name: 'order-api-v2', role: 'release', workload: 'order-api' },
        ],
      },
    });
    expect(url).toContain(podNamePattern('order-api-v2'));
    expect(url).not.toContain(podNamePattern('order-api'));
  });

  it('are none where the role has no Deployment', () => {
    expect(linksOf('role=canary', { target: { canaries: [] } })).toEqual([]);
    expect(linksOf('', { target: { workloads: [], canaries: [] } })).toEqual(
      [],
    );
  });

  it('have the pods of a version, on these targets and of this role', () => {
    const running = [
      podOf(RELEASE, '1.4.0'),
      podOf(CANARY, '1.4.1'),
      podOf('order-api-65ff69f954-7bqzd', '1.3.9'),
      podOf('order-api-65ff69f954-9xwcz', '1.4.0', { cluster: 'elsewhere' }),
    ];
    const [url] = linksOf('version=1.4.0', { running });
    expect(url).toContain(`match_phrase:(kubernetes.pod_name:${RELEASE})`);
    expect(url).not.toMatch(/-7bqzd|-9xwcz|canary/);
    expect(url).not.toContain('regexp');
    expect(linksOf('version=1.4.1&role=release', { running })).toEqual([]);
    expect(linksOf('version=9.9.9', { running })).toEqual([]);
    expect(linksOf('version=1.4.0', { running: [] })).toEqual([]);
    expect(linksOf(`version=1.4.0&pod=${CANARY}`, { running })).toEqual([]);
  });

  it('are none where a version has more pods than an address can name', () => {
    const many = (count: number) => ({
      running: Array.from({ length: count }, (_, index) =>
        podOf(`order-api-65ff69f954-bbb${String(index).padStart(2, '0')}`, '1'),
      ),
    });
    expect(linksOf('version=1', many(50))).toHaveLength(1);
    expect(linksOf('version=1', many(51))).toEqual([]);
  });

  it('have only pods that are searched for, and are the own', () => {
    const [url] = linksOf(`pod=${RELEASE},payment-api-65ff69f954-2k4xp`);
    expect(url).toContain(RELEASE);
    expect(url).not.toContain('payment-api');
    expect(linksOf('pod=payment-api-65ff69f954-2k4xp')).toEqual([]);
    expect(linksOf(`pod=${RELEASE}&role=canary`)).toEqual([]);
  });

  it('look for a trace as the backend does, in its field and in the text', () => {
    const [url] = linksOf('traceId=a1.42.17');
    expect(url).toContain(
      'should:!((match_phrase:(tid:a1.42.17)),(match_phrase:(log:a1.42.17)))',
    );
    const { traceId: _, ...fields } = SOURCE.fields;
    const [inText] = linksOf('traceId=a1.42.17', { source: { fields } });
    expect(inText).toContain('match_phrase:(log:a1.42.17)');
    expect(inText).not.toContain('tid');
  });

  it('lead to no line whose pod is not known', () => {
    const scope = scopeOf(
      { sources: [SOURCE], targets: [], problems: [] },
      { clusters: [] },
    );
    const entry = {
      id: 'a',
      source: SOURCE.name,
      at: '2026-11-21T12:00:00Z',
      level: 'info' as const,
      message: '',
      namespace: 'order',
    };
    const own = { ...scope, sources: [SOURCE] };
    expect(lineLink(own, entry)).toBeUndefined();
    expect(lineLink(own, { ...entry, pod: RELEASE })?.url).toContain(RELEASE);
  });
});
