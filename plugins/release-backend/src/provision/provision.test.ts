import { mockCredentials } from '@backstage/backend-test-utils';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { Entity } from '@backstage/catalog-model';
import type { FakeClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import { createCompany } from '../__testUtils__/company';
import { component, startRelease } from '../__testUtils__/startRelease';
import { files, serviceObjects } from './__testUtils__/service';

const OWNER = 'group:default/team-order';
const LI = 'user:default/li.wei';
const SECRET_VALUE = 'eyJhdXRocyI6e319';

const group = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name },
  spec: { type: 'team', children: [] },
});

const SYSTEM: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: { name: 'refund' },
};

const ENSURE = {
  environment: 'dev',
  namespace: 'refund',
  owner: OWNER,
  reason: 'A new service',
};
const APPLY = { ...ENSURE, manifests: files(serviceObjects('refund-api')) };

type Release = Awaited<ReturnType<typeof startRelease>>;
type Fake = ReturnType<FakeClusters['cluster']>;

/** Takes whatever is written, and remembers it. */
function accepting(cluster: Fake) {
  const written: { kind: string; object: unknown }[] = [];
  const read = cluster.read.bind(cluster);
  cluster.read = async <T>(...[kind, target]: Parameters<Fake['read']>) => {
    if (kind.kind === 'Secret' && target.namespace === 'pilothouse') {
      return {
        type: 'kubernetes.io/dockerconfigjson',
        data: { '.dockerconfigjson': SECRET_VALUE },
      } as T;
    }
    return read<T>(kind, target);
  };
  const write = async <T>(...[kind, object]: Parameters<Fake['create']>) => {
    written.push({ kind: kind.kind, object });
    return { outcome: 'done' as const, object: object as T };
  };
  cluster.create = write;
  cluster.apply = write;
  return written;
}

describe('provisioning', () => {
  let clusters: FakeClusters;
  let release: Release;
  const denied = new Set<string>();

  beforeEach(async () => {
    clusters = createCompany();
    denied.clear();
    release = await startRelease({
      clusters,
      denied,
      entities: [
        group('team-order'),
        group('team-payment'),
        component('payment-api', { owner: 'team-payment' }),
        SYSTEM,
      ],
      hidden: new Set([`${LI} system:default/refund`]),
      release: {
        provision: {
          pullSecret: { namespace: 'pilothouse', name: 'registry' },
          ingressFrom: ['gateway'],
        },
      },
    });
  });
  afterEach(() => release.stop());

  it.each([
    [
      'an environment',
      { environment: 'qa' },
      /environment has to be one of dev, prod/,
    ],
    [
      'a cluster',
      { clusters: ['prod-beijing'] },
      /clusters: "prod-beijing" is none of dev/,
    ],
    ['a namespace', { namespace: 'Order' }, /namespace: has to be the name/],
    [
      'a namespace of the cluster',
      { namespace: 'kube-system' },
      /is not for services/,
    ],
    [
      'a namespace of the gateway',
      { namespace: 'gateway' },
      /is not for services/,
    ],
    ['an owner', { owner: 'user:default/li.wei' }, /owner has to be a group/],
    [
      'a group',
      { owner: 'group:default/none' },
      /there is no group:default\/none/,
    ],
    [
      'a system',
      { system: 'component:default/x' },
      /system has to be a system/,
    ],
    ['a reason', { reason: ' ' }, /reason/],
    ['a field', { force: true }, /force: is not known/],
  ])('asks for %s that is one', async (_, change, message) => {
    const { body } = await release
      .post('provision/namespaces', { ...ENSURE, ...change })
      .expect(400);
    expect(body.error.message).toMatch(message);
  });

  it('is for owners of the group, in environments that are not protected', async () => {
    denied.add(`${LI} release.namespace.ensure ${OWNER}@dev`);
    denied.add(`${LI} release.policy.override ${OWNER}@prod`);
    await release.post('provision/namespaces', ENSURE, LI).expect(403);
    await release
      .post('provision/namespaces', { ...ENSURE, environment: 'prod' }, LI)
      .expect(403);
    const { body } = await release
      .post('provision/apply', { ...APPLY, environment: 'prod' })
      .expect(403);
    expect(body.error.message).toContain('prod is protected');
    const pipeline = release.asService('external:pipeline');
    const refused = await pipeline.post('provision/namespaces', ENSURE);
    expect(refused.status).toBe(403);
  });

  it('waits for the end of a freeze; looking does not', async () => {
    const written = accepting(clusters.cluster('dev'));
    await release
      .post('freezes', { kind: 'stop', scope: {}, reason: 'Festival' })
      .expect(201);
    for (const [path, request] of [
      ['namespaces', ENSURE],
      ['apply', APPLY],
    ] as const) {
      const { body } = await release
        .post(`provision/${path}`, request)
        .expect(409);
      expect(body.error.message).toContain('dev is frozen: Festival');
    }
    await release
      .post('provision/namespaces', { ...ENSURE, dryRun: true })
      .expect(200);
    await release
      .post('provision/validate', {
        namespace: 'refund',
        owner: OWNER,
        manifests: APPLY.manifests,
      })
      .expect(200);
    expect(written.map(({ kind }) => kind)).toEqual(['Namespace']);
  });

  it('never tells what is in the pull secret', async () => {
    const written = accepting(clusters.cluster('dev'));
    const answer = await release
      .post('provision/namespaces', ENSURE)
      .expect(200);
    expect(written).toContainEqual({
      kind: 'Secret',
      object: expect.objectContaining({
        data: { '.dockerconfigjson': SECRET_VALUE },
      }),
    });
    const changes = await release.get(`changes?entityRef=${OWNER}`).expect(200);
    expect(changes.body.changes).toMatchObject([
      {
        action: 'ensure-namespace',
        actor: 'user:default/mock',
        outcome: 'done',
        reason: 'A new service',
        target: { environment: 'dev', cluster: 'dev', namespace: 'refund' },
        after: { created: 6 },
      },
    ]);
    for (const text of [
      answer.text,
      changes.text,
      JSON.stringify(
        jest
          .mocked(release.audit.createEvent)
          .mock.calls.map(([{ meta }]) => meta),
      ),
    ]) {
      expect(text).not.toContain(SECRET_VALUE);
    }
  });

  it.each(['Opaque', 'kubernetes.io/tls'])(
    'copies no Secret of type %s',
    async type => {
      const dev = clusters.cluster('dev');
      const written = accepting(dev);
      const read = dev.read.bind(dev);
      dev.read = async <T>(...[kind, target]: Parameters<Fake['read']>) =>
        kind.kind === 'Secret'
          ? ({ type, data: { '.dockerconfigjson': SECRET_VALUE } } as T)
          : read<T>(kind, target);
      const { body } = await release
        .post('provision/namespaces', ENSURE)
        .expect(200);
      expect(body.targets).toMatchObject([
        { status: 'failed', error: { code: 'pull-secret' } },
      ]);
      expect(JSON.stringify(written)).not.toContain(SECRET_VALUE);
    },
  );

  it('tells of a cluster that does not answer, and writes to the others', async () => {
    for (const name of ['prod-beijing', 'prod-shanghai'])
      accepting(clusters.cluster(name));
    clusters.cluster('prod-beijing').read = async () => {
      throw new ServiceUnavailableError('Cluster prod-beijing: no answer');
    };
    const { body } = await release
      .post('provision/namespaces', { ...ENSURE, environment: 'prod' })
      .expect(200);
    expect(body.targets).toMatchObject([
      {
        cluster: 'prod-beijing',
        status: 'failed',
        error: { code: 'unreachable' },
        objects: [
          { kind: 'Namespace', status: 'failed' },
          { error: { code: 'not-tried' } },
          {},
          {},
          {},
          {},
        ],
      },
      { cluster: 'prod-shanghai', status: 'created' },
    ]);
  });

  it('leaves out kinds that a cluster does not know, and says so', async () => {
    const dev = clusters.cluster('dev');
    accepting(dev);
    const { apply, create } = dev;
    const unknown =
      (write: Fake['create']) =>
      async <T>(...args: Parameters<Fake['create']>) => {
        const [{ apiVersion }] = args;
        if (apiVersion.startsWith('monitoring')) {
          throw new NotFoundError('Cluster dev: 404 page not found');
        }
        return write<T>(...args);
      };
    dev.apply = unknown(apply);
    dev.create = unknown(create);
    const { body } = await release
      .post('provision/apply', { ...APPLY, namespace: 'order' })
      .expect(200);
    expect(body.targets).toMatchObject([{ status: 'created' }]);
    expect(
      body.targets[0].objects.filter(
        ({ status }: { status: string }) => status === 'not-served',
      ),
    ).toMatchObject([{ kind: 'ServiceMonitor' }, { kind: 'PrometheusRule' }]);
    const asked = await release
      .post('provision/validate', {
        environment: 'dev',
        namespace: 'order',
        owner: OWNER,
        manifests: APPLY.manifests,
      })
      .expect(200);
    expect(asked.body).toMatchObject({
      ok: true,
      findings: [
        { code: 'not-served', severity: 'warning', cluster: 'dev' },
        { code: 'not-served' },
      ],
    });
  });

  it('writes nothing into the ledger of others', async () => {
    const { body } = await release
      .post('provision/apply', {
        ...APPLY,
        entityRef: 'component:default/payment-api',
      })
      .expect(403);
    expect(body.error.message).toContain('is not of group:default/team-order');
  });

  it('waits for the end of a freeze of the system that the namespace is for', async () => {
    const dev = clusters.cluster('dev');
    accepting(dev);
    const read = dev.read.bind(dev);
    dev.read = async <T>(...[kind, target]: Parameters<Fake['read']>) =>
      kind.kind === 'Namespace'
        ? ({
            metadata: {
              name: 'refund',
              labels: {
                'pilothouse.io/owner': 'team-order',
                'pilothouse.io/system': 'refund',
              },
            },
          } as T)
        : read<T>(kind, target);
    const system = 'system:default/refund';
    await release
      .post('freezes', {
        kind: 'stop',
        scope: { systems: [system] },
        reason: 'Audit',
      })
      .expect(201);
    const { body } = await release.post('provision/apply', APPLY).expect(409);
    expect(body.error.message).toContain('dev is frozen: Audit');
  });

  it('is of no system that whoever asks may not see', async () => {
    accepting(clusters.cluster('dev'));
    const request = { ...ENSURE, system: 'refund', dryRun: true };
    await release.post('provision/namespaces', request).expect(200);
    const { body } = await release
      .post('provision/namespaces', request, LI)
      .expect(400);
    expect(body.error.message).toBe(
      'system: there is no system:default/refund, or you may not see it',
    );
  });

  it('takes as much as a service has, and not more', async () => {
    const file = (text: string) => ({ path: 'x.yaml', text });
    const ask = (manifests: object[]) =>
      release.post('provision/validate', {
        namespace: 'refund',
        owner: OWNER,
        manifests,
      });
    // More than other requests may send.
    const large = `# ${'x'.repeat(100_000)}`;
    const statuses: number[] = [];
    for (const manifests of [
      [file(large)],
      Array(101).fill(file('a: 1')),
      Array(6).fill(file(large)),
      [file('x'.repeat(2_000_000))],
    ]) {
      statuses.push((await ask(manifests)).status);
    }
    expect(statuses).toEqual([200, 400, 400, 413]);
  });

  it('is what MCP clients can do too, with the same checks', async () => {
    accepting(clusters.cluster('dev'));
    const { output } = await release.actions.invoke({
      id: 'test:ensure-namespace',
      credentials: mockCredentials.user(),
      input: { ...ENSURE, dryRun: true },
    });
    expect(output).toMatchObject({ targets: [{ status: 'created' }] });
    const validated = await release.actions.invoke({
      id: 'test:validate-manifests',
      credentials: mockCredentials.user(),
      input: {
        namespace: 'refund',
        owner: OWNER,
        manifests: [{ path: 'x.yaml', text: 'kind: Secret\napiVersion: v1' }],
      },
    });
    expect(validated.output).toMatchObject({
      ok: false,
      findings: [
        {
          code: 'secret-in-repository',
          text: expect.stringContaining('repository'),
        },
      ],
    });
    await expect(
      release.actions.invoke({
        id: 'test:apply-manifests',
        credentials: mockCredentials.user(),
        input: { ...APPLY, environment: 'prod' },
      }),
    ).rejects.toThrow('prod is protected');
  });
});
