import knexFactory, { type Knex } from 'knex';
import { anotherProcess, testDatabases } from '../__testUtils__/databases';
import { eventually } from '../__testUtils__/eventually';
import { rolloutDefinition } from '../__testUtils__/rolloutDefinition';
import { silentProxy } from '../__testUtils__/silentProxy';
import { Ledger } from '../ledger/Ledger';
import { verifyLedger } from '../ledger/verifyLedger';
import { DatabaseRolloutStore } from '../rollout/DatabaseRolloutStore';
import type { RolloutEvent } from '../rollout/events';
import type { Lease } from '../rollout/ports';
import { inTransaction } from './inTransaction';
import { isDatabaseAway } from './isDatabaseAway';

/** Waiting for what PostgreSQL itself does after seconds. */
const SLOW = 60_000;
const LONG = { ttlMs: 60_000, limit: 1000 };

const databases = testDatabases();

/** What somebody waits for. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { opened, open };
}

describe('two replicas on one PostgreSQL', () => {
  let first: Knex;
  let second: Knex;
  let a: DatabaseRolloutStore;
  let b: DatabaseRolloutStore;

  beforeEach(async () => {
    // Where knex writes that a connection was lost.
    jest.spyOn(console, 'log').mockImplementation();
    first = await databases.create('POSTGRES_15');
    second = anotherProcess(first);
    a = new DatabaseRolloutStore(first);
    b = new DatabaseRolloutStore(second);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await second.destroy();
  });

  const entered: RolloutEvent = { type: 'step-entered', index: 0 };
  const paused: RolloutEvent = { type: 'paused', by: 'a person', reason: 'x' };

  async function start(count = 1): Promise<string[]> {
    const ids: string[] = [];
    for (let index = 0; index < count; index++) {
      const workload = `prod/prod-beijing/order/w${index}`;
      const { rolloutId } = await a.create(rolloutDefinition([workload]), {});
      ids.push(rolloutId);
    }
    return ids;
  }

  it('never hold the same rollout', async () => {
    const ids = await start(60);
    /** Who had a rollout under an epoch. */
    const owners = new Map<string, string>();
    const holding = async (store: DatabaseRolloutStore, owner: string) => {
      // Runs out at once, so that each round takes from the other.
      const { taken } = await store.lease(owner, { ttlMs: 1, limit: 40 });
      for (const { lease } of taken) {
        const key = `${lease.rolloutId} ${lease.epoch}`;
        expect(owners.get(key)).toBeUndefined();
        owners.set(key, owner);
      }
    };
    for (let round = 0; round < 20; round++) {
      await Promise.all([
        holding(a, 'a'),
        holding(b, 'b'),
        holding(a, 'c'),
        holding(b, 'd'),
      ]);
    }
    expect(owners.size).toBeGreaterThan(ids.length);
    await first('release_rollouts').update('lease_until', 0);
    const held = await Promise.all([a.lease('a', LONG), b.lease('b', LONG)]);
    const taken = held.flatMap(result =>
      result.taken.map(({ lease }) => lease.rolloutId),
    );
    expect(taken.sort()).toEqual([...ids].sort());
  });

  it('lose nothing of what persons and holders append at the same time', async () => {
    const [id] = await start();
    const appended: string[] = [];
    const refused = new Set<string>();
    const append = async (
      store: DatabaseRolloutStore,
      event: RolloutEvent,
      lease?: Lease,
    ) => {
      for (let done = 0; done < 20; ) {
        const sequence = (await store.get(id))?.events.at(-1)?.sequence ?? 0;
        const result = await store.append(id, {
          sequence,
          lease,
          events: [event, event],
        });
        if (result.appended) {
          done += 1;
          appended.push(
            ...result.events.map(stored => `${stored.sequence} ${event.type}`),
          );
        } else {
          refused.add(result.because);
        }
      }
    };
    const { taken } = await a.lease('a', LONG);
    await Promise.all([
      append(a, entered, taken[0].lease),
      append(b, paused),
      append(b, { type: 'resumed', by: 'another one' }),
    ]);
    expect([...refused]).toEqual(['sequence']);
    const stored = (await b.get(id))?.events.slice(1) ?? [];
    expect(stored.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 120 }, (_, index) => index + 2),
    );
    expect(
      stored.map(({ sequence, event }) => `${sequence} ${event.type}`),
    ).toEqual(appended.sort((x, y) => parseInt(x, 10) - parseInt(y, 10)));
  });

  it('start one rollout of a workload between them', async () => {
    for (let round = 0; round < 10; round++) {
      const workloads = ['bj', 'sh'].map(c => `prod/${c}/order/r${round}`);
      const results = await Promise.allSettled(
        [a, b, a, b].map((store, index) =>
          store.create(
            rolloutDefinition(index % 2 ? workloads : workloads.toReversed()),
            {},
          ),
        ),
      );
      const [won, ...more] = results.flatMap(result =>
        result.status === 'fulfilled' ? result.value.rolloutId : [],
      );
      expect(more).toEqual([]);
      for (const result of results) {
        if (result.status === 'fulfilled') continue;
        expect(result.reason).toMatchObject({
          name: 'ConflictError',
          message: expect.stringContaining(`Rollout ${won} of`),
        });
      }
    }
  });

  it(
    'do not wait for one that is frozen while it writes',
    async () => {
      const [id] = await start();
      const { taken } = await a.lease('a', LONG);
      await first('release_rollouts').update('lease_until', 0);
      const frozen = gate();
      const locked = gate();
      const writing = inTransaction(first, async transaction => {
        await transaction('release_rollouts')
          .where({ id })
          .update('sequence', 7);
        locked.open();
        await frozen.opened;
        await transaction('release_rollouts')
          .where({ id })
          .update('sequence', 8);
      });
      writing.catch(() => {});
      await locked.opened;

      const started = performance.now();
      const takenOver = await eventually(async () => {
        const { taken: found } = await b.lease('b', LONG);
        expect(found).toHaveLength(1);
        return found[0];
      });
      expect(performance.now() - started).toBeLessThan(8_000);
      expect(takenOver.lease.epoch).toBe(taken[0].lease.epoch + 1);
      await expect(
        b.append(id, {
          sequence: 1,
          lease: takenOver.lease,
          events: [entered],
        }),
      ).resolves.toMatchObject({ appended: true });

      frozen.open();
      await expect(writing).rejects.toThrow();
      await expect(
        a.append(id, { sequence: 2, lease: taken[0].lease, events: [entered] }),
      ).resolves.toEqual({ appended: false, because: 'lease' });
      expect((await b.get(id))?.events).toHaveLength(2);
    },
    SLOW,
  );

  it(
    'do not wait for ever for a database that does not answer',
    async () => {
      const [id] = await start();
      const answers = gate();
      const silent = gate();
      const silence = second.transaction(async transaction => {
        await transaction.raw('LOCK TABLE release_rollouts');
        silent.open();
        await answers.opened;
      });
      await silent.opened;
      const lease = { rolloutId: id, epoch: 1 };
      // Whatever the loop that takes leases waits for.
      const asked = await Promise.allSettled([
        a.lease('a', LONG),
        a.saveClocks([{ lease, clock: { observedMs: 1 } }]),
        a.release([lease]),
      ]);
      expect(asked).toEqual(
        asked.map(() => ({
          status: 'rejected',
          reason: expect.objectContaining({
            message: expect.stringMatching(/timeout/i),
          }),
        })),
      );
      answers.open();
      await silence;
      await expect(a.lease('a', LONG)).resolves.toMatchObject({
        taken: [{ lease: { rolloutId: id } }],
      });
    },
    SLOW,
  );

  it(
    'give up what was asked of a connection that fell silent',
    async () => {
      const [id] = await start();
      const { taken } = await a.lease('a', LONG);
      const { client, connection } = first.client.config;
      const { host, port } = connection;
      const proxy = await silentProxy({ host, port: Number(port) });
      const far = knexFactory({
        client,
        connection: {
          ...connection,
          // Not to be seen among the others.
          password: connection.password,
          host: '127.0.0.1',
          port: proxy.port,
        },
        pool: { min: 0, max: 4 },
      });
      const store = new DatabaseRolloutStore(far);
      await store.now();
      proxy.fallSilent();
      const { lease } = taken[0];
      const append = { sequence: 1, lease, events: [entered] };
      const failure = await store.append(id, append).catch(error => error);
      expect(isDatabaseAway(failure)).toBe(true);
      // Nothing of it is left but the connection: the next one gets through.
      expect((await store.append(id, append)).appended).toBe(true);
      await proxy.close();
      await far.destroy();
    },
    SLOW,
  );

  it('go on after the database was away', async () => {
    const [id] = await start();
    const lease = (await a.lease('a', LONG)).taken[0].lease;
    const { connection, client } = first.client.config;
    const admin = knexFactory({ client, connection, pool: { min: 0, max: 1 } });
    const cut = () =>
      admin.raw(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    const ledger = new Ledger(first);
    const readAgain = () => eventually(async () => (await a.get(id))?.events);
    let failures = 0;
    let sequence = 1;
    let noted = 0;
    for (let round = 0; round < 15; round++) {
      const [, appended, begun] = await Promise.allSettled([
        cut(),
        a.append(id, { sequence, lease, events: [entered, entered] }),
        ledger.begin({ id: `c${round}`, actor: 'portal', action: 'promote' }),
      ]);
      if (begun.status === 'fulfilled') noted += 1;
      // Whoever is told nothing reads what there is: both, or none.
      const events = await readAgain();
      const known = appended.status === 'fulfilled';
      if (!known) failures += 1;
      const last = events?.at(-1)?.sequence ?? 0;
      expect(events).toHaveLength(last);
      expect(known ? [sequence + 2] : [sequence, sequence + 2]).toContain(last);
      sequence = last;
    }
    expect(failures).toBeGreaterThan(0);
    await ledger.begin({ id: 'last', actor: 'portal', action: 'promote' });
    const verified = await verifyLedger(first);
    expect(verified.ok).toBe(true);
    expect(verified.entries).toBeGreaterThan(noted);
    await admin.destroy();
  });

  it('write one chain of changes', async () => {
    const ledgers = [first, second].map(knex => new Ledger(knex));
    const ids = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        ledgers[index % 2].begin({ actor: 'portal', action: 'promote' }),
      ),
    );
    await Promise.all(
      ids.map((id, index) =>
        ledgers[(index + 1) % 2].settle(id, { outcome: 'done' }),
      ),
    );
    expect(await verifyLedger(first)).toMatchObject({
      ok: true,
      entries: 400,
    });
  });
});
