import {
  kinds,
  type Deployment,
  type Pod,
} from '../kubernetes/controllers/objects';
import { resources } from '../kubernetes/resources';
import { playWorld, NOW, type PlayedWorld } from './__testUtils__/played-world';
import { HOUR } from './history';
import { parseImage } from './images';

let played: PlayedWorld;
beforeAll(() => {
  played = playWorld();
});

function deployment(
  cluster: string,
  namespace: string,
  name: string,
): Deployment {
  const found = played.api(cluster).get(kinds.deployments, namespace, name);
  if (!found) throw new Error(`No Deployment ${namespace}/${name}`);
  return found;
}

function versionOf({ spec }: Deployment): string | undefined {
  return parseImage(spec.template.spec.containers[0].image).tag;
}

function pods(cluster: string, namespace: string, app: string): Pod[] {
  return played.api(cluster).list(kinds.pods, { namespace, labels: { app } });
}

const isReady = ({ status }: Pod) =>
  status?.conditions?.some(
    ({ type, status: value }) => type === 'Ready' && value === 'True',
  ) ?? false;

describe('history', () => {
  it('leaves about 240 pods on four clusters, nearly all of them ready', () => {
    const all = [...played.apis.values()].flatMap(api => api.list(kinds.pods));
    expect(all.length).toBeGreaterThan(220);
    expect(all.length).toBeLessThan(270);
    const unready = all.filter(pod => !isReady(pod));
    expect(unready.map(({ metadata }) => metadata.labels?.app).sort()).toEqual([
      'delivery-api',
      'stock-rpc',
    ]);
  });

  it('gives every namespace of a system its owner', () => {
    const owners = played
      .api('prod-beijing')
      .list(resources.namespaces)
      .flatMap(({ metadata }) => {
        const owner = metadata.labels?.['pilothouse.io/owner'];
        return owner ? [[metadata.name, owner]] : [];
      });
    expect(Object.fromEntries(owners)).toMatchObject({
      order: 'team-order',
      'order-staging': 'team-order',
      payment: 'team-payment',
    });
  });

  it('has the house shape: a release, a canary, and a Service that selects both', () => {
    const release = deployment('prod-beijing', 'order', 'order-api');
    const canary = deployment('prod-beijing', 'order', 'order-api-canary');
    expect(release.spec.selector.matchLabels?.role).toBe('release');
    expect(canary.spec.selector.matchLabels?.role).toBe('canary');
    const service = played
      .api('prod-beijing')
      .get(kinds.services, 'order', 'order-api');
    expect(service?.spec.selector).toEqual({ app: 'order-api' });
    expect(release.metadata.labels?.['backstage.io/kubernetes-id']).toBe(
      'order-api',
    );
  });

  it('runs a canary of order-api in Beijing, and knows who brought it', () => {
    const release = deployment('prod-beijing', 'order', 'order-api');
    const canary = deployment('prod-beijing', 'order', 'order-api-canary');
    expect([versionOf(release), release.status?.readyReplicas]).toEqual([
      '1.4.0',
      6,
    ]);
    expect([versionOf(canary), canary.status?.readyReplicas]).toEqual([
      '1.4.1',
      2,
    ]);
    expect(canary.metadata.annotations?.['kubernetes.io/change-cause']).toMatch(
      /ORD-812.*li\.wei/,
    );
    expect(
      canary.metadata.managedFields?.map(
        ({ manager, operation, subresource }) =>
          [manager, operation, subresource].filter(Boolean).join(' '),
      ),
    ).toEqual(
      expect.arrayContaining([
        'kubectl-client-side-apply Update',
        'pilothouse Apply',
        'pilothouse Update scale',
      ]),
    );
    const ages = pods('prod-beijing', 'order', 'order-api')
      .filter(({ metadata }) => metadata.labels?.role === 'canary')
      .map(({ metadata }) => NOW - Date.parse(metadata.creationTimestamp));
    expect(Math.max(...ages)).toBeCloseTo(6 * HOUR + 41 * 60_000, -4);
    expect(Math.min(...ages)).toBeCloseTo(41 * 60_000, -4);
  });

  it('has stopped the canary of payment-api, whose errors are still known', () => {
    const canary = deployment('prod-beijing', 'payment', 'payment-api-canary');
    expect([versionOf(canary), canary.spec.replicas]).toEqual(['3.2.0', 0]);
    const placement = played.world.placementOf(
      'prod-beijing',
      'payment',
      'payment-api',
    );
    if (!placement) throw new Error('payment-api is gone');
    const seen = played.world.podTrafficAt(placement, NOW - 3.5 * HOUR);
    expect(seen).toHaveLength(7);
    for (const { pod, errorRatio } of seen) {
      if (pod.role === 'canary') expect(errorRatio).toBeGreaterThan(0.04);
      else expect(errorRatio).toBeLessThan(0.01);
    }
    expect(played.world.podTrafficAt(placement, NOW)).toHaveLength(6);
  });

  it('has drift between Beijing and Shanghai, one by hand', () => {
    const beijing = deployment('prod-beijing', 'order', 'coupon-api');
    const shanghai = deployment('prod-shanghai', 'order', 'coupon-api');
    expect([versionOf(beijing), versionOf(shanghai)]).toEqual([
      '0.9.7',
      '0.9.5',
    ]);
    const patched = deployment('prod-shanghai', 'storefront', 'search-api');
    expect(
      patched.metadata.managedFields?.map(({ manager }) => manager),
    ).toContain('kubectl-set');
  });

  it('has a stopped service, a crash loop and a rollout on its way', () => {
    const stopped = deployment('dev', 'payment', 'refund-worker');
    expect(stopped.spec.replicas).toBe(0);
    const crashing = pods('test', 'logistics', 'delivery-api').find(
      pod => !isReady(pod),
    );
    const [container] = crashing?.status?.containerStatuses ?? [];
    expect(container.restartCount).toBeGreaterThan(10);
    const moving = deployment('test', 'order', 'stock-rpc');
    expect(moving.status?.updatedReplicas).toBeLessThan(6);
    expect(moving.status?.availableReplicas).toBe(6);
  });

  it('keeps revisions to go back to, with what each of them brought', () => {
    const causes = played
      .api('prod-beijing')
      .list(kinds.replicaSets, {
        namespace: 'order',
        labels: { app: 'cart-api', role: 'release' },
      })
      .map(({ metadata }) => [
        metadata.annotations?.['deployment.kubernetes.io/revision'],
        metadata.annotations?.['kubernetes.io/change-cause'],
      ])
      .sort();
    expect(causes.map(([revision]) => revision)).toEqual(['1', '3', '4']);
    expect(causes[1][1]).toMatch(/^1\.8\.0/);
    expect(causes[2][1]).toMatch(/^1\.7\.5.*lin\.na/);
  });
});

describe('log lines', () => {
  function logs(pod: Pod, from: number, to = NOW): string[] {
    const { cluster } = placementOf(pod);
    return played.runtime
      .logs({ cluster, pod, container: pod.spec.containers[0].name, from, to })
      .map(({ text }) => text);
  }

  function placementOf(pod: Pod) {
    const [cluster] =
      [...played.apis].find(([, api]) =>
        api
          .list(kinds.pods)
          .some(({ metadata }) => metadata.uid === pod.metadata.uid),
      ) ?? [];
    if (!cluster) throw new Error(`No cluster has ${pod.metadata.name}`);
    return { cluster };
  }

  it('are the same whenever they are asked for, and however the time is cut', () => {
    const [pod] = pods('prod-beijing', 'order', 'order-api');
    const whole = logs(pod, NOW - 600_000);
    expect(whole.length).toBeGreaterThan(20);
    expect(logs(pod, NOW - 600_000)).toEqual(whole);
    const cut = [6, 5, 4, 3, 2, 1].flatMap(n =>
      logs(pod, NOW - n * 100_000, NOW - (n - 1) * 100_000),
    );
    expect(cut).toEqual(whole);
  });

  it('share the trace of a journey between the services on its way', () => {
    const lines = (namespace: string, app: string) =>
      pods('prod-beijing', namespace, app)
        .flatMap(pod => logs(pod, NOW - 300_000))
        .join('\n');
    const traces = (text: string) =>
      new Set(text.match(/[0-9a-f]{32}\.\d+\.\d+/g) ?? []);
    const web = traces(lines('order', 'order-web'));
    const shared = [...traces(lines('order', 'order-api'))].filter(id =>
      web.has(id),
    );
    expect(shared.length).toBeGreaterThan(5);
  });

  it('say why a container does not start', () => {
    const pod = pods('test', 'logistics', 'delivery-api').find(
      item => !isReady(item),
    );
    const last = pod?.status?.containerStatuses?.[0].lastState.terminated;
    if (!pod || !last) throw new Error('Nothing has crashed');
    const from = Date.parse(last.startedAt);
    const text = logs(pod, from, from + 2000).join('\n');
    expect(text).toMatch(/ArgumentNullException/);
  });

  it('are JSON from Node, and an access log from nginx', () => {
    const [bff] = pods('prod-beijing', 'storefront', 'storefront-bff');
    for (const line of logs(bff, NOW - 60_000)) {
      expect(JSON.parse(line)).toMatchObject({ service: 'storefront-bff' });
    }
    const [web] = pods('prod-beijing', 'storefront', 'storefront-web');
    const [line] = logs(web, NOW - 300_000);
    expect(line).toMatch(
      /^\d+(\.\d+){3} - - \[21\/Nov\/2026:20:\d\d:\d\d \+0800\] "GET /,
    );
  });

  it('use memory and CPU as their traffic has it', () => {
    const [pod] = pods('prod-beijing', 'order', 'order-api');
    const use = played.runtime.usage({
      cluster: 'prod-beijing',
      pod,
      container: 'order-api',
      at: NOW,
    });
    expect(use.memoryBytes).toBeGreaterThan(500 * 2 ** 20);
    expect(use.memoryBytes).toBeLessThan(1536 * 2 ** 20);
    expect(use.cpuNanocores).toBeGreaterThan(50e6);
  });
});

describe('a world', () => {
  it('is the same for the same seed, to the names of its pods', () => {
    const scale = { clusters: 3, pods: 40 };
    const names = (seed: number) =>
      [...playWorld({ seed, scale }).apis.values()].flatMap(api =>
        api.list(kinds.pods).map(({ metadata }) => metadata.name),
      );
    const one = names(1);
    expect(names(1)).toEqual(one);
    expect(names(2)).not.toEqual(one);
  });
});
