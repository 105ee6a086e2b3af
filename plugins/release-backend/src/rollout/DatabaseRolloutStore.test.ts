import type { EvidenceReport } from '@pilothouse/plugin-release-common';
import type { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/databases';
import { rolloutDefinition } from '../__testUtils__/rolloutDefinition';
import { DatabaseRolloutStore } from './DatabaseRolloutStore';
import type { RolloutEvent } from './events';
import type { Lease } from './ports';
import { reduce } from './reduce';

const BEIJING = 'prod/prod-beijing/order/order-api';
const SHANGHAI = 'prod/prod-shanghai/order/order-api';
const LI_WEI = 'user:default/li.wei';
const LONG = { ttlMs: 60_000, limit: 100 };

const entered = (index: number): RolloutEvent => ({
  type: 'step-entered',
  index,
});
const paused: RolloutEvent = { type: 'paused', by: LI_WEI, reason: 'Lunch' };
const ended: RolloutEvent = { type: 'ended', outcome: 'succeeded' };

const databases = testDatabases();

describe.each(databases.ids)('DatabaseRolloutStore on %p', databaseId => {
  let knex: Knex;
  let store: DatabaseRolloutStore;

  beforeEach(async () => {
    knex = await databases.create(databaseId);
    store = new DatabaseRolloutStore(knex);
  });

  /** What a clock that goes on would do. */
  const expireLeases = () => knex('release_rollouts').update('lease_until', 1);

  async function start(
    workloads = [BEIJING],
    changes: Parameters<typeof rolloutDefinition>[1] = {},
  ): Promise<string> {
    const definition = rolloutDefinition(workloads, changes);
    await store.create(definition, {});
    return definition.id;
  }

  async function take(id: string, owner = 'a'): Promise<Lease> {
    const { taken } = await store.lease(owner, LONG);
    const found = taken.find(({ lease }) => lease.rolloutId === id);
    if (!found) throw new Error(`${id} was not free`);
    return found.lease;
  }

  const eventsOf = async (id: string) =>
    (await store.get(id))?.events.map(({ sequence, event, epoch }) => [
      sequence,
      event.type,
      epoch,
    ]);

  describe('create and get', () => {
    it('keeps what was begun, by the clock of the database', async () => {
      const before = await store.now();
      const definition = rolloutDefinition([BEIJING, SHANGHAI]);
      await expect(store.create(definition, {})).resolves.toEqual({
        created: true,
        rolloutId: definition.id,
      });
      const stored = await store.get(definition.id);
      expect(stored).toEqual({
        definition,
        createdAt: expect.any(Number),
        endedAt: undefined,
        clock: { observedMs: 0, at: undefined },
        events: [
          {
            sequence: 1,
            at: stored?.createdAt,
            epoch: undefined,
            event: { type: 'started', definition },
          },
        ],
      });
      expect(stored?.createdAt).toBeGreaterThanOrEqual(before);
      expect(stored?.createdAt).toBeLessThanOrEqual(await store.now());
      expect(Math.abs(Date.now() - before)).toBeLessThan(60_000);
      await expect(store.get('none')).resolves.toBeUndefined();
    });

    it('starts one rollout for one key of one person', async () => {
      const options = { idempotencyKey: 'pipeline-4711' };
      const first = rolloutDefinition();
      const again = rolloutDefinition();
      await store.create(first, options);
      await expect(store.create(again, options)).resolves.toEqual({
        created: false,
        rolloutId: first.id,
      });
      await expect(store.get(again.id)).resolves.toBeUndefined();
      const others = rolloutDefinition([SHANGHAI], { author: LI_WEI });
      await expect(store.create(others, options)).resolves.toMatchObject({
        created: true,
      });
    });

    it('starts one rollout of two with the same key at the same moment', async () => {
      const results = await Promise.all(
        Array.from({ length: 5 }, () =>
          store.create(rolloutDefinition(), { idempotencyKey: 'one-click' }),
        ),
      );
      expect(results.filter(({ created }) => created)).toHaveLength(1);
      expect(new Set(results.map(({ rolloutId }) => rolloutId)).size).toBe(1);
    });

    it('lets one rollout have a workload, and names it to others', async () => {
      const id = await start([BEIJING, SHANGHAI]);
      await expect(start([SHANGHAI])).rejects.toThrow(
        `Rollout ${id} of user:default/wang.fang is at work on prod-shanghai/order/order-api; abort it, or supersede it`,
      );
      // The same Deployment, by another environment's name.
      await expect(
        start(['staging/prod-beijing/order/order-api']),
      ).rejects.toThrow(/is at work on prod-beijing/);
      await expect(store.list({ limit: 10 })).resolves.toHaveLength(1);
      await expect(
        start(['prod/prod-beijing/order/other']),
      ).resolves.toBeDefined();
    });

    it('lets one of several win that start at the same moment', async () => {
      const workloads = [BEIJING, SHANGHAI];
      const results = await Promise.allSettled(
        Array.from({ length: 6 }, (_, index) =>
          start(index % 2 ? workloads : [...workloads].reverse()),
        ),
      );
      const won = results.flatMap(result =>
        result.status === 'fulfilled' ? result.value : [],
      );
      expect(won).toHaveLength(1);
      const lost = results.flatMap(result =>
        result.status === 'rejected' ? String(result.reason) : [],
      );
      expect(new Set(lost)).toEqual(
        new Set([
          `ConflictError: Rollout ${won[0]} of user:default/wang.fang is at work on prod-beijing/order/order-api; abort it, or supersede it`,
        ]),
      );
    });

    it('frees the workloads at the end', async () => {
      const id = await start();
      await store.append(id, { sequence: 1, events: [ended] });
      await expect(start()).resolves.toBeDefined();
      await expect(store.get(id)).resolves.toMatchObject({
        endedAt: expect.any(Number),
      });
    });
  });

  describe('superseding', () => {
    const holders = () =>
      knex('release_rollout_locks')
        .orderBy(['workload', 'waiting'])
        .select('workload', 'rollout_id', 'waiting')
        .then(rows =>
          rows.map(
            ({ workload, rollout_id, waiting }) =>
              `${workload} ${rollout_id}${waiting ? ' waits' : ''}`,
          ),
        );

    it('asks for the end of the other at once, and gets its workloads then', async () => {
      const old = await start([BEIJING, SHANGHAI]);
      const next = await start([BEIJING, 'prod/prod-beijing/order/more'], {
        supersedes: old,
        author: LI_WEI,
        reason: 'A better fix',
      });
      expect((await store.get(old))?.events.at(-1)).toMatchObject({
        sequence: 2,
        event: {
          type: 'abort-requested',
          by: LI_WEI,
          reason: 'A better fix',
          supersededBy: next,
        },
      });
      expect(await holders()).toEqual([
        `prod-beijing/order/more ${next}`,
        `prod-beijing/order/order-api ${old}`,
        `prod-beijing/order/order-api ${next} waits`,
        `prod-shanghai/order/order-api ${old}`,
      ]);
      await expect(start([BEIJING], { supersedes: old })).rejects.toThrow(
        `Rollout ${next} of ${LI_WEI} is next on prod-beijing/order/order-api; abort it first`,
      );
      await store.append(old, { sequence: 2, events: [ended] });
      expect(await holders()).toEqual([
        `prod-beijing/order/more ${next}`,
        `prod-beijing/order/order-api ${next}`,
      ]);
    });

    it('leaves the line when it ends before', async () => {
      const old = await start();
      const next = await start([BEIJING], { supersedes: old });
      expect(await store.hasEnded(next)).toBe(false);
      await store.append(next, { sequence: 1, events: [ended] });
      expect(await store.hasEnded(next)).toBe(true);
      expect(await store.hasEnded('nobody knows')).toBe(true);
      expect(await holders()).toEqual([`prod-beijing/order/order-api ${old}`]);
    });

    it('waits for nobody when the other has ended', async () => {
      const old = await start();
      await store.append(old, { sequence: 1, events: [ended] });
      const next = await start([BEIJING], { supersedes: old });
      expect(await holders()).toEqual([`prod-beijing/order/order-api ${next}`]);
      expect(await eventsOf(old)).toHaveLength(2);
    });

    it('is refused where there is nothing to supersede', async () => {
      await expect(start([BEIJING], { supersedes: 'none' })).rejects.toThrow(
        'There is no rollout none',
      );
      const other = await start([SHANGHAI]);
      await expect(start([BEIJING], { supersedes: other })).rejects.toThrow(
        `Rollout ${other} has none of these workloads`,
      );
      expect(await eventsOf(other)).toHaveLength(1);
    });
  });

  describe('append', () => {
    it('numbers events, and refuses who has not seen the last', async () => {
      const id = await start();
      const lease = await take(id);
      const clock = { observedMs: 500, at: 1000 };
      await expect(
        store.append(id, {
          sequence: 1,
          lease,
          events: [entered(0), { type: 'step-ready', index: 0 }],
          clock,
        }),
      ).resolves.toEqual({
        appended: true,
        events: [
          {
            sequence: 2,
            at: expect.any(Number),
            epoch: lease.epoch,
            event: entered(0),
          },
          {
            sequence: 3,
            at: expect.any(Number),
            epoch: lease.epoch,
            event: { type: 'step-ready', index: 0 },
          },
        ],
      });
      await expect(
        store.append(id, { sequence: 1, lease, events: [entered(1)] }),
      ).resolves.toEqual({ appended: false, because: 'sequence' });
      await expect(store.get(id)).resolves.toMatchObject({ clock });
      expect(await eventsOf(id)).toEqual([
        [1, 'started', undefined],
        [2, 'step-entered', 1],
        [3, 'step-ready', 1],
      ]);
    });

    it('lets a person and the holder of the lease each lose nothing', async () => {
      const id = await start();
      const lease = await take(id);
      const results = await Promise.all([
        store.append(id, { sequence: 1, lease, events: [entered(0)] }),
        store.append(id, { sequence: 1, events: [paused] }),
        store.append(id, {
          sequence: 1,
          events: [{ type: 'abort-requested', by: LI_WEI, reason: 'No' }],
        }),
      ]);
      const [won] = results.filter(({ appended }) => appended);
      expect(results.filter(({ appended }) => !appended)).toEqual([
        { appended: false, because: 'sequence' },
        { appended: false, because: 'sequence' },
      ]);
      await expect(store.eventsAfter(id, 1)).resolves.toEqual(
        won.appended ? won.events : [],
      );
      const { held } = await store.lease('a', LONG);
      expect(held).toEqual([{ rolloutId: id, epoch: 1, sequence: 2 }]);
    });

    it('refuses a lease that ran out, or that another one has', async () => {
      const id = await start();
      const lease = await take(id, 'a');
      await expireLeases();
      const late = { sequence: 1, lease, events: [entered(0)] };
      const refused = { appended: false, because: 'lease' };
      await expect(store.append(id, late)).resolves.toEqual(refused);
      const stolen = await take(id, 'b');
      await expect(store.append(id, late)).resolves.toEqual(refused);
      await expect(
        store.append(id, { ...late, lease: stolen }),
      ).resolves.toMatchObject({ appended: true });
      await expect(store.append(id, late)).resolves.toEqual(refused);
    });

    it('lets nothing follow the end', async () => {
      const id = await start();
      const lease = await take(id);
      await store.append(id, { sequence: 1, lease, events: [ended] });
      await expect(
        store.append(id, { sequence: 2, lease, events: [entered(0)] }),
      ).resolves.toEqual({ appended: false, because: 'lease' });
      await expect(
        store.append(id, { sequence: 2, events: [paused] }),
      ).rejects.toThrow(`The rollout ${id} has ended`);
      await expect(
        store.append('none', { sequence: 2, events: [paused] }),
      ).rejects.toThrow('There is no rollout none');
    });

    it('writes all or nothing', async () => {
      const id = await start();
      const lease = await take(id);
      // Stands in the way of the second event.
      await knex('release_rollout_events').insert({
        rollout_id: id,
        sequence: 3,
        at: 1,
        type: 'stuck',
        event: '{}',
      });
      await expect(
        store.append(id, { sequence: 1, lease, events: [entered(0), ended] }),
      ).rejects.toThrow();
      await knex('release_rollout_events').where('sequence', 3).delete();
      expect(await eventsOf(id)).toHaveLength(1);
      const { held } = await store.lease('a', LONG);
      expect(held).toMatchObject([{ sequence: 1 }]);
    });
  });

  describe('lease', () => {
    it('is taken by one, renewed, and given to another when it runs out', async () => {
      const id = await start();
      const { taken, now } = await store.lease('a', LONG);
      expect(taken).toEqual([
        {
          lease: { rolloutId: id, epoch: 1 },
          events: (await store.get(id))?.events,
          clock: { observedMs: 0, at: undefined },
        },
      ]);
      expect(now).toBeLessThanOrEqual(await store.now());
      const held = [{ rolloutId: id, epoch: 1, sequence: 1 }];
      // Neither when there is time left nor when it is due.
      await expect(store.lease('a', LONG)).resolves.toMatchObject({
        taken: [],
        held,
      });
      await expect(
        store.lease('a', { ...LONG, ttlMs: 600_000 }),
      ).resolves.toMatchObject({ taken: [], held });
      await expect(store.lease('b', LONG)).resolves.toMatchObject({
        taken: [],
        held: [],
      });
      await expireLeases();
      await expect(store.lease('b', LONG)).resolves.toMatchObject({
        taken: [{ lease: { rolloutId: id, epoch: 2 } }],
        held: [],
      });
      await expect(store.lease('a', LONG)).resolves.toMatchObject({
        taken: [],
        held: [],
      });
    });

    it('that ran out is taken anew, even by who had it', async () => {
      const id = await start();
      await take(id);
      await expireLeases();
      await expect(take(id)).resolves.toEqual({ rolloutId: id, epoch: 2 });
    });

    it('goes with clocks and with what was appended meanwhile', async () => {
      const id = await start();
      const lease = await take(id);
      const clock = {
        of: 3,
        observedMs: 1234,
        at: 5678,
        waitedMs: 90,
        stands: true as const,
      };
      await store.append(id, { sequence: 1, events: [paused] });
      await store.saveClocks([
        { lease, clock },
        {
          lease: { ...lease, epoch: 7 },
          clock: { observedMs: 0, at: undefined },
        },
      ]);
      await expireLeases();
      await store.saveClocks([{ lease, clock: { observedMs: 9, at: 9 } }]);
      const { taken } = await store.lease('b', LONG);
      expect(taken).toMatchObject([{ clock }]);
      expect(taken[0].events.map(({ event }) => event.type)).toEqual([
        'started',
        'paused',
      ]);
    });

    it('is given back', async () => {
      const id = await start();
      const lease = await take(id);
      await store.release([{ ...lease, epoch: 9 }]);
      await expect(take(id, 'b')).rejects.toThrow('was not free');
      await store.release([lease]);
      await expect(take(id, 'b')).resolves.toMatchObject({ epoch: 2 });
      await store.saveClocks([]);
      await store.release([]);
    });

    it('is for so many, and not for those that ended', async () => {
      const ids: string[] = [];
      for (const name of ['a', 'b', 'c', 'd']) {
        ids.push(await start([`prod/prod-beijing/order/${name}`]));
      }
      await store.append(ids[0], { sequence: 1, events: [ended] });
      const two = { ttlMs: 60_000, limit: 2 };
      expect((await store.lease('a', two)).taken).toHaveLength(2);
      const again = await store.lease('a', two);
      expect([again.taken.length, again.held.length]).toEqual([0, 2]);
      expect((await store.lease('b', two)).taken).toHaveLength(1);
    });

    it('costs the same number of queries for two hundred rollouts', async () => {
      for (let index = 0; index < 200; index++) {
        await start([`prod/prod-beijing/order/w${index}`]);
      }
      const queries: string[] = [];
      knex.on('query', ({ sql }) => queries.push(sql));
      const all = { ttlMs: 60_000, limit: 1000 };
      expect((await store.lease('a', all)).taken).toHaveLength(200);
      expect(queries.splice(0)).toHaveLength(3);
      expect((await store.lease('a', all)).held).toHaveLength(200);
      expect(queries.splice(0)).toHaveLength(1);
      const due = { ttlMs: 600_000, limit: 1000 };
      expect((await store.lease('a', due)).held).toHaveLength(200);
      expect(queries.splice(0)).toHaveLength(2);
    });
  });

  describe('list', () => {
    it('is of some, the latest first, page by page', async () => {
      const ids: string[] = [];
      for (const name of ['a', 'b', 'c', 'd', 'e']) {
        ids.push(
          await start([`prod/prod-beijing/order/${name}`], {
            entityRef: `component:default/${name}`,
            environment: name === 'a' ? 'test' : 'prod',
          }),
        );
      }
      await store.append(ids[4], { sequence: 1, events: [ended] });
      // At the same moment, so that only the id tells them apart.
      await knex('release_rollouts').update('created_at', 1000);
      const of = async (
        filter: Omit<Parameters<typeof store.list>[0], 'limit'>,
        limit = 100,
      ) =>
        (await store.list({ ...filter, limit })).map(
          ({ definition: { id } }) => id,
        );

      const latestFirst = [...ids].sort().reverse();
      expect(await of({})).toEqual(latestFirst);
      expect(await of({}, 2)).toEqual(latestFirst.slice(0, 2));
      expect(
        await of({ after: { createdAt: 1000, id: latestFirst[1] } }),
      ).toEqual(latestFirst.slice(2));
      expect(await of({ active: false })).toEqual([ids[4]]);
      expect((await of({ active: true })).sort()).toEqual(
        ids.slice(0, 4).sort(),
      );
      expect(await of({ environment: 'test' })).toEqual([ids[0]]);
      expect(
        await of({
          entityRefs: ['component:default/b', 'component:default/x'],
        }),
      ).toEqual([ids[1]]);
      expect(await of({ entityRefs: [] })).toEqual([]);
      expect(await of({ ids: [ids[2]], active: true })).toEqual([ids[2]]);
    });

    it('finds the active ones of workloads, and who is next', async () => {
      const old = await start([BEIJING, SHANGHAI]);
      const next = await start([BEIJING], { supersedes: old });
      const of = async (ids: string[]) =>
        (await store.activeOn(ids)).map(({ definition: { id } }) => id).sort();
      expect(await of([BEIJING])).toEqual([old, next].sort());
      expect(await of([SHANGHAI])).toEqual([old]);
      expect(await of(['prod/prod-beijing/order/other'])).toEqual([]);
      await expect(of(['../../etc'])).rejects.toThrow('Not the id');
    });
  });

  describe('what this version does not understand', () => {
    const strange = (id: string, event: string) =>
      knex('release_rollout_events').insert({
        rollout_id: id,
        sequence: 2,
        at: 77,
        type: 'teleported',
        event,
      });

    it.each(['{"type":"teleported"}', '{"type":', 'null'])(
      'is told of one rollout, and keeps no other back: %s',
      async event => {
        const [id, other] = [await start([BEIJING]), await start([SHANGHAI])];
        await knex('release_rollouts').where({ id }).update('sequence', 2);
        await strange(id, event);
        const { taken } = await store.lease('a', LONG);
        expect(
          taken.map(({ lease, unreadableAt }) => [
            lease.rolloutId,
            unreadableAt,
          ]),
        ).toEqual([
          [id, 77],
          [other, undefined],
        ]);
        expect((await store.get(id))?.unreadableAt).toBe(77);
        expect(await store.list({ limit: 9 })).toHaveLength(2);
        await expect(store.eventsAfter(id, 1)).rejects.toThrow(
          `What is stored of rollout ${id} is not understood`,
        );
      },
    );

    it('from its beginning is left out of lists, without ending them', async () => {
      const ids = [await start(['a/b/c/d']), await start(['a/b/c/e'])];
      const [first, last] = ids;
      await knex('release_rollouts')
        .where({ id: last })
        .update('created_at', knex.raw('created_at + 1'));
      const event = JSON.stringify({
        type: 'started',
        definition: { ...rolloutDefinition(), strategy: 'offline' },
      });
      await knex('release_rollout_events')
        .where({ rollout_id: last })
        .update({ event });
      const listed = await store.list({ limit: 1 });
      expect(listed.map(({ definition }) => definition.id)).toEqual([first]);
      await expect(store.get(last)).rejects.toThrow('another version');
    });

    it('is left to others, and noted until somebody has held it for a while', async () => {
      const id = await start();
      const lease = await take(id);
      await store.giveUp([lease]);
      expect((await store.get(id))?.unreadableAt).toBeGreaterThan(0);
      const left = await store.lease('a', { ...LONG, except: [id] });
      expect(left.taken).toEqual([]);
      await take(id, 'b');
      expect((await store.get(id))?.unreadableAt).toBeGreaterThan(0);
      const nearlyOver = (await store.now()) + 20_000;
      await knex('release_rollouts').update('lease_until', nearlyOver);
      expect((await store.lease('b', LONG)).held).toHaveLength(1);
      expect((await store.get(id))?.unreadableAt).toBeUndefined();
    });
  });

  it('keeps what was measured last, under a lease that is held', async () => {
    const id = await start();
    const lease = await take(id);
    const at = new Date(0).toISOString();
    const report = (verdict: 'pass' | 'fail', reasons = 0): EvidenceReport => ({
      provider: 'kubernetes',
      verdict,
      at,
      since: at,
      checks: Array.from({ length: 10 }, (_, check) => ({
        code: `check-${check}`,
        verdict,
        unit: 'count',
        reasons: Array.from({ length: reasons }, () => ({
          code: 'restarted',
          params: { pod: 'x'.repeat(900) },
        })),
        links: [],
      })),
    });
    const save = (stepIndex: number, reports: EvidenceReport[], of = lease) =>
      store.saveEvidence([{ lease: of, stepIndex, reports }]);
    expect((await store.get(id))?.evidence).toBeUndefined();
    await save(1, [report('pass')]);
    await save(2, [report('fail', 20)]);
    await save(3, [report('pass')], { ...lease, epoch: 9 });
    const kept = (await store.get(id))?.evidence;
    expect(kept).toMatchObject({
      stepIndex: 2,
      reports: [{ verdict: 'fail' }],
    });
    expect(kept?.reports[0].checks[0].reasons).toHaveLength(2);
  });

  it('knows of what people have not been told, until they have', async () => {
    const id = await start();
    const untold = async () =>
      store.untold({ from: 0, until: (await store.now()) + 1, limit: 9 });
    await store.append(id, { sequence: 1, events: [paused] });
    expect(await untold()).toEqual([]);
    await store.append(id, { sequence: 2, events: [paused], tell: true });
    await store.append(id, { sequence: 3, events: [paused] });
    await store.told(id, 2);
    expect(await untold()).toEqual([{ rolloutId: id, sequence: 3 }]);
    expect(await store.untold({ from: 0, until: 1, limit: 9 })).toEqual([]);
    await store.told(id, 3);
    expect(await untold()).toEqual([]);
  });

  it('makes summaries of what ended long ago', async () => {
    const evidence = [
      {
        provider: 'kubernetes',
        verdict: 'fail' as const,
        at: '2026-11-20T00:00:00.000Z',
        since: '2026-11-20T00:00:00.000Z',
        checks: [],
      },
    ];
    const cause = {
      code: 'evidence-failed',
      params: { provider: 'kubernetes' },
      evidence,
    };
    const id = await start();
    await store.append(id, {
      sequence: 1,
      events: [
        entered(0),
        { type: 'failed', cause },
        { type: 'step-completed', index: 0, observedMs: 1, evidence },
        { type: 'ended', outcome: 'aborted' },
      ],
    });
    const active = await start([SHANGHAI]);
    const endedAt = (await store.get(id))?.endedAt ?? 0;
    await expect(store.prune(endedAt)).resolves.toBe(0);
    expect(await eventsOf(id)).toHaveLength(5);
    await expect(store.prune(endedAt + 1)).resolves.toBe(1);
    await expect(store.prune(endedAt + 1)).resolves.toBe(0);

    const stored = await store.get(id);
    expect(await eventsOf(id)).toEqual([
      [1, 'started', undefined],
      [3, 'failed', undefined],
      [5, 'ended', undefined],
    ]);
    expect(stored?.events[1].event).toEqual({
      type: 'failed',
      cause: { ...cause, evidence: [] },
    });
    expect(stored?.definition.targets[0].release).toMatchObject({
      image: 'registry.yunfan.test/order/order-api:1.4.0',
      template: {},
    });
    expect(await eventsOf(active)).toHaveLength(1);

    const state = stored?.events.reduce(reduce, undefined);
    expect(state).toMatchObject({
      phase: 'ended',
      outcome: 'aborted',
      sequence: 5,
      cause: { code: 'evidence-failed' },
    });
  });
});
