import { mockCredentials } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import type { LinkSubject } from '@pilothouse/plugin-links-common';
import type { LogSourceList } from '@pilothouse/plugin-logs-common';
import { LogsLinks, type LinksAsk } from './LogsLinks';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'order-api', namespace: 'default' },
};
const entityRef = 'component:default/order-api';
const beijing = {
  environment: 'prod',
  cluster: 'prod-beijing',
  namespace: 'order',
};
const dev = { environment: 'dev', cluster: 'dev', namespace: 'order' };

function sourceOf(name: string): LogSourceList['sources'][number] {
  return {
    name,
    environments: [name],
    clusters: [],
    fields: {
      time: '@timestamp',
      message: 'log',
      namespace: 'ns',
      pod: 'pod',
      container: 'c',
      cluster: 'cluster',
      traceId: 'tid',
    },
    discover: {
      product: 'kibana',
      version: '8.15.2',
      baseUrl: 'https://kibana.test',
      dataViewId: 'view',
      indexPattern: `k8s-${name}-*`,
    },
  };
}

const LIST: LogSourceList = {
  sources: [sourceOf('dev'), sourceOf('prod')],
  targets: [
    { target: dev, source: 'dev' },
    { target: beijing, source: 'prod' },
  ].map(item => ({
    ...item,
    workloads: ['order-api'],
    canaries: ['order-api-canary'],
    deployments: [
      { name: 'order-api', role: 'release', workload: 'order-api' },
      { name: 'order-api-canary', role: 'canary', workload: 'order-api' },
    ],
  })),
  problems: [],
  now: new Date(NOW).toISOString(),
};

async function linksFor(
  subject: Partial<LinkSubject>,
  ask: Partial<LinksAsk> = {},
) {
  const provider = new LogsLinks(
    {
      sources: async () => LIST,
      rollout: async () => {
        throw new Error('not asked');
      },
      ...ask,
    },
    () => NOW,
  );
  const links = await provider.links(
    {
      subject: { entityRef, ...subject },
      entity,
      credentials: mockCredentials.user(),
    },
    { signal: new AbortController().signal },
  );
  return links.map(link => ({ ...link, url: decodeURIComponent(link.url) }));
}

describe('links into Discover', () => {
  it('lead to the last environment of an entity', async () => {
    const links = await linksFor({});
    expect(links.map(({ id, title }) => [id, title.en, title.zh])).toEqual([
      ['prod', 'Logs in Kibana', '在 Kibana 查看日志'],
    ]);
    expect(links[0].url).toContain('time:(from:now-15m,to:now)');
    expect(links[0].url).toContain('prod-beijing');
    expect(links[0].url).not.toContain("'dev'");
  });

  it('keep to a target, a role, a pod and a trace', async () => {
    const [canary, ...none] = await linksFor({
      target: beijing,
      role: 'canary',
    });
    expect(none).toEqual([]);
    expect(canary.title.en).toBe('Logs in Kibana');
    expect(canary.url).toContain('order-api-canary-');
    const pod = 'order-api-65ff69f954-2k4xp';
    const [ofPod] = await linksFor({ target: beijing, pod, traceId: '7f.1.2' });
    expect(ofPod.url).toContain(pod);
    expect(ofPod.url).toContain('7f.1.2');
    expect(await linksFor({ pod: 'payment-api-65ff69f954-2k4xp' })).toEqual([]);
  });

  it("show the time of a rollout's step", async () => {
    const rollout = {
      createdAt: '2026-11-21T06:00:00.000Z',
      targets: [{ target: beijing }],
      steps: [
        {
          enteredAt: '2026-11-21T06:10:00.000Z',
          endedAt: '2026-11-21T06:20:00.000Z',
        },
        { enteredAt: '2026-11-21T06:20:00.000Z' },
      ],
    };
    const ask = {
      // As much of it as is needed.
      rollout: async () => rollout as Awaited<ReturnType<LinksAsk['rollout']>>,
    };
    const [errors, step, ...none] = await linksFor(
      { rolloutId: 'r', step: 0, target: beijing, role: 'canary' },
      ask,
    );
    expect(none).toEqual([]);
    expect(errors).toEqual({
      id: 'errors',
      kind: 'logs',
      title: { en: 'Errors in the canary’s logs', zh: '金丝雀的错误日志' },
      url: '/catalog/default/component/order-api/logs?env=prod&level=error&role=canary&from=2026-11-21T06:09:00.000Z&to=2026-11-21T06:21:00.000Z',
    });
    expect(step.url).toContain(
      "time:(from:'2026-11-21T06:09:00.000Z',to:'2026-11-21T06:21:00.000Z')",
    );
    const [going, running] = await linksFor({ rolloutId: 'r', step: 1 }, ask);
    expect(going.url).toBe(
      '/catalog/default/component/order-api/logs?level=error',
    );
    expect(running.url).toContain(
      "time:(from:'2026-11-21T06:19:00.000Z',to:now)",
    );
    const [, asked] = await linksFor(
      { rolloutId: 'r', to: '2026-11-21T07:00:00.000Z' },
      ask,
    );
    expect(asked.url).toContain(
      "time:(from:'2026-11-21T06:45:00.000Z',to:'2026-11-21T07:00:00.000Z')",
    );
  });

  it('are none for who may not read, and fail where something else fails', async () => {
    const refused = Object.assign(new NotAllowedError('no'), {
      statusCode: 403,
    });
    const sources = async () => {
      throw refused;
    };
    expect(await linksFor({}, { sources })).toEqual([]);
    await expect(linksFor({ rolloutId: 'r' })).rejects.toThrow('not asked');
  });
});
