import type { Cluster } from '@pilothouse/plugin-clusters-node';
import type {
  EvidenceProvider,
  EvidenceRequest,
} from '@pilothouse/plugin-release-node';
import { testDatabases } from '../../__testUtils__/databases';
import { CuttableStore } from '../../__testUtils__/rollout/CuttableStore';
import { RolloutBench } from '../../__testUtils__/rollout/RolloutBench';
import { imageOf, Shop } from '../../__testUtils__/rollout/Shop';
import { startLandscapeAccounts } from '../../__testUtils__/rollout/startLandscapeAccounts';
import { until } from '../../__testUtils__/rollout/until';
import { DatabaseRolloutStore } from '../DatabaseRolloutStore';

jest.setTimeout(120_000);

const databases = testDatabases();
const LONG = 600_000;

/** Some time has passed. */
function after(ms: number): () => boolean {
  const began = performance.now();
  return () => performance.now() - began > ms;
}

describe('a rollout in trouble', () => {
  let company: Awaited<ReturnType<typeof startLandscapeAccounts>>;
  let bench: RolloutBench;
  let admin: Cluster;
  let name: string;
  let shop: Shop;

  beforeAll(async () => {
    company = await startLandscapeAccounts();
    [name] = company.names;
    const cluster = await company.admin.get(name);
    if (!cluster) throw new Error(`There is no ${name}`);
    admin = cluster;
  });
  afterAll(() => company.stop());
  beforeEach(async () => {
    const knex = await databases.create('SQLITE_3');
    bench = new RolloutBench({
      store: new DatabaseRolloutStore(knex),
      clusters: company.portal,
    });
    shop = await new Shop([admin], 'trouble').open();
  });
  afterEach(async () => {
    await company.fault(name, 'none');
    await bench.stop();
    await shop.close();
  });

  /** What is observed in a rollout, as it was saved last. */
  async function observedMs(id: string): Promise<number> {
    return (await bench.store.get(id))?.clock.observedMs ?? 0;
  }

  it.each([
    ['hang', 'unreachable'],
    ['refuse', 'unreachable'],
    ['unauthorized', 'unauthorized'],
  ])(
    'counts nothing and writes nothing while its cluster is away: %s',
    async (mode, status) => {
      const { clusters } = bench.startRunner();
      const id = await bench.start(
        await shop.definition('2', { policy: { bakeMs: 8_000 } }),
      );
      await bench.inStep(id, 'bake');
      const sent = clusters.sent.length;
      await company.fault(name, mode);
      const cluster = await company.portal.get(name);
      await until(() => cluster?.health().status === status);
      // What was observed until then is saved within a second.
      await until(after(1_500));
      const counted = await observedMs(id);
      await until(after(2_500));
      expect(await observedMs(id)).toBe(counted);
      expect(clusters.sent).toHaveLength(sent);
      await company.fault(name, 'none');
      // It goes on within seconds: what is left are the rest of the bake, and the promotion.
      await bench.endsAs(id, 'succeeded', 40_000);
      const { completed } = await bench.state(id);
      const bake = completed.find(({ index }) => index === 2);
      expect(bake?.observedMs).toBeGreaterThanOrEqual(8_000);
      // The time without sight is no part of it.
      const lasted = (bake?.at ?? 0) - (bake?.enteredAt ?? 0);
      expect(lasted - (bake?.observedMs ?? 0)).toBeGreaterThan(2_000);
    },
  );

  it('stands still while its database is away, and goes on after', async () => {
    const cut = new CuttableStore(bench.store);
    const { clusters } = bench.startRunner({ store: cut.store });
    const id = await bench.start(
      await shop.definition('2', { policy: { stepIntervalMs: 3_000 } }),
    );
    await bench.inStep(id, 'canary');
    cut.state = 'away';
    const { sequence } = await bench.state(id);
    const sent = clusters.sent.length;
    // Longer than the step, and than the lease is surely ours.
    await until(after(5_000));
    expect(clusters.sent).toHaveLength(sent);
    expect((await bench.state(id)).sequence).toBe(sequence);
    expect(bench.warnings).toEqual(
      expect.arrayContaining([expect.stringContaining('database answers')]),
    );
    cut.state = 'there';
    await bench.endsAs(id, 'succeeded');
    expect(await shop.image('release')).toBe(imageOf('2'));
    // One complaint for one absence.
    expect(
      bench.warnings.filter(text => text.includes('database answers')),
    ).toHaveLength(1);
  });

  it('waits for evidence that a provider does not give, and stops at a bad one', async () => {
    let verdict: 'pass' | 'fail' | 'throws' = 'throws';
    const asked: EvidenceRequest[] = [];
    const provider: EvidenceProvider = {
      id: 'mesh',
      measuresTraffic: async () => true,
      measure: async request => {
        asked.push(request);
        if (verdict === 'throws') throw new Error('no mesh');
        const at = new Date(request.since).toISOString();
        return { provider: 'mesh', verdict, at, since: at, checks: [] };
      },
    };
    bench.startRunner({ providers: [provider] });
    const id = await bench.start(
      await shop.definition('2', {
        policy: { bakeMs: LONG, maxCanaryReplicas: 1 },
      }),
    );
    await until(() => asked.length > 0);
    expect(asked[0]).toMatchObject({
      entityRef: 'component:default/shop',
      rolloutId: id,
      image: imageOf('2'),
    });
    const { stepIndex } = await bench.state(id);
    expect(stepIndex).toBe(0);
    expect((await bench.state(id)).phase).toBe('running');
    verdict = 'fail';
    await bench.endsAs(id, 'aborted');
    const { cause } = await bench.state(id);
    expect(cause?.params).toMatchObject({ provider: 'mesh' });
    await until(async () => (await shop.get('canary')).spec?.replicas === 0);
    expect(await shop.image('release')).toBe(imageOf('1'));
  });

  it('ends when the catalog says that its entity is gone', async () => {
    bench.entityGone = true;
    bench.startRunner();
    const id = await bench.start(
      await shop.definition('2', { policy: { bakeMs: LONG } }),
    );
    await bench.endsAs(id, 'aborted');
    expect((await bench.state(id)).cause?.code).toBe('entity-gone');
  });

  it('gives its leases back at once, and ends though a cluster hangs', async () => {
    const { runner, clusters } = bench.startRunner();
    clusters.intercept = () => new Promise(() => {});
    const id = await bench.start(await shop.definition('2'));
    await until(() => clusters.sent.length > 0);
    const began = performance.now();
    await runner.stop();
    expect(performance.now() - began).toBeLessThan(2_000);
    const { taken } = await bench.store.lease('another', {
      ttlMs: 1_000,
      limit: 10,
    });
    expect(taken.map(({ lease }) => lease.rolloutId)).toEqual([id]);
  });
});
