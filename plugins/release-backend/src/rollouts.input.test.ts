import { mockCredentials } from '@backstage/backend-test-utils';
import { companyPerTest } from './__testUtils__/companyPerTest';
import { component, ORDER } from './__testUtils__/startRelease';

const company = companyPerTest();
const PLAN = { entityRef: ORDER, environment: 'dev', version: '1.4.1' };
const START = { ...PLAN, fingerprint: 'x', reason: 'why not' };
const OPERATIONS = 'workloads/dev/dev/order/order-api/operations/plan';
const OPERATION = { entityRef: ORDER, operation: { operation: 'restart' } };
const ID = '0f6a4c1e-6a43-4a57-9a8e-3f1d2f9b7c10';

describe('what is sent wrong', () => {
  it.each<[string, object, RegExp]>([
    ['rollouts/plan', {}, /entityRef: is missing/],
    [
      'rollouts/plan',
      { ...PLAN, entityRef: 'order-api' },
      /entityRef: has to be one entity reference/,
    ],
    [
      'rollouts/plan',
      { ...PLAN, environment: 'qa' },
      /environment: has to be one of dev, prod/,
    ],
    [
      'rollouts/plan',
      { ...PLAN, environment: '../../x' },
      /environment: has to be one of dev, prod/,
    ],
    [
      'rollouts/plan',
      { ...PLAN, clusters: ['https://evil.test'] },
      /clusters: has to name clusters of dev: dev$/,
    ],
    [
      'rollouts/plan',
      { ...PLAN, name: '../../x' },
      /name: has to be one of order-api/,
    ],
    [
      'rollouts/plan',
      { ...PLAN, version: 'evil.test/x:1' },
      /version: has to be a tag such as 1\.4\.2/,
    ],
    ['rollouts/plan', { ...PLAN, version: '' }, /version: .*>=1/],
    [
      'rollouts/plan',
      { ...PLAN, strategy: 'offline' },
      /strategy: .*"canary"\|"rolling"/,
    ],
    [
      'rollouts/plan',
      { ...PLAN, policy: { maxCanaryReplicas: -1 } },
      /policy\.maxCanaryReplicas: .*>=1/,
    ],
    [
      'rollouts/plan',
      { ...PLAN, policy: { maxCanaryReplicas: 1e9 } },
      /policy\.maxCanaryReplicas: .*<=100/,
    ],
    [
      'rollouts/plan',
      { ...PLAN, policy: { maxCanaryReplicas: 1.5 } },
      /policy\.maxCanaryReplicas: .*int/,
    ],
    [
      'rollouts/plan',
      { ...PLAN, policy: { maxCanaryReplicas: '３' } },
      /policy\.maxCanaryReplicas: .*expected number/,
    ],
    [
      'rollouts/plan',
      { ...PLAN, policy: { maxCanaryReplicas: 99 } },
      /policy\.maxCanaryReplicas: has to be from 1 to 50/,
    ],
    [
      'rollouts/plan',
      { ...PLAN, policy: { soakMs: 99 * 365 * 86_400_000 } },
      /policy\.soakMs: .*<=2592000000/,
    ],
    [
      'rollouts/plan',
      { ...PLAN, policy: { bakeMs: '2026-03-29T02:30:00+02:00' } },
      /policy\.bakeMs: .*expected number/,
    ],
    [
      'rollouts/plan',
      { ...PLAN, policy: { promoteTimeoutMs: 0 } },
      /policy\.promoteTimeoutMs: has to be at least 5000/,
    ],
    [
      'rollouts/plan',
      { ...PLAN, replicas: 3 },
      /replicas: is not known; there are entityRef, environment, name/,
    ],
    [
      'rollouts/plan',
      { ...PLAN, supersedes: ID },
      /supersedes: no rollout is active/,
    ],
    ['rollouts', PLAN, /reason: is missing: why, in 1 to 1000/],
    ...['   ', 'x'.repeat(10_000), 'a\0b', 'a\u202eb', '\ud83d', '\u200b'].map(
      (reason): [string, object, RegExp] => [
        'rollouts',
        { ...START, reason },
        /Body field reason: has to be text of 1 to 1000 characters/,
      ],
    ),
    [
      'rollouts/plan',
      { ...PLAN, policy: { bake: 0 } },
      /policy\.bake: is not known; there are stepIntervalMs, bakeMs/,
    ],
    [
      'rollouts',
      { ...START, override: { reason: 'x', admin: true } },
      /override\.admin: is not known; there are reason$/,
    ],
    [
      'rollouts',
      { ...START, override: {} },
      /override\.reason: is missing: why/,
    ],
    [
      OPERATIONS,
      { ...OPERATION, operation: { operation: 'scale', replicas: 2, to: 3 } },
      /operation\.to: is not known; there are operation, role, replicas$/,
    ],
    [
      OPERATIONS,
      { ...OPERATION, operation: { operation: 'delete-pod', pod: '../x' } },
      /operation\.pod: has to be the name of a pod/,
    ],
    [OPERATIONS, { ...OPERATION, entityRef: '../x' }, /entityRef: has to be/],
    ['rollouts', { ...START, idempotencyKey: 'x' }, /idempotencyKey: .*>=8/],
    [
      `rollouts/${ID}/explode`,
      {},
      /action: has to be one of promote, approve, pause/,
    ],
    ['rollouts/..%2F..%2Fx/abort', {}, /rolloutId: has to be an id/],
    [
      `rollouts/${ID}/abort`,
      { reason: 'x'.repeat(2_000) },
      /reason: has to be text of 1 to 1000/,
    ],
    [
      `rollouts/${ID}/abort`,
      { because: 'x' },
      /because: is not known; there are reason, override/,
    ],
  ])(
    'is refused with the field and what it may be: %s %j',
    async (path, body, message) => {
      await company.start();
      const answer = await company.release.post(path, body).expect(400);
      expect(answer.body.error).toMatchObject({
        name: 'InputError',
        message: expect.stringMatching(message),
      });
    },
  );

  it.each([
    ['rollouts?view=theirs', /view: has to be one of running, waiting/],
    ['rollouts?limit=0', /limit: has to be a whole number from 1 to 200/],
    ['rollouts?limit=1&limit=2', /limit: has to be a whole number/],
    ['rollouts?cursor=x', /cursor: has to be the cursor/],
    [`rollouts?cursor=1.a%00b`, /cursor: has to be the cursor/],
    [`rollouts?cursor=${'9'.repeat(16)}.a`, /cursor: has to be the cursor/],
    ['rollouts?limt=5', /limt: is not known; there are entityRef, environment/],
    [
      'rollouts?entityRef=component:default/a%00',
      /entityRef: has to be one entity reference/,
    ],
    ['changes?cursor=1.5', /cursor: has to be the cursor/],
    ['changes?since=2026-13-01T00:00:00Z', /since: has to be a time/],
    ['changes?until=1', /until: has to be a time/],
    ['changes?limit=-1', /limit: has to be a whole number from 1 to 500/],
    ['freezes?until=soon', /until: has to be a time/],
    ['freezes?til=x', /til: is not known; there are .*until$/],
    ['fleet?since=garbage', /since: has to be the cursor/],
    ['fleet?limit=1', /limit: is not known; there are owned, since$/],
    [
      `images?entityRef=${ORDER}&workloadId=..`,
      /workloadId: has to be the id of a workload/,
    ],
    ['rollouts?environment=..%2Fx', /environment: has to be the name/],
    ['rollouts/%3Cb%3E', /rolloutId: has to be an id/],
    ['stages', /entityRef: is missing/],
  ])('is refused in a question: %s', async (path, message) => {
    await company.start();
    const { body } = await company.release.get(path).expect(400);
    expect(body.error.message).toMatch(message);
  });

  it('is refused where it is no JSON, or too much', async () => {
    await company.start();
    const broken = await company.release
      .post('rollouts/plan', {})
      .type('json')
      .send('{"entityRef":')
      .expect(400);
    expect(broken.body.error.message).toMatch(/has to be JSON/);
    await company.release
      .post('rollouts/plan', { ...PLAN, version: 'x'.repeat(100_000) })
      .expect(413);
    const list = await company.release.post('rollouts/plan', []).expect(400);
    expect(list.body.error.message).toMatch(/body has to be a JSON object/);
  });

  it.each([
    ['not a setting', /has to be settings such as/],
    ['bake=99y', /bake has to be a duration/],
  ])('is refused in an annotation: %s', async (text, message) => {
    await company.start({
      entities: [
        component('order-api', {
          annotations: {
            'backstage.io/kubernetes-id': 'order-api',
            'pilothouse.io/release-policy': text,
          },
        }),
      ],
    });
    const { body } = await company.release
      .post('rollouts/plan', PLAN)
      .expect(400);
    expect(body.error.message).toMatch(message);
    await company.release.get(`stages?entityRef=${ORDER}`).expect(200);
  });
});

describe('who may not', () => {
  it('is told which permission is missing, before anything is asked of a cluster', async () => {
    const who = 'user:default/chen.jing';
    await company.start({
      denied: new Set([`${who} release.rollout.create ${ORDER}@dev`]),
    });
    const read = jest.spyOn(company.clusters.cluster('dev'), 'read');
    for (const [path, body] of [
      ['rollouts/plan', PLAN],
      ['rollouts', START],
    ] as const) {
      const answer = await company.release.post(path, body, who).expect(403);
      expect(answer.body.error.message).toContain('release.rollout.create');
    }
    expect(read).not.toHaveBeenCalled();
    expect(company.release.audit.fail).toHaveBeenCalledTimes(1);
  });

  it('learns nothing of entities that are hidden', async () => {
    const who = 'user:default/tang.yi';
    await company.start({ hidden: new Set([`${who} ${ORDER}`]) });
    const hidden = await company.release
      .post('rollouts/plan', PLAN, who)
      .expect(404);
    const none = 'component:default/none';
    const missing = await company.release
      .post('rollouts/plan', { ...PLAN, entityRef: none }, who)
      .expect(404);
    expect(hidden.body.error.message.replace(ORDER, '')).toBe(
      missing.body.error.message.replace(none, ''),
    );
    await company.release.get(`rollouts/${ID}`, who).expect(404);
  });

  it('gets no workloads of a namespace that is not granted', async () => {
    await company.start({
      entities: [
        component('claims', {
          owner: 'team-order',
          annotations: {
            'backstage.io/kubernetes-id': 'payment-api',
            'backstage.io/kubernetes-namespace': 'payment',
          },
        }),
      ],
    });
    const { body } = await company.release
      .post('rollouts/plan', {
        ...PLAN,
        entityRef: 'component:default/claims',
        environment: 'prod',
      })
      .expect(404);
    expect(body.error.message).toMatch(/no workload in prod \(not-granted\)/);
  });

  it('is nobody without a token, whatever a header says', async () => {
    await company.start();
    const { status } = await company.release
      .post('rollouts/plan', PLAN)
      .set('Authorization', mockCredentials.none.header())
      .set('X-Forwarded-User', 'user:default/guo.tao');
    expect(status).toBe(401);
  });
});
