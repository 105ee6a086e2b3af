/** What people, other programs and busy clusters do to a rollout while it is at work. */
import type { Cluster } from '@pilothouse/plugin-clusters-node';
import { ThrottledError } from '@pilothouse/plugin-clusters-node';
import { testDatabases } from '../../__testUtils__/databases';
import { effectsOf } from '../../__testUtils__/rollout/effectsOf';
import { RolloutBench } from '../../__testUtils__/rollout/RolloutBench';
import { imageOf, Shop } from '../../__testUtils__/rollout/Shop';
import { startLandscapeAccounts } from '../../__testUtils__/rollout/startLandscapeAccounts';
import { until } from '../../__testUtils__/rollout/until';
import { DatabaseRolloutStore } from '../DatabaseRolloutStore';

jest.setTimeout(120_000);

const databases = testDatabases();
const LONG = 600_000;
const LI_WEI = 'user:default/li.wei';
const ONE_POD = { policy: { maxCanaryReplicas: 1 } };

describe('a rollout that is disturbed', () => {
  let company: Awaited<ReturnType<typeof startLandscapeAccounts>>;
  let bench: RolloutBench;
  let beijing: Cluster;
  let shanghai: Cluster;
  let shop: Shop;

  beforeAll(async () => {
    company = await startLandscapeAccounts();
    const all = await Promise.all(
      company.names.map(name => company.admin.get(name)),
    );
    [beijing, shanghai] = all.flatMap(cluster => cluster ?? []);
  });
  afterAll(() => company.stop());
  beforeEach(async () => {
    const knex = await databases.create('SQLITE_3');
    bench = new RolloutBench({
      store: new DatabaseRolloutStore(knex),
      clusters: company.portal,
    });
  });
  afterEach(async () => {
    await bench.stop();
    await shop.close();
  });

  async function openShop(
    options: Parameters<Shop['open']>[0] = {},
    clusters = [beijing],
  ): Promise<void> {
    shop = await new Shop(clusters, 'disturbed').open(options);
  }

  async function expectEachOnce(id: string): Promise<void> {
    const effects = effectsOf(await bench.events(id));
    expect(effects).toEqual([...new Set(effects)]);
  }

  it('waits as long as a cluster with too much to do asks it to', async () => {
    await openShop();
    const { clusters } = bench.startRunner();
    const asked: number[] = [];
    clusters.intercept = async ({ method }, send) => {
      if (method !== 'scale') return send();
      asked.push(performance.now());
      if (asked.length > 1) return send();
      throw new ThrottledError('slow down', { retryAfterMs: 3_000 });
    };
    const id = await bench.start(await shop.definition('2', ONE_POD));
    await bench.endsAs(id, 'succeeded');
    expect(await bench.events(id)).toContainEqual(
      expect.objectContaining({
        type: 'write-settled',
        outcome: 'refused',
        reason: expect.objectContaining({ code: 'throttled' }),
      }),
    );
    // By whole seconds of two clocks.
    expect(asked[1] - asked[0]).toBeGreaterThan(2_900);
    await expectEachOnce(id);
  });

  it('decides anew when somebody was faster, and keeps what they changed', async () => {
    await openShop();
    const { clusters } = bench.startRunner();
    let edits = 0;
    clusters.intercept = async ({ method }, send) => {
      if (method === 'scale' && edits === 0) {
        edits += 1;
        const path = '/metadata/labels/touched';
        await shop.edit('canary', [{ op: 'add', path, value: 'by-hand' }]);
      }
      return send();
    };
    const id = await bench.start(await shop.definition('2', ONE_POD));
    await bench.endsAs(id, 'succeeded');
    const settled = (await bench.events(id)).flatMap(event =>
      event.type === 'write-settled' ? event.outcome : [],
    );
    expect(settled).toContain('conflict');
    const { metadata } = await shop.get('canary');
    expect(metadata?.labels).toMatchObject({ touched: 'by-hand' });
    await expectEachOnce(id);
  });

  it('does not overwrite how many canary pods somebody wants, and goes on with them', async () => {
    await openShop();
    const { clusters } = bench.startRunner();
    const id = await bench.start(
      await shop.definition('2', {
        policy: { maxCanaryReplicas: 1, bakeMs: 2_000 },
      }),
    );
    await bench.inStep(id, 'bake');
    const sent = clusters.sent.length;
    await shop.edit('canary', [
      { op: 'replace', path: '/spec/replicas', value: 2 },
    ]);
    const { drift } = await bench.reached(id, state => state.drift.length > 0);
    expect(drift[0]).toMatchObject({
      role: 'canary',
      field: 'replicas',
      expected: 1,
      found: 2,
      manager: 'kubectl-edit',
    });
    expect(clusters.sent).toHaveLength(sent);
    await bench.command(id, {
      type: 'drift-resolved',
      choice: 'adopt',
      by: LI_WEI,
      reason: 'two are better',
    });
    await bench.endsAs(id, 'succeeded');
    // It was promoted with both of them there.
    expect(clusters.sent[sent]).toMatchObject({
      method: 'apply',
      name: 'shop',
    });
    await expectEachOnce(id);
  });

  it('is not held up by a release that is bad already', async () => {
    await openShop({ tag: '1-crash' });
    bench.startRunner();
    const id = await bench.start(await shop.definition('2', ONE_POD));
    await bench.endsAs(id, 'succeeded');
    expect(await shop.image('release')).toBe(imageOf('2'));
    await until(async () => {
      const { status } = await shop.get('release');
      return status?.availableReplicas === 2;
    });
  });

  it('comes to 0 and stays there when it is aborted twice while it scales', async () => {
    await openShop();
    const { clusters } = bench.startRunner();
    const kept = clusters.keepWrite('scale');
    const id = await bench.start(await shop.definition('2', ONE_POD));
    const send = await kept;
    for (const reason of ['wrong', 'wrong, I said']) {
      await bench.command(id, { type: 'abort-requested', by: LI_WEI, reason });
    }
    await send();
    await bench.endsAs(id, 'aborted');
    expect((await shop.get('canary')).spec?.replicas).toBe(0);
    const { metadata } = await shop.get('canary');
    // Another replica that comes up finds nothing to do, and neither does this one.
    const other = bench.startRunner();
    const later = await bench.start(
      await shop.definition('3', { strategy: 'rolling' }),
    );
    await bench.endsAs(later, 'succeeded');
    expect(
      [...clusters.sent, ...other.clusters.sent].filter(
        ({ name, method }) => name === 'shop-canary' && method === 'scale',
      ),
    ).toHaveLength(await scalesOf(id));
    const now = await shop.get('canary');
    expect(now.metadata?.generation).toBe(metadata?.generation);
    await expectEachOnce(id);
  });

  /** How often a rollout tried to scale its canary. */
  async function scalesOf(id: string): Promise<number> {
    const events = await bench.events(id);
    return events.filter(
      event =>
        event.type === 'write-intended' &&
        event.intent.goal.kind === 'scale-canary',
    ).length;
  }

  it('gives way in its soak to the next one, which begins when it has ended', async () => {
    await openShop({}, [beijing, shanghai]);
    bench.startRunner();
    const policy = { maxCanaryReplicas: 1, bakeMs: 0 };
    const first = await bench.start(
      await shop.definition('2', { policy: { ...policy, soakMs: LONG } }),
    );
    await bench.inStep(first, 'soak');
    const next = await bench.start(
      await shop.definition('3', { policy, supersedes: first }),
    );
    await bench.endsAs(next, 'succeeded');
    expect((await bench.state(first)).outcome).toBe('superseded');
    for (const cluster of [beijing, shanghai]) {
      expect(await shop.image('release', cluster)).toBe(imageOf('3'));
      expect((await shop.get('canary', cluster)).spec?.replicas).toBe(0);
    }
    const timeOf = async (id: string, type: string) => {
      const rollout = await bench.store.get(id);
      return rollout?.events.find(({ event }) => event.type === type)?.at ?? 0;
    };
    expect(await timeOf(next, 'write-intended')).toBeGreaterThanOrEqual(
      await timeOf(first, 'ended'),
    );
  });
});
