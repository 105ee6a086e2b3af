import { mockCredentials } from '@backstage/backend-test-utils';
import { ResponseError } from '@backstage/errors';
import type { LinkSubject } from '@pilothouse/plugin-links-common';
import type { SkywalkingService } from '@pilothouse/plugin-skywalking-common';
import { SkywalkingLinks } from './SkywalkingLinks';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'order-api', namespace: 'default' },
};
const entityRef = 'component:default/order-api';
const target = {
  environment: 'prod',
  cluster: 'prod-beijing',
  namespace: 'order',
};

function serviceIn(
  environment: string,
  status: SkywalkingService['status'] = 'found',
  tracePage = true,
): SkywalkingService {
  return {
    instance: environment,
    environments: [environment],
    name: 'order-api',
    status,
    id: 'b3JkZXItYXBp.1',
    layer: 'GENERAL',
    ui: {
      generation: 'booster',
      baseUrl: `https://sw.test/${environment}`,
      tracePage,
    } as SkywalkingService['ui'],
  };
}

async function linksFor(
  subject: Partial<LinkSubject>,
  services: SkywalkingService[] | Error = [serviceIn('dev'), serviceIn('prod')],
) {
  const provider = new SkywalkingLinks(async () => {
    if (services instanceof Error) throw services;
    return { services } as Awaited<
      ReturnType<ConstructorParameters<typeof SkywalkingLinks>[0]>
    >;
  });
  return provider.links(
    {
      subject: { entityRef, ...subject },
      entity,
      credentials: mockCredentials.user(),
    },
    { signal: new AbortController().signal },
  );
}

const refusal = (status: number) =>
  ResponseError.fromResponse(
    new Response('{}', {
      status,
      headers: { 'content-type': 'application/json' },
    }) as never,
  );

describe('links into SkyWalking', () => {
  it('lead to the last environment of an entity, and say which', async () => {
    const links = await linksFor({});
    expect(links.map(({ title }) => title)).toEqual([
      { en: 'Traces in SkyWalking (prod)', zh: 'SkyWalking 链路 (prod)' },
      { en: 'Service in SkyWalking (prod)', zh: 'SkyWalking 服务指标 (prod)' },
    ]);
    for (const { url } of links) {
      expect(url).toMatch(/^https:\/\/sw\.test\/prod\//);
    }
  });

  it('keep to a target, a pod and a trace', async () => {
    const dev = { ...target, environment: 'dev' };
    const [ofDev] = await linksFor({ target: dev });
    expect(ofDev.title.en).toBe('Traces in SkyWalking');
    expect(ofDev.url).toMatch(/^https:\/\/sw\.test\/dev\//);
    const pod = 'order-api-65ff69f954-2k4xp';
    const [ofPod] = await linksFor({ target, pod });
    expect(ofPod).toMatchObject({ id: 'prod:instance', kind: 'metrics' });
    expect(ofPod.url).toContain(
      encodeURIComponent(`_${Buffer.from(pod).toString('base64')}`),
    );
    const ofTrace = await linksFor({ target, traceId: '7f.1.2' });
    expect(ofTrace.map(({ id }) => id)).toEqual(['prod:trace']);
    expect(ofTrace[0].title.en).toBe('Trace in SkyWalking');
    expect(ofTrace[0].url).toContain('7f.1.2');
    // An older one has no page for it, and the link does not say so.
    const older = [serviceIn('prod', 'found', false)];
    const [traces] = await linksFor({ target, traceId: '7f.1.2' }, older);
    expect(traces.title.en).toBe('Traces in SkyWalking');
  });

  it('lead into the SkyWalking that the cluster of a target reports to', async () => {
    const of = (instance: string, cluster: string) => ({
      ...serviceIn('prod'),
      instance,
      clusters: [cluster],
    });
    const services = [of('bj', 'prod-beijing'), of('sh', 'prod-shanghai')];
    const links = await linksFor(
      {
        target: { ...target, cluster: 'prod-shanghai' },
        rolloutId: 'r',
        role: 'canary',
        from: '2026-11-21T06:00:00.000Z',
      },
      services,
    );
    expect(links.map(({ id }) => id).slice(1)).toEqual([
      'sh:traces',
      'sh:service',
    ]);
    expect(links[0].url).toBe(
      '/catalog/default/component/order-api/traces?env=prod&state=error&at=sh&role=canary',
    );
  });

  it('lead first to what failed in a rollout, in the portal itself', async () => {
    const over = {
      from: '2026-11-21T06:00:00.000Z',
      to: '2026-11-21T06:20:00.000Z',
    };
    const rollout = { rolloutId: 'r', target, role: 'canary' } as const;
    const [first, ...others] = await linksFor({ ...rollout, ...over });
    expect(first.title).toEqual({
      en: 'Failed traces of the canary',
      zh: '金丝雀的出错链路',
    });
    expect(decodeURIComponent(first.url)).toBe(
      '/catalog/default/component/order-api/traces?env=prod&state=error&role=canary&from=2026-11-21T06:00:00.000Z&to=2026-11-21T06:20:00.000Z',
    );
    expect(others).toHaveLength(2);
    // It goes on: the tab shows the last minutes.
    const [going] = await linksFor({ ...rollout, from: over.from });
    expect(going.url).toBe(
      '/catalog/default/component/order-api/traces?env=prod&state=error&role=canary',
    );
  });

  it('are none where the service is not known or not to be seen', async () => {
    for (const status of ['absent', 'refused'] as const) {
      expect(await linksFor({ target }, [serviceIn('prod', status)])).toEqual(
        [],
      );
    }
    const [away] = await linksFor({ target }, [serviceIn('prod', 'away')]);
    expect(away.kind).toBe('traces');
    for (const status of [403, 404]) {
      expect(await linksFor({}, await refusal(status))).toEqual([]);
    }
    await expect(linksFor({}, await refusal(500))).rejects.toThrow();
  });
});
