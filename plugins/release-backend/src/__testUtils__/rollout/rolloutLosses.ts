/* eslint-disable jest/no-export -- the same tests run on simulated and on real clusters */
import { CuttableStore } from './CuttableStore';
import { effectsOf } from './effectsOf';
import type { RolloutBench } from './RolloutBench';
import { HASTY, imageOf, type Shop } from './Shop';

export const LI_WEI = 'user:default/li.wei';
/** Long enough that whatever is to happen meanwhile does. */
export const LONG = 600_000;

interface Setting {
  /** Each test has its own. */
  bench: () => RolloutBench;
  openShop: (options?: Parameters<Shop['open']>[0]) => Promise<Shop>;
  expectUntouched: (shop: Shop) => Promise<void>;
}

/** What a rollout does when answers, writes or whole replicas are lost. */
export function describeLosses({
  bench: presentBench,
  openShop,
  expectUntouched,
}: Setting): void {
  it.each(['apply', 'scale', 'create'])(
    'reads back whether it was done when the answer to %s is lost',
    async method => {
      const bench = presentBench();
      const shop = await openShop({ canary: false });
      const { clusters } = bench.startRunner();
      clusters.loseAnswer(method);
      const id = await bench.start(
        await shop.definition('2', { policy: { maxCanaryReplicas: 1 } }),
      );
      await bench.endsAs(id, 'succeeded');
      const effects = effectsOf(await bench.events(id));
      expect(effects).toEqual([...new Set(effects)]);
      const lost = [...bench.ledger.values()].filter(({ outcomes }) =>
        outcomes.includes('unknown'),
      );
      expect(lost.map(({ outcomes }) => outcomes)).toEqual([
        ['unknown', 'done'],
      ]);
    },
  );

  it('does again what was lost on its way', async () => {
    const bench = presentBench();
    const shop = await openShop();
    const { clusters } = bench.startRunner();
    clusters.loseWrite('scale');
    const id = await bench.start(await shop.definition('2'));
    await bench.endsAs(id, 'succeeded');
    expect(await shop.image('release')).toBe(imageOf('2'));
  });

  it('passes to another replica, and the late write of the first one fails', async () => {
    const bench = presentBench();
    const shop = await openShop();
    const timings = { leaseMs: 1_500 };
    const stalled = new CuttableStore(bench.store);
    const first = bench.startRunner({ timings, store: stalled.store });
    const kept = first.clusters.keepWrite('scale');
    const id = await bench.start(
      await shop.definition('2', {
        policy: { maxCanaryReplicas: 1, bakeMs: LONG },
      }),
    );
    const sendLate = await kept;
    stalled.state = 'stalled';
    bench.startRunner({ timings });
    // It is not known whether it was done, and something else is wanted by now.
    await bench.command(id, {
      type: 'abort-requested',
      by: LI_WEI,
      reason: 'wrong',
    });
    await bench.endsAs(id, 'aborted');
    expect((await sendLate()).outcome).toBe('conflict');
    await expectUntouched(shop);
    const epochs = (await bench.store.get(id))?.events.flatMap(
      ({ epoch }) => epoch ?? [],
    );
    expect(new Set(epochs).size).toBe(2);
  });

  it('goes on where a replica died, wherever that was', async () => {
    const bench = presentBench();
    const shop = await openShop({ replicas: 1 });
    const timings = { leaseMs: 600, renewMs: 50 };
    const id = await bench.start(
      await shop.definition('2', { policy: { ...HASTY, bakeMs: 500 } }),
    );
    let deaths = 0;
    let ended = false;
    while (!ended && deaths < 10) {
      // It dies without a word: nothing of it arrives any more, neither here nor there.
      const mortal = new CuttableStore(bench.store);
      const words = 4 + Math.floor(40 * Math.random());
      const death = mortal.stallAt(words, deaths % 2 ? 'after' : 'before');
      const { clusters } = bench.startRunner({ timings, store: mortal.store });
      clusters.intercept = (_, send) =>
        mortal.state === 'there' ? send() : new Promise(() => {});
      await death;
      deaths += 1;
      ended = (await bench.state(id)).phase === 'ended';
    }
    bench.startRunner({ timings });
    await bench.endsAs(id, 'succeeded');
    expect(await shop.image('release')).toBe(imageOf('2'));
    expect((await shop.get('canary')).spec?.replicas).toBe(0);
    const effects = effectsOf(await bench.events(id));
    expect(effects).toEqual([...new Set(effects)]);
  });
}
