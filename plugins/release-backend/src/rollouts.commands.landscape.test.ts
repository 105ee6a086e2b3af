import { DEPLOYMENT, type Cluster } from '@pilothouse/plugin-clusters-node';
import { changeListSchema } from '@pilothouse/plugin-release-common';
import { eventually } from './__testUtils__/eventually';
import { AUTHOR, rolloutsOverHttp } from './__testUtils__/rolloutsOverHttp';
import { startLandscapeClusters } from './__testUtils__/startLandscapeClusters';
import { component, startRelease } from './__testUtils__/startRelease';
import { MOST_OF_A_KIND } from './rollout/service/RolloutCommands';
import type { Deployment } from './workload/objects';

const CART = 'component:default/cart-api';
const ORDER = 'component:default/order-api';
const OTHER = 'user:default/li.wei';
/** Long enough for what is done by hand. */
const SLOW = { stepIntervalMs: 600_000 };
const OPS = 'user:default/guo.tao';

jest.setTimeout(120_000);

describe('what people do with rollouts, on the landscape', () => {
  let landscape: Awaited<ReturnType<typeof startLandscapeClusters>>;
  let release: Awaited<ReturnType<typeof startRelease>>;
  let people: ReturnType<typeof rolloutsOverHttp>;
  let dev: Cluster;

  beforeAll(async () => {
    landscape = await startLandscapeClusters();
    const admin = await (await landscape.connectAdmin()).get('dev');
    if (!admin) throw new Error('There is no dev');
    dev = admin;
    release = await startRelease({
      clusters: landscape.connect(),
      entities: [component('cart-api'), component('order-api')],
      pilothouse: { environments: [{ name: 'dev', clusters: ['dev'] }] },
      release: {
        policies: {
          dev: {
            stepInterval: '1s',
            bake: '1s',
            soak: '0s',
            maxCanaryReplicas: 2,
          },
        },
        registries: [landscape.registry],
      },
    });
    people = rolloutsOverHttp(release);
  });

  afterAll(async () => {
    await release?.stop();
    await landscape?.stop();
  });

  const deployment = (name: string) =>
    dev.read<Deployment>(DEPLOYMENT, { namespace: 'order', name });

  const imageOf = async (name: string) =>
    (await deployment(name)).spec?.template.spec?.containers[0].image;

  /** Somebody with kubectl, whoever writes at the same time. */
  async function edit(
    name: string,
    path: string,
    value: unknown,
  ): Promise<void> {
    await eventually(async () => {
      const { metadata } = await deployment(name);
      const { uid = '', resourceVersion = '' } = metadata ?? {};
      const seen = { namespace: 'order', name, uid, resourceVersion };
      const operation = { op: 'add', path, value };
      const { outcome } = await dev.jsonPatch(DEPLOYMENT, seen, [operation], {
        fieldManager: 'kubectl-edit',
      });
      expect(outcome).toBe('done');
    });
  }

  const scale = (name: string, replicas: number) =>
    edit(name, '/spec/replicas', replicas);

  /** Its first canary pod is watched. */
  const isReady = (id: string) =>
    people.reached(id, ({ history }) =>
      expect(history.map(({ code }) => code)).toContain('step-ready'),
    );

  async function changesOf(rolloutId: string, action: string) {
    const answer = await release.get(
      `changes?limit=500&rolloutId=${rolloutId}`,
    );
    return changeListSchema
      .parse(answer.body)
      .changes.filter(change => change.action === action);
  }

  describe('a key', () => {
    it('answers the same request again, and no other', async () => {
      const [version, another] = await people.otherVersions(CART, 'dev');
      const request = { entityRef: CART, environment: 'dev', version };
      const idempotencyKey = 'pipeline-4711';
      const { id } = await people.start(request, { idempotencyKey });
      const again = await people.plan(request);
      const body = {
        ...request,
        reason: 'a better version',
        idempotencyKey,
        fingerprint: again.fingerprint,
      };
      const same = await release.post('rollouts', body, AUTHOR).expect(200);
      expect(same.body.id).toBe(id);
      for (const other of [
        { version: another },
        { reason: 'another reason' },
        { policy: { bakeMs: 0 } },
        { strategy: 'rolling' },
        { supersedes: id },
      ]) {
        const refused = await release
          .post('rollouts', { ...body, ...other }, AUTHOR)
          .expect(409);
        expect(refused.body.error.message).toContain(
          `idempotencyKey: has started rollout ${id} of ${CART} in dev already, by another request`,
        );
      }
      await people.abort(id);
    });

    it('is one of its person', async () => {
      const [version] = await people.otherVersions(CART, 'dev');
      const request = { entityRef: CART, environment: 'dev', version };
      const key = { idempotencyKey: 'the-same-of-two' };
      const first = await people.start(request, key);
      await people.abort(first.id);
      const second = await people.start(request, key, OTHER);
      expect(second.id).not.toBe(first.id);
      await people.abort(second.id);
    });
  });

  it.each([
    ['adopt', { replicas: 1 }, { replicas: 2, manager: 'kubectl-edit' }],
    ['override', { replicas: 2, manager: 'kubectl-edit' }, { replicas: 1 }],
  ])(
    'to %s is noted with the values and the program that made them',
    async (action, before, after) => {
      const [version] = await people.otherVersions(CART, 'dev');
      const { id } = await people.start({
        entityRef: CART,
        environment: 'dev',
        version,
        policy: SLOW,
      });
      await isReady(id);
      await scale('cart-api-canary', 2);
      await people.reached(id, ({ drift }) => expect(drift).toHaveLength(1));
      await people.act(id, action, { reason: 'it is needed' }).expect(200);
      expect(await changesOf(id, `${action}-drift`)).toMatchObject([
        {
          actor: AUTHOR,
          reason: 'it is needed',
          role: 'canary',
          target: { environment: 'dev', cluster: 'dev', namespace: 'order' },
          name: 'cart-api',
          before,
          after,
          outcome: 'done',
        },
      ]);
      await people.abort(id);
    },
  );

  it('takes versions from where the Deployment says, and not from where its present image came', async () => {
    const home = 'registry.yunfan.test/order/order-api';
    const request = { entityRef: CART, environment: 'dev', version: '1.5.0' };
    const { annotations = {} } = (await deployment('cart-api')).metadata ?? {};
    await edit('cart-api', '/metadata/annotations', {
      ...annotations,
      'pilothouse.io/image-repository': home,
    });
    await eventually(async () => {
      const planned = await people.plan(request);
      const codes = planned.findings.map(({ code }) => code);
      expect(codes).not.toContain('image-missing');
      expect(planned.targets[0].to.reference).toMatch(`${home}:1.5.0@sha256:`);
    });
    const [{ workloadId }] = (await people.plan(request)).targets;
    const images = await release.get(
      `images?entityRef=${CART}&workloadId=${workloadId}`,
    );
    expect(images.body).toMatchObject({ repository: home });
    await edit('cart-api', '/metadata/annotations', annotations);
    await eventually(async () => {
      const [{ to }] = (await people.plan(request)).targets;
      expect(to.reference).toMatch('/cart-api:1.5.0');
    });
  });

  it('has its bounds: pauses come to an end, and the abort is never refused', async () => {
    const [version] = await people.otherVersions(CART, 'dev');
    const { id } = await people.start({
      entityRef: CART,
      environment: 'dev',
      version,
      policy: SLOW,
    });
    const pause = () => people.act(id, 'pause', { reason: 'again' });
    for (let round = 0; round < MOST_OF_A_KIND; round += 1) {
      await pause().expect(200);
      // The second of two clicks makes no line.
      if (round === 0) await pause().expect(200);
      await people.act(id, 'resume', {}).expect(200);
    }
    const { body } = await pause().expect(409);
    expect(body.error.message).toBe(
      `Rollout ${id} was paused 100 times, the most that one can be; abort it, and begin another`,
    );
    expect(await changesOf(id, 'pause-rollout')).toHaveLength(MOST_OF_A_KIND);
    await people.act(id, 'abort', { reason: 'enough' }, OTHER).expect(200);
    await people.ended(id);
  });

  it('supersedes what is half promoted, and goes back to what was there before both', async () => {
    const before = await imageOf('order-api');
    await scale('order-api', 6);
    await eventually(async () => {
      expect((await deployment('order-api')).status?.readyReplicas).toBe(6);
    }, 30_000);
    const [first, second] = await people.otherVersions(ORDER, 'dev');
    const request = {
      entityRef: ORDER,
      environment: 'dev',
      strategy: 'rolling' as const,
    };
    const old = await people.start({ ...request, version: first });
    const isPromoting = (id: string, version: string) =>
      people.reached(id, ({ targets }) =>
        expect(targets[0]).toMatchObject({
          state: 'promoting',
          to: { tag: version },
        }),
      );
    await isPromoting(old.id, first);
    await eventually(async () => {
      expect(await imageOf('order-api')).toContain(`:${first}@`);
    });

    const unasked = await people.plan({ ...request, version: second });
    expect(unasked.findings).toContainEqual(
      expect.objectContaining({ code: 'rollout-active', severity: 'blocking' }),
    );
    const next = await people.start(
      { ...request, version: second, supersedes: old.id },
      { reason: 'the first one was wrong' },
      OTHER,
    );
    expect(next.targets[0].from.reference).toBe(before);
    await isPromoting(next.id, second);
    expect(await people.get(old.id)).toMatchObject({
      state: 'superseded',
      supersededBy: next.id,
      cause: { code: 'superseded-by', by: OTHER },
    });
    expect((await people.get(next.id)).drift).toEqual([]);

    const { state, drift } = await people.abort(next.id);
    expect({ state, drift }).toEqual({ state: 'rolled-back', drift: [] });
    expect(await imageOf('order-api')).toBe(before);
  });

  it('overrides one freeze, and is held by the next', async () => {
    const freeze = async (reason: string) => {
      const body = { kind: 'stop', scope: { environments: ['dev'] }, reason };
      const made = await release.post('freezes', body, OPS).expect(201);
      return String(made.body.id);
    };
    const thaw = (id: string) =>
      release.post(`freezes/${id}/end`, { reason: 'over' }, OPS).expect(200);

    const known = await freeze('双十一');
    const [version] = await people.otherVersions(CART, 'dev');
    const { id } = await people.start(
      { entityRef: CART, environment: 'dev', version },
      { override: { reason: 'money is lost' } },
    );
    await isReady(id);
    const later = await freeze('the network is away');
    const held = await people.reached(id, ({ state }) =>
      expect(state).toBe('held'),
    );
    expect(held.hold?.freeze).toMatchObject({ id: later });
    await thaw(known);
    expect(await people.get(id)).toMatchObject({ state: 'held' });
    await thaw(later);
    const { state } = await people.ended(id);
    expect(state).toBe('succeeded');
  });
});
