import type { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/databases';
import { Ledger } from './Ledger';
import { verifyLedger } from './verifyLedger';

const MINUTE = 60_000;
const ORDER = 'component:default/order-api';
const PAYMENT = 'component:default/payment-api';

const promote = {
  actor: 'portal',
  action: 'promote',
  entityRef: ORDER,
  system: 'system:default/order',
  environment: 'prod',
  target: { environment: 'prod', cluster: 'prod-beijing', namespace: 'order' },
  name: 'order-api',
  role: 'release',
  before: { image: 'order:1.4.0' },
  after: { image: 'order:1.4.1' },
  rolloutId: 'rollout-1',
} as const;

const scale = {
  actor: 'user:default/li.wei',
  action: 'scale',
  entityRef: PAYMENT,
  reason: 'Sales',
  before: { replicas: 3 },
  after: { replicas: 6 },
} as const;

const databases = testDatabases();

describe.each(databases.ids)('the ledger on %p', databaseId => {
  let knex: Knex;
  let ledger: Ledger;

  beforeEach(async () => {
    knex = await databases.create(databaseId);
    ledger = new Ledger(knex);
  });

  const query = async (filter: Partial<Parameters<Ledger['query']>[0]> = {}) =>
    (await ledger.query({ limit: 100, ...filter })).changes;

  it('tells what is done, by whom, why, and what came of it', async () => {
    const before = Date.now() - MINUTE;
    const id = await ledger.begin(promote);
    const at = expect.any(String);
    const begun = { ...promote, id, sequence: 1, at, outcome: 'begun' };
    expect(await query()).toEqual([begun]);
    const message = { code: 'conflicts', params: { workload: 'x' } };
    await ledger.settle(id, { outcome: 'conflict', message });
    const [change] = await query();
    expect(change).toEqual({
      ...begun,
      settledAt: at,
      outcome: 'conflict',
      message,
    });
    expect(Date.parse(change.at)).toBeGreaterThan(before);
    expect(Date.parse(change.settledAt ?? '')).toBeGreaterThanOrEqual(
      Date.parse(change.at),
    );
  });

  it('notes what is done at once', async () => {
    const id = await ledger.note({ ...scale, outcome: 'refused' });
    expect(await query()).toMatchObject([
      { ...scale, id, outcome: 'refused', sequence: 1 },
    ]);
  });

  it('tells what came of it where that is not what was expected', async () => {
    const id = await ledger.begin(scale);
    await ledger.settle(id, { outcome: 'done', after: { replicas: 5 } });
    expect(await query()).toMatchObject([
      { before: { replicas: 3 }, after: { replicas: 5 } },
    ]);
  });

  it('lets the first settlement count, but for one that does not know', async () => {
    const id = await ledger.begin(scale);
    await ledger.settle(id, { outcome: 'unknown' });
    expect(await query()).toMatchObject([{ outcome: 'unknown' }]);
    await ledger.settle(id, { outcome: 'done' });
    await Promise.all([
      ledger.settle(id, { outcome: 'refused' }),
      ledger.settle(id, { outcome: 'unknown' }),
    ]);
    expect(await query()).toMatchObject([{ outcome: 'done' }]);
    expect(await verifyLedger(knex)).toMatchObject({ entries: 3, ok: true });
    await expect(ledger.settle('none', { outcome: 'done' })).rejects.toThrow(
      'There is no change none',
    );
  });

  it('begins the same change once', async () => {
    const id = 'rollout-1/3/promote/1';
    await Promise.all([
      ledger.begin({ ...promote, id }),
      ledger.begin({ ...promote, id }),
    ]);
    await ledger.settle(id, { outcome: 'done' });
    await expect(ledger.begin({ ...promote, id })).resolves.toBe(id);
    expect(await query()).toMatchObject([{ id, outcome: 'done' }]);
  });

  it('says of what nobody settled within ten minutes that nobody knows', async () => {
    await ledger.begin(scale);
    const age = async (by: number) => {
      const [{ entry }] = await knex('release_ledger').select('entry');
      const old = JSON.parse(entry);
      await knex('release_ledger').update(
        'entry',
        JSON.stringify({ ...old, at: old.at - by }),
      );
    };
    await age(9 * MINUTE);
    expect(await query()).toMatchObject([{ outcome: 'begun' }]);
    await age(2 * MINUTE);
    expect(await query()).toMatchObject([{ outcome: 'unknown' }]);
  });

  it('cuts what is too long', async () => {
    const long = 'x'.repeat(5000);
    const many = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`v${index}`, long]),
    );
    await ledger.note({
      ...scale,
      reason: long,
      after: many,
      outcome: 'refused',
      message: { code: 'write-refused', params: { message: long } },
    });
    const [change] = await query();
    expect(change.reason).toHaveLength(1000);
    expect(Object.keys(change.after)).toHaveLength(30);
    expect(`${change.after.v0}`).toHaveLength(1000);
    expect(`${change.message?.params.message}`).toHaveLength(1000);
  });

  it('writes together what comes together', async () => {
    const transactions: string[] = [];
    knex.on('query', ({ sql }) => {
      if (/^begin/i.test(sql)) transactions.push(sql);
    });
    const ids = await Promise.all(
      Array.from({ length: 50 }, () => ledger.begin(scale)),
    );
    expect(transactions).toHaveLength(2);
    expect((await query()).map(({ id }) => id)).toEqual(ids.reverse());
    expect(await verifyLedger(knex)).toMatchObject({ entries: 50, ok: true });
  });

  it('goes on after the database refused', async () => {
    await knex.schema.renameTable('release_ledger', 'away');
    // Each has a transaction of its own, and the table comes back after both.
    const begun = await Promise.allSettled([
      ledger.begin(scale),
      ledger.begin(scale),
    ]);
    const message = expect.stringContaining('release_ledger');
    const refused = {
      status: 'rejected',
      reason: expect.objectContaining({ message }),
    };
    expect(begun).toEqual([refused, refused]);
    await knex.schema.renameTable('away', 'release_ledger');
    await ledger.begin(scale);
    expect(await verifyLedger(knex)).toMatchObject({ entries: 1, ok: true });
  });

  it('is asked by entity, system, workload, rollout and time, page by page', async () => {
    await ledger.note({ ...promote, outcome: 'done' });
    const id = await ledger.begin(scale);
    await ledger.note({
      actor: 'user:default/guo.tao',
      action: 'create-freeze',
      outcome: 'done',
    });
    await ledger.settle(id, { outcome: 'done' });
    const of = async (filter: Parameters<typeof query>[0]) =>
      (await query(filter)).map(({ action }) => action);

    const all = ['create-freeze', 'scale', 'promote'];
    expect(await of({})).toEqual(all);
    expect(await of({ entityRefs: [ORDER] })).toEqual(['promote']);
    expect(await of({ entityRefs: [] })).toEqual([]);
    expect(await of({ entityRefs: [PAYMENT], orOfNone: true })).toEqual([
      'create-freeze',
      'scale',
    ]);
    expect(await of({ system: 'system:default/order' })).toEqual(['promote']);
    expect(
      await of({ workloadId: 'prod/prod-beijing/order/order-api' }),
    ).toEqual(['promote']);
    expect(await of({ rolloutId: 'rollout-1' })).toEqual(['promote']);
    const [{ at }] = await query({ system: 'system:default/order' });
    expect(await of({ until: Date.parse(at) })).toEqual([]);
    expect(await of({ since: Date.parse(at) })).toEqual(all);
    expect(await of({ since: Date.now() + MINUTE })).toEqual([]);

    const page = await ledger.query({ limit: 2 });
    expect([page.changes.length, page.more]).toEqual([2, true]);
    expect(await of({ before: page.changes[1].sequence })).toEqual(['promote']);
  });

  describe('verified', () => {
    let anchor: { sequence: number; hash: string };

    beforeEach(async () => {
      for (const reason of ['one', 'two', 'three', 'four']) {
        await ledger.note({ ...scale, reason, outcome: 'done' });
      }
      anchor = (await verifyLedger(knex)).head;
    });

    const at = (sequence: number) =>
      knex('release_ledger').where('sequence', sequence);
    const broken = (sequence: number) => ({
      ok: false,
      entries: sequence - 1,
      firstBroken: { sequence },
    });

    it('holds, up to an end that can be written down elsewhere', async () => {
      expect(anchor).toEqual({
        sequence: 4,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      await ledger.begin(scale);
      const verified = await verifyLedger(knex, { anchor });
      expect(verified).toMatchObject({ entries: 5, ok: true });
      expect(verified.firstBroken).toBeUndefined();
    });

    it('finds what was changed', async () => {
      const [{ entry }] = await at(2).select('entry');
      await at(2).update('entry', entry.replace('two', 'to2'));
      expect(await verifyLedger(knex)).toMatchObject(broken(2));
    });

    it.each([
      ['entity_ref', 'component:default/other'],
      ['at', 5],
      ['kind', 'settled'],
      ['change_id', 'other'],
      ['rollout_id', 'other'],
      ['hash', 'f'.repeat(64)],
    ])('finds a changed %s', async (column, value) => {
      await at(3).update(column, value);
      expect(await verifyLedger(knex)).toMatchObject(broken(3));
    });

    it.each([1, 2, 4])('finds that entry %d was deleted', async sequence => {
      await at(sequence).delete();
      expect(await verifyLedger(knex)).toMatchObject(broken(sequence));
    });

    it('finds an end that was cut off with its head', async () => {
      await at(4).delete();
      const [{ hash }] = await at(3).select('hash');
      await knex('release_ledger_head').update({ sequence: 3, hash });
      expect(await verifyLedger(knex)).toMatchObject({ ok: true });
      expect(await verifyLedger(knex, { anchor })).toMatchObject(broken(4));
    });

    it.each([0, 5])('finds an entry inserted as number %d', async sequence => {
      const [row] = await at(4);
      await knex('release_ledger').insert({ ...row, sequence });
      expect(await verifyLedger(knex)).toMatchObject({
        ok: false,
        firstBroken: { sequence, why: expect.stringMatching(/not appended/) },
      });
    });

    it('finds entries that changed places', async () => {
      await at(2).update('sequence', 99);
      await at(3).update('sequence', 2);
      await at(99).update('sequence', 3);
      expect(await verifyLedger(knex)).toMatchObject(broken(2));
    });

    it('finds a chain that was written anew, by its anchor', async () => {
      await knex('release_ledger').delete();
      await knex('release_ledger_head').update({
        sequence: 0,
        hash: '0'.repeat(64),
      });
      for (const reason of ['one', 'nothing', 'three', 'four', 'five']) {
        await ledger.note({ ...scale, reason, outcome: 'done' });
      }
      expect(await verifyLedger(knex)).toMatchObject({ ok: true });
      expect(await verifyLedger(knex, { anchor })).toMatchObject(broken(4));
    });
  });
});
