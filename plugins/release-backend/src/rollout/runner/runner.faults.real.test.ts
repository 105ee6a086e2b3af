/**
 * Rollouts on real control planes that hang or die in the middle of a step, of a write, and of a promotion. Needs a
 * program that strikes them: PILOTHOUSE_REAL_KUBERNETES_SERVICE.
 */
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Cluster } from '@pilothouse/plugin-clusters-node';
import { effectsOf } from '../../__testUtils__/rollout/effectsOf';
import {
  InterceptedClusters,
  type SentWrite,
} from '../../__testUtils__/rollout/InterceptedClusters';
import { PATIENCE } from '../../__testUtils__/rollout/patience';
import {
  RealFaults,
  STRIKES,
  type Strike,
} from '../../__testUtils__/rollout/realFaults';
import { RolloutBench } from '../../__testUtils__/rollout/RolloutBench';
import { imageOf, Shop } from '../../__testUtils__/rollout/Shop';
import { startRealAccounts } from '../../__testUtils__/rollout/startRealAccounts';
import { until } from '../../__testUtils__/rollout/until';
import { migrate } from '../../database/openDatabase';
import { DatabaseRolloutStore } from '../DatabaseRolloutStore';

jest.setTimeout(480_000);

const program = process.env.PILOTHOUSE_REAL_KUBERNETES_SERVICE ?? '';
/** A write to a cluster that hangs is given up sooner than in production. */
const TIMINGS = { ...PATIENCE, writeTimeoutMs: 3_000 };
const LI_WEI = 'user:default/li.wei';
/**
 * Controllers of a control plane that was killed are denied what they ask for while it starts, and ask again after half a
 * minute to a whole one each time.
 */
const BACK_AT_WORK = { readyTimeoutMs: 300_000, promoteTimeoutMs: 300_000 };
const BACK_WITHIN_MS = 330_000;
/** Long enough that a strike finds it there. */
const SOME_BAKE = {
  policy: { ...BACK_AT_WORK, bakeMs: 4_000, maxCanaryReplicas: 1 },
};
const run = `faults-${Date.now().toString(36)}`;

/** The writes that are struck, in words. */
const WRITES: Record<string, (write: SentWrite) => boolean> = {
  'a step of the canary': ({ method }) => method === 'scale',
  'the image of the canary': ({ method, name }) =>
    method === 'apply' && name === 'shop-canary',
  'the promotion': ({ method, name }) => method === 'apply' && name === 'shop',
};

describe('a real control plane', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
  const faults = new RealFaults(program);
  let company: Awaited<ReturnType<typeof startRealAccounts>>;
  let bench: RolloutBench;
  let alive: Cluster;
  let struck: Cluster;
  let clusters: InterceptedClusters;
  let shops: Shop[];

  beforeAll(async () => {
    company = await startRealAccounts({ timings: TIMINGS });
    const all = await Promise.all(
      company.names.map(name => company.admin.get(name)),
    );
    [alive, struck] = all.flatMap(cluster => cluster ?? []);
  });
  afterAll(() => company.stop());
  beforeEach(async () => {
    shops = [];
    const knex = await databases.init('POSTGRES_15');
    await migrate(knex);
    bench = new RolloutBench({
      store: new DatabaseRolloutStore(knex),
      clusters: company.portal,
    });
    ({ clusters } = bench.startRunner());
  });
  afterEach(async () => {
    await faults.heal(struck.name);
    await bench.stop();
    await Promise.all(shops.map(shop => shop.close().catch(() => {})));
  });

  async function openShop(on: Cluster[]): Promise<Shop> {
    const shop = new Shop(on, run);
    shops.push(shop);
    return shop.open();
  }

  async function expectEachOnce(id: string): Promise<void> {
    const effects = effectsOf(await bench.events(id));
    expect(effects).toEqual([...new Set(effects)]);
  }

  /** The image, how often pods were made anew as the cluster itself counts it, and the canary at rest. */
  async function expectAt(
    shop: Shop,
    cluster: Cluster,
    expected: { tag: string; revision: string },
  ): Promise<void> {
    const { metadata, spec } = await shop.get('release', cluster);
    expect({
      image: await shop.image('release', cluster),
      replicas: spec?.replicas,
      revision: metadata?.annotations?.['deployment.kubernetes.io/revision'],
      canary: (await shop.get('canary', cluster)).spec?.replicas,
    }).toEqual({
      image: imageOf(expected.tag),
      replicas: 2,
      revision: expected.revision,
      canary: 0,
    });
  }

  const UNTOUCHED = { tag: '1', revision: '1' };
  const PROMOTED = { tag: '2', revision: '2' };
  const TAKEN_BACK = { tag: '1', revision: '3' };

  async function sees(status: 'there' | 'away'): Promise<void> {
    const cluster = await company.portal.get(struck.name);
    await until(
      () =>
        (cluster?.health().status === 'unreachable') === (status === 'away'),
      { what: `That ${struck.name} is ${status}` },
    );
  }

  describe.each(Object.keys(STRIKES) as Strike[])('that gets a %s', strike => {
    it('in a bake stops the clock, and costs the other cluster nothing', async () => {
      const shop = await openShop([struck, alive]);
      const other = await openShop([alive]);
      const id = await bench.start(await shop.definition('2', SOME_BAKE));
      await bench.inStep(id, 'bake');
      await faults.strike(struck.name, strike);
      await sees('away');
      const before = await bench.state(id);
      const sent = clusters.sent.filter(({ cluster }) =>
        cluster.includes(struck.name),
      ).length;
      // Meanwhile somebody else ships on the cluster that is well.
      const meanwhile = await bench.start(await other.definition('2'));
      await bench.endsAs(meanwhile, 'succeeded');
      const { stepIndex } = await bench.state(id);
      expect(stepIndex).toBe(before.stepIndex);
      expect(
        clusters.sent.filter(({ cluster }) => cluster === struck.name),
      ).toHaveLength(sent);
      await expectAt(shop, alive, UNTOUCHED);

      await faults.heal(struck.name);
      await bench.endsAs(id, 'succeeded', BACK_WITHIN_MS);
      await expectEachOnce(id);
      for (const cluster of [struck, alive]) {
        await expectAt(shop, cluster, PROMOTED);
      }
      const { completed, definition } = await bench.state(id);
      const bake = definition.steps.findIndex(({ kind }) => kind === 'bake');
      const seen = completed.find(({ index }) => index === bake);
      expect(seen?.observedMs).toBeGreaterThanOrEqual(4_000);
    });

    it.each(
      Object.entries(WRITES).flatMap(([name, isIt]) => [
        { name, when: 'before', isIt },
        { name, when: 'after', isIt },
      ]),
    )('$when it takes $name', async ({ when, isIt }) => {
      const shop = await openShop([struck, alive]);
      let strikes = 0;
      clusters.intercept = async (write, send) => {
        if (strikes > 0 || write.cluster !== struck.name || !isIt(write)) {
          return send();
        }
        if (when === 'before') {
          strikes += 1;
          await faults.strike(struck.name, strike);
          return send();
        }
        const answer = await send();
        if (answer.outcome !== 'done') return answer;
        strikes += 1;
        await faults.strike(struck.name, strike);
        return { outcome: 'unknown', message: 'The answer was lost' };
      };
      const id = await bench.start(await shop.definition('2', SOME_BAKE));
      await until(() => strikes > 0);
      await sees('away');
      await expectAt(shop, alive, UNTOUCHED);
      await faults.heal(struck.name);
      await bench.endsAs(id, 'succeeded', BACK_WITHIN_MS);
      await expectEachOnce(id);
      for (const cluster of [struck, alive]) {
        await expectAt(shop, cluster, PROMOTED);
      }
    });

    it('in a promotion that is aborted meanwhile is taken back as soon as it can be', async () => {
      const shop = await openShop([struck, alive]);
      const id = await bench.start(
        // Pods that do not get up keep the promotion going.
        await shop.definition('2-neverready', {
          strategy: 'rolling',
          policy: BACK_AT_WORK,
        }),
      );
      await bench.reached(id, ({ targets }) =>
        Object.values(targets).some(({ promote }) => promote === 'begun'),
      );
      await faults.strike(struck.name, strike);
      await sees('away');
      await bench.command(id, {
        type: 'abort-requested',
        by: LI_WEI,
        reason: 'wrong',
      });
      await bench.reached(id, ({ phase }) => phase === 'reverting');
      await faults.heal(struck.name);
      await bench.endsAs(id, 'rolled-back', BACK_WITHIN_MS);
      await expectEachOnce(id);
      await expectAt(shop, struck, TAKEN_BACK);
      await expectAt(shop, alive, UNTOUCHED);
    });
  });
});
