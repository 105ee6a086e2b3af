import {
  rolloutSchema,
  type RolloutPlan,
} from '@pilothouse/plugin-release-common';
import * as z from 'zod';
import { eventually } from './__testUtils__/eventually';
import { AUTHOR, rolloutsOverHttp } from './__testUtils__/rolloutsOverHttp';
import { startLandscapeClusters } from './__testUtils__/startLandscapeClusters';
import { component, startRelease } from './__testUtils__/startRelease';

const CART = 'component:default/cart-api';
const ORDER = 'component:default/order-api';
const OTHER = 'user:default/li.wei';
const OPS = 'user:default/guo.tao';
const PIPELINE = 'cart-pipeline';

jest.setTimeout(60_000);

describe('rollouts over HTTP, on the landscape', () => {
  let landscape: Awaited<ReturnType<typeof startLandscapeClusters>>;
  let release: Awaited<ReturnType<typeof startRelease>>;
  let people: ReturnType<typeof rolloutsOverHttp>;
  const denied = new Set<string>();

  beforeAll(async () => {
    landscape = await startLandscapeClusters();
    release = await startRelease({
      clusters: landscape.connect(),
      entities: [component('cart-api'), component('order-api')],
      denied,
      pilothouse: {
        environments: [
          { name: 'dev', clusters: ['dev'] },
          { name: 'test', clusters: ['test'], protected: true },
          {
            name: 'prod',
            protected: true,
            clusters: ['prod-beijing', 'prod-shanghai'],
            namespaces: ['order'],
          },
        ],
      },
      release: {
        policies: {
          dev: {
            stepInterval: '1s',
            bake: '1s',
            soak: '0s',
            maxCanaryReplicas: 2,
          },
          test: {
            stepInterval: '0s',
            bake: '0s',
            soak: '0s',
            maxCanaryReplicas: 1,
          },
          prod: { minimum: { stepInterval: '1h', bake: '12h' } },
        },
        registries: [landscape.registry],
        projects: [
          { subject: PIPELINE, entityRef: CART, environments: ['dev'] },
        ],
      },
    });
    people = rolloutsOverHttp(release);
  });

  afterAll(async () => {
    await release?.stop();
    await landscape?.stop();
  });

  beforeEach(() => denied.clear());

  async function anotherVersion(
    entityRef: string,
    environment: string,
  ): Promise<string> {
    const [found] = await people.otherVersions(entityRef, environment);
    return found;
  }

  const codes = ({ findings }: RolloutPlan, severity: string) =>
    findings.flatMap(each => (each.severity === severity ? [each.code] : []));

  it('plans without changing anything, and hides what may be secret', async () => {
    const version = await anotherVersion(CART, 'dev');
    const before = await release.get(`workloads?entityRef=${CART}`);
    const planned = await people.plan({
      entityRef: CART,
      environment: 'dev',
      version,
    });
    expect(planned).toMatchObject({
      startable: true,
      strategy: 'canary',
      durationMs: 2_000,
      targets: [
        {
          workloadId: 'dev/dev/order/cart-api',
          to: { tag: version, digest: expect.stringMatching(/^sha256:/) },
        },
      ],
    });
    // The account of the portal may look at all that a plan looks at.
    expect(codes(planned, 'warning')).not.toContain('not-checked');
    expect(planned.steps.map(({ kind }) => kind)).toEqual([
      'canary',
      'canary',
      'bake',
      'gate',
      'promote',
      'retire',
    ]);
    const [, diff] = planned.diffs;
    expect(diff).toMatchObject({ role: 'release', deployment: 'cart-api' });
    expect(diff.after).toContain(`cart-api:${version}@sha256:`);
    expect(diff.before).not.toContain(`cart-api:${version}@`);
    for (const text of [diff.before, diff.after]) {
      expect(text).toContain('value: (hidden)');
      expect(text).not.toContain('managedFields');
      expect(text).not.toContain('last-applied-configuration');
      expect(text).not.toMatch(/^status:/m);
    }
    expect(planned.owners).toContainEqual(
      expect.objectContaining({ role: 'release', manager: 'gitlab-runner' }),
    );
    const again = await people.plan({
      entityRef: CART,
      environment: 'dev',
      version,
    });
    expect(again.fingerprint).toBe(planned.fingerprint);
    const after = await release.get(`workloads?entityRef=${CART}`);
    expect(after.body.workloads).toEqual(before.body.workloads);
  });

  it('says what speaks against a rollout, and refuses it', async () => {
    const request = {
      entityRef: ORDER,
      environment: 'prod',
      version: '0.0.1-nowhere',
      policy: { bakeMs: 1_000 },
    };
    const planned = await people.plan(request);
    expect(planned.startable).toBe(false);
    expect(codes(planned, 'blocking')).toEqual(
      expect.arrayContaining(['image-missing', 'canary-busy', 'under-minimum']),
    );
    const { body } = await release
      .post('rollouts', {
        ...request,
        reason: 'why not',
        fingerprint: planned.fingerprint,
        confirmation: 'order-api',
      })
      .expect(409);
    expect(body.error.message).toMatch(/image-missing.*0\.0\.1-nowhere/);
    expect(body.error.message).toMatch(/canary-busy/);
  });

  it('runs to its end, is told once for two clicks, and stands in the ledger', async () => {
    const version = await anotherVersion(CART, 'dev');
    const request = { entityRef: CART, environment: 'dev', version };
    const { fingerprint } = await people.plan(request);
    const body = {
      ...request,
      fingerprint,
      reason: 'ORD-812 faster carts',
      idempotencyKey: 'click-0001',
    };
    const answers = await Promise.all(
      ['a', 'b'].map(() => release.post('rollouts', body, AUTHOR)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 201]);
    const [one, other] = answers.map(each => rolloutSchema.parse(each.body));
    expect(one.id).toBe(other.id);

    // Another tab, which knows nothing of the first.
    const { body: refused } = await release
      .post('rollouts', { ...body, idempotencyKey: 'click-0002' }, OTHER)
      .expect(409);
    expect(refused.error.message).toContain(`rollout ${one.id}`);

    await people.ended(one.id);
    const done = await people.get(one.id);
    expect(done.state).toBe('succeeded');
    expect(done.targets).toMatchObject([{ state: 'promoted' }]);
    expect(done.history[0]).toMatchObject({ code: 'started', by: AUTHOR });
    expect(done.history.at(-1)).toMatchObject({ code: 'ended' });
    expect(done.actions.abort).toMatchObject({
      allowed: false,
      why: { code: 'ended' },
    });

    const changes = z
      .object({
        changes: z.array(z.object({ action: z.string(), outcome: z.string() })),
      })
      .parse((await release.get(`changes?entityRef=${CART}`)).body).changes;
    expect(changes).toContainEqual({ action: 'promote', outcome: 'done' });
    expect(
      changes.filter(
        ({ action, outcome }) =>
          action === 'start-rollout' && outcome === 'done',
      ),
    ).toHaveLength(1);
    expect(release.audit.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({ eventId: 'rollout-start' }),
    );
  });

  it('is approved by another person than its author', async () => {
    const version = await anotherVersion(CART, 'test');
    const request = { entityRef: CART, environment: 'test', version };
    const { fingerprint } = await people.plan(request);
    const unconfirmed = await release
      .post('rollouts', { ...request, fingerprint, reason: 'x' }, AUTHOR)
      .expect(400);
    expect(unconfirmed.body.error.message).toMatch(
      /confirmation: has to be the name of the service, "cart-api"/,
    );
    const { id } = await people.start(request);
    await eventually(async () => {
      expect(await people.get(id)).toMatchObject({
        state: 'waiting-for-person',
      });
    });
    expect(await people.get(id)).toMatchObject({
      waitsForMe: false,
      actions: {
        approve: {
          allowed: false,
          why: { code: 'author-may-not-approve' },
        },
        promote: { allowed: false, why: { code: 'waits-for-approval' } },
      },
    });
    await people.act(id, 'approve', {}, AUTHOR).expect(403);
    denied.add(`${OTHER} release.rollout.approve ${CART}@test`);
    await people.act(id, 'approve', {}, OTHER).expect(403);
    denied.clear();

    const waiting = await release
      .get('rollouts?view=waiting', OTHER)
      .expect(200);
    expect(waiting.body.rollouts).toMatchObject([{ id, waitsForMe: true }]);
    const { body: own } = await release.get('rollouts?view=waiting', AUTHOR);
    expect(own.rollouts).toEqual([]);

    await people
      .act(id, 'approve', { reason: 'looks good' }, OTHER)
      .expect(200);
    // The second of two clicks.
    await people
      .act(id, 'approve', { reason: 'looks good' }, OTHER)
      .expect(200);
    await people.ended(id);
    expect(await people.get(id)).toMatchObject({
      state: 'succeeded',
      approval: { by: OTHER },
    });
  });

  it('is paused, resumed and aborted, each with its reason', async () => {
    const version = await anotherVersion(CART, 'dev');
    const { id } = await people.start(
      { entityRef: CART, environment: 'dev', version },
      {},
    );
    const { body } = await people.act(id, 'pause', {}).expect(400);
    expect(body.error.message).toMatch(/reason: is missing; pause has to say/);
    await people.act(id, 'pause', { reason: 'lunch' }).expect(200);
    expect(await people.get(id)).toMatchObject({
      state: 'paused',
      pause: { by: AUTHOR, reason: 'lunch' },
      actions: { pause: { allowed: false, why: { code: 'already-paused' } } },
    });
    const adopt = await people.act(id, 'adopt', { reason: 'x' }).expect(409);
    expect(adopt.body.error.message).toContain('no-drift');
    await people.act(id, 'resume', {}).expect(200);
    denied.add(`${OTHER} release.rollout.abort ${CART}@dev`);
    await people.act(id, 'abort', { reason: 'x' }, OTHER).expect(403);
    await people.abort(id);
    expect(await people.get(id)).toMatchObject({
      state: 'aborted',
      cause: { code: 'aborted-by-person' },
    });
    const late = await people.act(id, 'pause', { reason: 'x' }).expect(409);
    expect(late.body.error.message).toContain('ended');
    const list = await release.get(`rollouts?view=all&entityRef=${CART}`);
    expect(list.body.rollouts[0]).toMatchObject({ id, state: 'aborted' });
  });

  it('is refused where the world has changed since, and says in what', async () => {
    const version = await anotherVersion(CART, 'dev');
    const request = { entityRef: CART, environment: 'dev', version };
    const { fingerprint } = await people.plan(request);
    await landscape.control('PUT', '/api/services/cart-api/version', {
      cluster: 'dev',
      namespace: 'order',
      version: '1.7.4',
    });
    await eventually(async () => {
      const { body } = await release
        .post('rollouts', { ...request, fingerprint, reason: 'x' }, AUTHOR)
        .expect(409);
      expect(body.error.message).toMatch(
        /not as it was planned.*the Deployments, the images that run/,
      );
    });
  });

  it('is held off by a freeze, unless somebody may override it', async () => {
    const { body: freeze } = await release
      .post(
        'freezes',
        { kind: 'stop', scope: { environments: ['dev'] }, reason: '双十一' },
        OPS,
      )
      .expect(201);
    const version = await anotherVersion(CART, 'dev');
    const request = { entityRef: CART, environment: 'dev', version };
    const planned = await people.plan(request);
    expect(codes(planned, 'blocking')).toEqual(['frozen']);
    const body = {
      ...request,
      fingerprint: planned.fingerprint,
      reason: 'fix the till',
    };
    const refused = await release.post('rollouts', body, AUTHOR).expect(409);
    expect(refused.body.error.message).toContain('frozen (freeze 双十一');

    denied.add(`${AUTHOR} release.policy.override ${CART}@dev`);
    const override = { reason: 'money is lost' };
    await release.post('rollouts', { ...body, override }, AUTHOR).expect(403);
    const stages = await release.get(`stages?entityRef=${CART}`, AUTHOR);
    expect(stages.body.stages[0]).toMatchObject({
      environment: 'dev',
      workloads: ['cart-api'],
      actions: {
        'create-rollout': { allowed: false, why: { code: 'frozen' } },
        override: { allowed: false, why: { code: 'no-permission' } },
      },
      freezes: [{ active: true }],
    });

    const started = await release
      .post('rollouts', { ...body, override }, OPS)
      .expect(201);
    await people.abort(rolloutSchema.parse(started.body).id);
    await release
      .post(`freezes/${freeze.id}/end`, { reason: 'over' }, OPS)
      .expect(200);
  });

  describe('pipelines', () => {
    it('start rollouts of their own entity, and do nothing else', async () => {
      const pipeline = release.asService(PIPELINE);
      const version = await anotherVersion(CART, 'dev');
      const request = { entityRef: CART, environment: 'dev', version };
      const { body: planned } = await pipeline
        .post('rollouts/plan', request)
        .expect(200);
      const { body: started } = await pipeline
        .post('rollouts', {
          ...request,
          fingerprint: planned.fingerprint,
          reason: 'pipeline 4711',
        })
        .expect(201);
      expect(started).toMatchObject({ author: `service:${PIPELINE}` });
      await pipeline.get(`rollouts/${started.id}`).expect(200);
      await pipeline.get('rollouts').expect(200);

      for (const answer of [
        pipeline.post(`rollouts/${started.id}/abort`, { reason: 'x' }),
        pipeline.post('rollouts/plan', { ...request, environment: 'prod' }),
        pipeline.post('rollouts/plan', { ...request, entityRef: ORDER }),
        pipeline.get(`workloads?entityRef=${ORDER}`),
        pipeline.get('fleet'),
        pipeline.get('clusters'),
        pipeline.get('changes'),
        pipeline.get('freezes'),
        pipeline.post('freezes', { kind: 'stop', scope: {}, reason: 'x' }),
      ]) {
        expect((await answer).status).toBe(403);
      }
      await people.abort(started.id);
    });

    it('have to be in the configuration', async () => {
      const { body, status } = await release
        .asService('somebody-else')
        .post('rollouts/plan', {
          entityRef: CART,
          environment: 'dev',
          version: '1.0.0',
        });
      expect(status).toBe(403);
      expect(body.error.message).toContain('release.rollout.create');
    });
  });
});
