/* eslint-disable jest/no-export -- the same tests run on simulated and on real clusters */
import type {
  Cluster,
  ClustersService,
} from '@pilothouse/plugin-clusters-node';
import type { RolloutEvent } from '../../rollout/events';
import type { RolloutStore } from '../../rollout/ports';
import { effectsOf } from './effectsOf';
import { RolloutBench } from './RolloutBench';
import { describeLosses, LI_WEI, LONG } from './rolloutLosses';
import { imageOf, Shop } from './Shop';
import { until } from './until';

/** Clusters on which rollouts are tried. */
export interface Company {
  /** Two of them. */
  names: readonly [string, string];
  portal: ClustersService;
  admin: ClustersService;
  stop(): Promise<void>;
}

interface Suite {
  company: () => Promise<Company>;
  store: () => Promise<RolloutStore>;
}

/** What a rollout does on clusters, simulated and real alike: the same tests for both. */
export function describeRollouts({ company: open, store }: Suite): void {
  let company: Company;
  let bench: RolloutBench;
  let beijing: Cluster;
  let shanghai: Cluster;
  let shops: Shop[];
  const run = `rollout-${Date.now().toString(36)}`;

  beforeAll(async () => {
    company = await open();
    const all = await Promise.all(
      company.names.map(name => company.admin.get(name)),
    );
    [beijing, shanghai] = all.flatMap(cluster => cluster ?? []);
  });
  afterAll(() => company.stop());
  beforeEach(async () => {
    shops = [];
    bench = new RolloutBench({
      store: await store(),
      clusters: company.portal,
    });
  });
  afterEach(async () => {
    await bench.stop();
    await Promise.all(shops.map(shop => shop.close().catch(() => {})));
  });

  async function openShop(
    options: Parameters<Shop['open']>[0] = {},
    clusters = [beijing],
  ): Promise<Shop> {
    const shop = new Shop(clusters, run);
    shops.push(shop);
    return shop.open(options);
  }

  /** The release as it was, and no canary pods. */
  async function expectUntouched(shop: Shop, cluster = beijing) {
    const release = await shop.get('release', cluster);
    expect(await shop.image('release', cluster)).toBe(imageOf('1'));
    expect(release.spec?.replicas).toBe(2);
    expect((await shop.get('canary', cluster)).spec?.replicas).toBe(0);
  }

  function types(events: readonly RolloutEvent[]): string[] {
    return events.map(({ type }) => type);
  }

  it('brings a good image to two clusters, one after the other', async () => {
    const shop = await openShop({ canary: false }, [beijing, shanghai]);
    const { clusters } = bench.startRunner();
    const lows: number[] = [];
    const lease = beijing.watch('deployments');
    const stop = lease.subscribe(() => {
      const release = lease.cache.get(shop.namespace, 'shop');
      lows.push(release?.status?.availableReplicas ?? 0);
    });
    await lease.ready({ timeoutMs: 10_000 });
    const id = await bench.start(await shop.definition('2'));
    await bench.endsAs(id, 'succeeded');
    stop();
    lease.release();
    for (const cluster of [beijing, shanghai]) {
      expect(await shop.image('release', cluster)).toBe(imageOf('2'));
      const { spec } = await shop.get('release', cluster);
      expect(spec?.replicas).toBe(2);
    }
    expect((await shop.get('canary')).spec?.replicas).toBe(0);
    expect(Math.min(...lows.slice(1))).toBeGreaterThanOrEqual(2);
    // Each change once, in its order; whether a field is somebody else's is asked first, and a controller may be faster.
    expect(effectsOf(await bench.events(id))).toHaveLength(7);
    expect(clusters.sent.length).toBeLessThan(15);
    const state = await bench.state(id);
    for (const { index, observedMs } of state.completed) {
      expect(observedMs).toBeGreaterThanOrEqual(
        state.definition.steps[index].holdMs,
      );
    }
    expect(
      [...bench.ledger.values()]
        .filter(({ outcomes }) => !outcomes.includes('conflict'))
        .map(({ action, outcomes, actor }) => ({ action, outcomes, actor })),
    ).toEqual(
      [
        'create-canary',
        'set-canary-image',
        'scale-canary',
        'scale-canary',
        'promote',
        'scale-canary',
        'promote',
        'end-rollout',
      ].map(action => ({ action, outcomes: ['done'], actor: 'portal' })),
    );
    expect(
      bench.notices.map(({ payload }) => payload.title.split(': ')[1]),
    ).toEqual(['begins · 开始', 'succeeded · 成功']);
  });

  it.each([
    ['crash', 'crash-loops'],
    ['missing', 'image-pulls'],
    ['neverready', 'not-ready'],
    ['dies', 'restarts'],
  ])('stops an image that ends with -%s by itself', async (ending, check) => {
    const shop = await openShop();
    bench.startRunner();
    const id = await bench.start(
      await shop.definition(`2-${ending}`, { policy: { bakeMs: LONG } }),
    );
    await bench.endsAs(id, 'aborted');
    const { cause } = await bench.state(id);
    expect(cause?.code).toBe('evidence-failed');
    const failed = cause?.evidence
      .flatMap(({ checks }) => checks)
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ code }) => code);
    // A pod that dies may be seen before or after it is started again.
    const also = ending === 'dies' ? ['crash-loops'] : [];
    expect([check, ...also]).toEqual(
      expect.arrayContaining(failed?.slice(0, 1) ?? ['none']),
    );
    await expectUntouched(shop);
    expect(bench.notices.map(({ payload }) => payload.severity)).toEqual([
      'low',
      'high',
      'normal',
    ]);
  });

  it('takes a release back that does not get up in its promotion', async () => {
    const shop = await openShop({ replicas: 3 });
    bench.startRunner();
    const before = await shop.get('release');
    const id = await bench.start(
      await shop.definition('2-crash', { strategy: 'rolling' }),
    );
    await bench.endsAs(id, 'rolled-back');
    const after = await shop.get('release');
    expect(after.spec?.template).toEqual(before.spec?.template);
    expect(after.spec?.replicas).toBe(3);
    await until(async () => {
      const { status } = await shop.get('release');
      return status?.updatedReplicas === 3 && status.availableReplicas === 3;
    });
  });

  it.each(['canary', 'bake', 'gate', 'promote'])(
    'can be aborted in its step %s',
    async kind => {
      const shop = await openShop();
      bench.startRunner();
      const held = { bakeMs: kind === 'bake' ? LONG : 0 };
      const id = await bench.start(
        await shop.definition(kind === 'promote' ? '2-neverready' : '2', {
          strategy: kind === 'promote' ? 'rolling' : 'canary',
          policy: {
            ...held,
            stepIntervalMs: kind === 'canary' ? LONG : 0,
            gate: kind === 'gate' ? 'manual' : 'automatic',
          },
        }),
      );
      await bench.reached(
        id,
        ({ definition, stepIndex, stepReadyAt, targets }) =>
          definition.steps[stepIndex].kind === kind &&
          (kind === 'promote'
            ? Object.values(targets)[0].promote === 'begun'
            : kind === 'gate' || stepReadyAt !== undefined),
      );
      const abort = { by: LI_WEI, reason: 'wrong' };
      await bench.command(id, { type: 'abort-requested', ...abort });
      const outcome = kind === 'promote' ? 'rolled-back' : 'aborted';
      await bench.endsAs(id, outcome);
      await expectUntouched(shop);
      // What undoes it is the person's doing.
      expect([...bench.ledger.values()].map(({ actor }) => actor)).toContain(
        LI_WEI,
      );
    },
  );

  it('waits when somebody edits its canary, and goes on when told to', async () => {
    const shop = await openShop();
    bench.startRunner();
    const id = await bench.start(
      await shop.definition('2', { policy: { bakeMs: 2_000 } }),
    );
    await bench.inStep(id, 'bake');
    await shop.edit('canary', [
      {
        op: 'replace',
        path: '/spec/template/spec/containers/0/image',
        value: imageOf('by-hand'),
      },
    ]);
    const { drift } = await bench.reached(id, state => state.drift.length > 0);
    expect(drift[0]).toMatchObject({
      role: 'canary',
      field: 'image',
      expected: imageOf('2'),
      found: imageOf('by-hand'),
      manager: 'kubectl-edit',
    });
    expect(await shop.image('canary')).toBe(imageOf('by-hand'));
    await bench.command(id, {
      type: 'drift-resolved',
      choice: 'override',
      by: LI_WEI,
      reason: 'mine',
    });
    await bench.endsAs(id, 'succeeded');
    expect(await shop.image('release')).toBe(imageOf('2'));
  });

  it('waits when somebody adds a variable to what it has promoted, and takes it away when told to', async () => {
    const shop = await openShop({}, [beijing, shanghai]);
    bench.startRunner();
    const id = await bench.start(
      await shop.definition('2', {
        strategy: 'rolling',
        policy: { soakMs: 3_000 },
      }),
    );
    await bench.inStep(id, 'soak');
    const promoted = await shop.get('release');
    await shop.edit('release', [
      {
        op: 'add',
        path: '/spec/template/spec/containers/0/env/-',
        value: { name: 'DEBUG', value: '1' },
      },
    ]);
    const { drift } = await bench.reached(id, state => state.drift.length > 0);
    expect(drift).toMatchObject([
      {
        role: 'release',
        field: 'template',
        found: 'edited',
        manager: 'kubectl-edit',
        at: expect.any(String),
      },
    ]);
    await bench.command(id, {
      type: 'drift-resolved',
      choice: 'override',
      by: LI_WEI,
      reason: 'not now',
    });
    await bench.endsAs(id, 'succeeded');
    expect((await shop.get('release')).spec?.template).toEqual(
      promoted.spec?.template,
    );
  });

  it('lets an autoscaler have the replicas of the release', async () => {
    const shop = await openShop({ autoscaler: true });
    bench.startRunner();
    const id = await bench.start(
      await shop.definition('2', { policy: { bakeMs: 2_000 } }),
    );
    await bench.inStep(id, 'bake');
    await shop.edit('release', [
      { op: 'replace', path: '/spec/replicas', value: 3 },
    ]);
    await bench.endsAs(id, 'succeeded');
    expect((await shop.get('release')).spec?.replicas).toBe(3);
    expect(types(await bench.events(id))).not.toContain('drift-found');
  });

  it('is held by a freeze, and can be aborted in it', async () => {
    const shop = await openShop();
    bench.startRunner();
    const id = await bench.start(await shop.definition('2'));
    await bench.inStep(id, 'canary');
    bench.freeze = { id: 'f1', reason: 'a sale' };
    await bench.reached(id, state => state.hold?.freezeId === 'f1');
    const { sequence } = await bench.state(id);
    await bench.command(id, {
      type: 'abort-requested',
      by: LI_WEI,
      reason: 'not today',
    });
    await bench.endsAs(id, 'aborted');
    expect(sequence).toBeGreaterThan(1);
    await expectUntouched(shop);
  });

  it('ends, and makes nothing anew, when its namespace is deleted', async () => {
    const shop = await openShop();
    const { clusters } = bench.startRunner();
    const id = await bench.start(
      await shop.definition('2', { policy: { bakeMs: LONG } }),
    );
    await bench.inStep(id, 'bake');
    const sent = clusters.sent.length;
    await shop.deleteNamespace();
    await bench.endsAs(id, 'aborted');
    const { cause } = await bench.state(id);
    expect(['namespace-gone', 'deployment-gone']).toContain(cause?.code);
    expect(clusters.sent.slice(sent).map(({ method }) => method)).not.toContain(
      'create',
    );
  });

  describeLosses({ bench: () => bench, openShop, expectUntouched });
}
