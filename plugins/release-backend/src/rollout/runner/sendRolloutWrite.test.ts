import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { ThrottledError, type Cluster } from '@pilothouse/plugin-clusters-node';
import { createFakeClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import { rolloutDefinition } from '../../__testUtils__/rolloutDefinition';
import { imageOf, Shop } from '../../__testUtils__/rollout/Shop';
import { startLandscapeAccounts } from '../../__testUtils__/rollout/startLandscapeAccounts';
import type { RolloutDefinition } from '../definition';
import type { WriteGoal, WriteIntent } from '../events';
import { FIELD_MANAGER } from './fields';
import { isRecordedTemplate } from './isRecordedTemplate';
import { sendRolloutWrite } from './sendRolloutWrite';

jest.setTimeout(60_000);

const [TARGET] = rolloutDefinition().targets;

let company: Awaited<ReturnType<typeof startLandscapeAccounts>>;
let admin: Cluster;
let portal: Cluster;

beforeAll(async () => {
  company = await startLandscapeAccounts();
  const [name] = company.names;
  const clusters = await Promise.all([
    company.admin.get(name),
    company.portal.get(name),
  ]);
  [admin, portal] = clusters.flatMap(cluster => cluster ?? []);
});
afterAll(() => company.stop());

/** Writes from what is there, or from what was there before. */
async function write(
  shop: Shop,
  definition: RolloutDefinition,
  role: WriteIntent['role'],
  goal: WriteGoal,
  seen?: WriteIntent['seen'],
) {
  const [target] = definition.targets;
  const release = await shop.get('release');
  return sendRolloutWrite(
    {
      key: 'test',
      workloadId: target.workloadId,
      role,
      goal,
      seen:
        goal.kind === 'create-canary'
          ? undefined
          : seen ?? (await seenNow(shop, role)),
      attempt: 1,
      epoch: 1,
    },
    {
      cluster: portal,
      target,
      rolloutId: definition.id,
      release,
      signal: AbortSignal.timeout(10_000),
    },
  );
}

async function seenNow(shop: Shop, role: WriteIntent['role']) {
  const { metadata } = await shop.get(role);
  return {
    uid: metadata?.uid ?? '',
    resourceVersion: metadata?.resourceVersion ?? '',
    generation: metadata?.generation ?? 0,
  };
}

describe('a write of a rollout', () => {
  it('goes a whole way: canary, promote, and back', async () => {
    const shop = await new Shop([admin], 'writes').open({ canary: false });
    const definition = await shop.definition('2');
    const [{ release }] = definition.targets;
    const image = imageOf('2');
    const done = (generation: number) => ({ outcome: 'done', generation });

    expect(
      await write(shop, definition, 'canary', { kind: 'create-canary' }),
    ).toEqual(done(1));
    const canary = await shop.get('canary');
    expect(canary.spec?.selector.matchLabels).toEqual({
      app: 'shop',
      role: 'canary',
    });
    expect(canary.spec?.replicas).toBe(0);
    expect(JSON.stringify(canary.spec?.template)).toContain('"MODE"');
    expect(
      (await write(shop, definition, 'canary', { kind: 'create-canary' }))
        .outcome,
    ).toBe('conflict');

    expect(
      await write(shop, definition, 'canary', {
        kind: 'set-canary-image',
        image,
      }),
    ).toEqual(done(2));
    const { generation = 0 } = await seenNow(shop, 'canary');
    const scaled = await write(shop, definition, 'canary', {
      kind: 'scale-canary',
      replicas: 1,
    });
    expect(scaled).toEqual(done(generation + 1));
    expect((await seenNow(shop, 'canary')).generation).toBe(generation + 1);

    const before = await shop.get('release');
    const promoted = await write(shop, definition, 'release', {
      kind: 'promote',
      image,
    });
    expect(promoted.outcome).toBe('done');
    const after = await shop.get('release');
    expect(after.spec?.replicas).toBe(before.spec?.replicas);
    expect(after.spec?.strategy?.rollingUpdate).toEqual({
      maxSurge: 1,
      maxUnavailable: 0,
    });
    expect(after.spec?.template.metadata?.annotations).toMatchObject({
      'pilothouse.io/rollout': definition.id,
    });
    expect(await shop.image('release')).toBe(image);

    await shop.edit('release', [
      { op: 'add', path: '/spec/paused', value: true },
    ]);
    expect(
      (await write(shop, definition, 'release', { kind: 'revert' })).outcome,
    ).toBe('done');
    const reverted = await shop.get('release');
    expect(reverted.spec?.paused ?? false).toBe(false);
    expect(reverted.spec?.template).toEqual(before.spec?.template);
    expect(isRecordedTemplate(reverted.spec?.template, release.template)).toBe(
      true,
    );

    // Our own patch owns the image now: the next rollout takes it without asking anybody.
    expect(
      (await write(shop, definition, 'release', { kind: 'promote', image }))
        .outcome,
    ).toBe('done');
    await shop.close();
  });

  it('sets back what somebody has edited beside the image, and only then is it seen as edited no more', async () => {
    const shop = await new Shop([admin], 'writes').open();
    const definition = await shop.definition('2');
    const goal = { kind: 'promote', image: imageOf('2') } as const;
    await write(shop, definition, 'release', goal);
    const promoted = await shop.get('release');
    await shop.edit('release', [
      {
        op: 'add',
        path: '/spec/template/spec/containers/0/env/-',
        value: { name: 'DEBUG', value: '1' },
      },
      { op: 'replace', path: '/spec/strategy', value: { type: 'Recreate' } },
    ]);
    const whole = { ...goal, whole: true } as const;
    expect((await write(shop, definition, 'release', whole)).outcome).toBe(
      'done',
    );
    const { template, strategy } = promoted.spec ?? {};
    expect((await shop.get('release')).spec).toMatchObject({
      template: { ...template },
      strategy: { ...strategy },
    });
    await shop.close();
  });

  it('takes fields from those who were named, and from nobody else', async () => {
    const shop = await new Shop([admin], 'writes').open();
    const unconfirmed = await shop.definition('2', { confirmed: [] });
    const goal = { kind: 'promote', image: imageOf('2') } as const;
    const first = await write(shop, unconfirmed, 'release', goal);
    expect(first).toMatchObject({
      outcome: 'owned',
      managers: ['kubectl-client-side-apply'],
    });
    expect(first.message).toContain('kubectl-client-side-apply');
    expect(first.message).toContain('image');
    expect(await shop.image('release')).toBe(imageOf('1'));

    await shop.edit('release', [
      {
        op: 'replace',
        path: '/spec/template/spec/containers/0/image',
        value: imageOf('by-hand'),
      },
    ]);
    const confirmed = await shop.definition('2');
    const second = await write(shop, confirmed, 'release', goal);
    expect(second.message).toContain('kubectl-edit');
    // All who own what is to be changed: also those who were named.
    expect(second.managers).toContain('kubectl-edit');
    const [target] = confirmed.targets;
    target.confirmedManagers.release.push('kubectl-edit');
    expect((await write(shop, confirmed, 'release', goal)).outcome).toBe(
      'done',
    );
    await shop.close();
  });

  it('is too late once there is a fence, which changes nothing else', async () => {
    const shop = await new Shop([admin], 'writes').open();
    const definition = await shop.definition('2');
    await write(shop, definition, 'canary', {
      kind: 'set-canary-image',
      image: imageOf('2'),
    });
    const prepared = await seenNow(shop, 'canary');
    const { spec } = await shop.get('canary');
    const fenced = await write(shop, definition, 'canary', {
      kind: 'fence',
      epoch: 7,
    });
    // An API server counts annotations of a Deployment like its spec.
    expect(fenced).toEqual({
      outcome: 'done',
      generation: prepared.generation + 1,
    });
    const after = await shop.get('canary');
    expect(after.metadata?.annotations?.['pilothouse.io/epoch']).toBe('7');
    expect(after.spec).toEqual(spec);
    for (const goal of [
      { kind: 'scale-canary', replicas: 3 },
      { kind: 'set-canary-image', image: imageOf('3') },
      { kind: 'revert' },
    ] as const) {
      const late = await write(shop, definition, 'canary', goal, prepared);
      expect(late.outcome).toBe('conflict');
    }
    expect((await shop.get('canary')).spec).toEqual(spec);
    const managers = after.metadata?.managedFields?.map(
      ({ manager }) => manager,
    );
    expect(managers).toContain(FIELD_MANAGER);
    await shop.close();
  });

  it.each([
    [
      'too much is asked of the cluster',
      new ThrottledError('slow down', { retryAfterMs: 4_200 }),
      { code: 'throttled', params: { cluster: 'a', seconds: 5 } },
    ],
    [
      'its account lacks the right',
      new NotAllowedError(
        'Cluster a: could not scale Deployment shop: deployments.apps "shop-canary" is forbidden: User "portal" cannot patch resource "deployments/scale" in API group "apps"',
      ),
      {
        code: 'forbidden',
        params: { cluster: 'a', verb: 'patch', resource: 'deployments/scale' },
      },
    ],
    [
      'a quota or an admission rule is against it',
      new NotAllowedError('is forbidden: exceeded quota: pods'),
      undefined,
    ],
    [
      'the cluster was not reached',
      new ServiceUnavailableError('the connection was refused'),
      { code: 'cluster-away', params: { cluster: 'a', seconds: 0 } },
    ],
  ])('says why the cluster did nothing: %s', async (_, error, reason) => {
    const cluster = createFakeClusters('a').cluster('a');
    jest.spyOn(cluster, 'scale').mockRejectedValue(error);
    const settled = await sendRolloutWrite(
      {
        key: 'test',
        workloadId: TARGET.workloadId,
        role: 'canary',
        goal: { kind: 'scale-canary', replicas: 1 },
        seen: { uid: 'u', resourceVersion: '1', generation: 1 },
        attempt: 1,
        epoch: 1,
      },
      {
        cluster,
        target: TARGET,
        rolloutId: 'r',
        signal: AbortSignal.timeout(1_000),
      },
    );
    expect(settled).toEqual({
      outcome: 'refused',
      message: error.message,
      ...(reason && { reason }),
    });
  });

  it('says what kept it from being done', async () => {
    const shop = await new Shop([admin], 'writes').open();
    const definition = await shop.definition('2');
    const [target] = definition.targets;
    const away = await write(
      shop,
      { ...definition, targets: [{ ...target, canaryName: 'nowhere' }] },
      'canary',
      { kind: 'scale-canary', replicas: 1 },
    );
    expect(away.outcome).toBe('conflict');
    const invalid = await write(shop, definition, 'canary', {
      kind: 'set-canary-image',
      image: '',
    });
    expect(invalid.outcome).toBe('refused');
    expect(invalid.message).toContain('image');

    // A release that selects more than its own pods would take those of the canary.
    const release = await shop.get('release');
    const refused = await sendRolloutWrite(
      {
        key: 'test',
        workloadId: target.workloadId,
        role: 'canary',
        goal: { kind: 'create-canary' },
        attempt: 1,
        epoch: 1,
      },
      {
        cluster: portal,
        target,
        rolloutId: definition.id,
        release: {
          ...release,
          spec: {
            template: {},
            ...release.spec,
            selector: { matchLabels: { app: 'shop' } },
          },
        },
        signal: AbortSignal.timeout(10_000),
      },
    );
    expect(refused).toEqual({
      outcome: 'refused',
      message: expect.stringContaining("each other's pods"),
    });
    await shop.close();
  });
});
