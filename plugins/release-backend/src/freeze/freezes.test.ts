import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  freezeListSchema,
  freezeSchema,
  type Freeze,
} from '@pilothouse/plugin-release-common';
import type { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/databases';
import { serve } from '../__testUtils__/serve';
import { EntityReader } from '../ledger/EntityReader';
import { Ledger } from '../ledger/Ledger';
import { createFreezesRouter } from './createFreezesRouter';
import { DatabaseFreezeStore } from './DatabaseFreezeStore';
import { FreezeDesk } from './FreezeDesk';
import { FreezeService } from './FreezeService';
import { readFreezes } from './readFreezes';

const HOUR = 3_600_000;
const STRANGER = 'user:default/tang.yi';
/** Manages freezes, and does not see payment either. */
const READER = 'user:default/zhao.min';
const PAYMENT = 'system:default/payment';
const ORDER = 'system:default/order';

const databases = testDatabases();

describe.each(databases.ids)('freezes on %p', databaseId => {
  let knex: Knex;
  let ledger: Ledger;
  let freezes: FreezeService;
  let api: ReturnType<typeof serve>;
  let now: number;
  const changed = jest.fn();
  const auditSuccess = jest.fn();
  const auditFail = jest.fn();
  const auditor = mockServices.auditor.mock({
    createEvent: async () => ({ success: auditSuccess, fail: auditFail }),
  });

  const configured = readFreezes(
    new ConfigReader({
      release: {
        freezes: [
          {
            name: 'festival',
            reason: 'Spring Festival',
            scope: { environments: ['prod'] },
            range: {
              from: '2040-02-10T00:00:00+08:00',
              to: '2040-02-18T00:00:00+08:00',
            },
          },
        ],
      },
    }),
    ['prod'],
  );

  const service = () =>
    new FreezeService({
      store: new DatabaseFreezeStore(knex),
      ledger,
      configured,
      clock: () => now,
      changed,
    });

  beforeEach(async () => {
    jest.clearAllMocks();
    now = 0;
    knex = await databases.create(databaseId);
    ledger = new Ledger(knex);
    freezes = service();
    const permissions = mockServices.permissions.mock({
      authorize: async ([{ permission }], options) => [
        {
          result:
            permission.name === 'release.freeze.manage' &&
            JSON.stringify(options?.credentials).includes(STRANGER)
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
        },
      ],
    });
    const all = catalogServiceMock({
      entities: ['order', 'payment'].map(name => ({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'System',
        metadata: { name },
      })),
    });
    const catalog = {
      ...all,
      // Neither of the two sees payment.
      getEntitiesByRefs: async (
        asked: { entityRefs: string[] },
        options: Parameters<typeof all.getEntitiesByRefs>[1],
      ) =>
        all.getEntitiesByRefs(
          {
            entityRefs: asked.entityRefs.filter(
              ref =>
                ref !== PAYMENT ||
                ![STRANGER, READER].some(who =>
                  JSON.stringify(options).includes(who),
                ),
            ),
          },
          options,
        ),
    };
    api = serve(
      createFreezesRouter({
        auditor,
        httpAuth: mockServices.httpAuth(),
        freezeDesk: new FreezeDesk({
          auth: mockServices.auth(),
          freezes,
          permissions,
          reader: new EntityReader({ catalog, permissions }),
        }),
        environments: ['test', 'prod'],
      }),
    );
  });

  const stop = { kind: 'stop', scope: {}, reason: 'Fire' };
  const create = async (body: object): Promise<Freeze> => {
    const answer = await api.post('/v1/freezes', body);
    expect(answer.body.error?.message).toBeUndefined();
    expect(answer.status).toBe(201);
    return freezeSchema.parse(answer.body);
  };
  const holding = async (environment: string, system?: string) =>
    (await freezes.activeFor({ environment, system, at: Date.now() })).map(
      ({ freeze }) => freeze.reason,
    );
  const list = async (query = '', user?: string) => {
    const { body } = await api.get(`/v1/freezes${query}`, user).expect(200);
    return freezeListSchema.parse(body).freezes;
  };

  it('stop the line at once, until somebody ends it', async () => {
    expect(await holding('prod')).toEqual([]);
    const freeze = await create({ ...stop, scope: { environments: ['prod'] } });
    expect(freeze).toMatchObject({
      kind: 'stop',
      source: 'people',
      createdBy: 'user:default/mock',
      reason: 'Fire',
    });
    expect(await holding('prod', PAYMENT)).toEqual(['Fire']);
    expect(await holding('test')).toEqual([]);
    expect(changed).toHaveBeenCalledTimes(1);

    const path = `/v1/freezes/${freeze.id}/end`;
    const end = () => api.post(path, { reason: 'It is out' }).expect(200);
    const [{ body }, second] = [await end(), await end()];
    expect(freezeSchema.parse(body)).toMatchObject({
      endedBy: 'user:default/mock',
      endedAt: expect.any(String),
    });
    expect(second.body).toEqual(body);
    expect(await holding('prod')).toEqual([]);

    const { changes } = await ledger.query({ limit: 10 });
    expect(changes).toMatchObject([
      {
        action: 'end-freeze',
        actor: 'user:default/mock',
        reason: 'It is out',
        environment: 'prod',
        before: { kind: 'stop', freeze: 'Fire', environments: 'prod' },
        outcome: 'done',
      },
      {
        action: 'create-freeze',
        reason: 'Fire',
        environment: 'prod',
        after: { kind: 'stop', freeze: 'Fire', environments: 'prod' },
        outcome: 'done',
      },
    ]);
    // The second one who ended it changed nothing, and was heard all the same.
    expect(changes).toHaveLength(2);
    expect(auditor.createEvent).toHaveBeenCalledTimes(3);
    expect(auditSuccess).toHaveBeenCalledTimes(3);
  });

  it('cover ranges and weeks, and are listed in their order', async () => {
    const at = Date.now();
    const iso = (hours: number) => new Date(at + hours * HOUR).toISOString();
    await create({
      kind: 'range',
      scope: { systems: ['order'] },
      range: { from: iso(-1), to: iso(1) },
      reason: 'Stocktaking',
    });
    await create({
      kind: 'weekly',
      scope: { environments: ['test'] },
      weekly: {
        from: { day: 'friday', time: '18:00' },
        to: { day: 'friday', time: '17:59' },
        timezone: 'Asia/Shanghai',
      },
      reason: 'Always, nearly',
    });
    await create({
      kind: 'range',
      scope: {},
      range: { from: iso(-2), to: iso(-1) },
      reason: 'Over before it was made',
    });
    expect(await holding('test', 'system:default/order')).toEqual([
      'Always, nearly',
      'Stocktaking',
    ]);
    expect(await holding('prod', PAYMENT)).toEqual([]);
    const reasons = (await list()).map(
      ({ freeze, active }) => `${freeze.reason} ${active}`,
    );
    expect(reasons).toEqual([
      'Always, nearly true',
      'Stocktaking true',
      'Spring Festival false',
    ]);
    const weeks = await list(`?until=${iso(24 * 7 * 4)}`);
    expect(
      weeks.filter(({ freeze }) => freeze.kind === 'weekly').length,
    ).toBeGreaterThanOrEqual(4);
    expect(weeks.some(({ freeze }) => freeze.id === 'config-festival')).toBe(
      false,
    );
    const soon = await freezes.upcoming({
      environment: 'prod',
      at: Date.parse('2040-02-09T00:00:00Z'),
      until: Date.parse('2040-02-10T00:00:00Z'),
    });
    expect(soon).toMatchObject([
      { active: false, from: '2040-02-09T16:00:00.000Z' },
    ]);
  });

  it('are told with what is over, as long as it really held', async () => {
    const at = Date.now();
    const iso = (hours: number) => new Date(at + hours * HOUR).toISOString();
    // Made two days ago, whatever they say of the time before.
    const made = async (body: object) => {
      const { id } = await create(body);
      await knex('release_freezes')
        .where({ id })
        .update({ created_at: at - 48 * HOUR });
      return id;
    };
    await made({
      kind: 'range',
      scope: {},
      range: { from: iso(-72), to: iso(-24) },
      reason: 'Yesterday',
    });
    const stopped = await made({ ...stop, reason: 'Stopped' });
    await knex('release_freezes')
      .where({ id: stopped })
      .update({ range: JSON.stringify({ from: iso(-40) }) });
    await freezes.end(stopped, { actor: 'user:default/a', reason: 'over' });
    await made({
      kind: 'weekly',
      scope: {},
      weekly: {
        from: { day: 'monday', time: '00:00' },
        to: { day: 'monday', time: '00:01' },
        timezone: 'UTC',
      },
      reason: 'Weekly',
    });
    now += 10_000;
    const past = (await list(`?since=${iso(-24 * 90)}`)).filter(
      ({ to = '' }) => Date.parse(to) <= Date.now(),
    );
    const held = past
      .filter(({ freeze }) => freeze.kind !== 'weekly')
      .map(({ freeze, from, active }) => [freeze.reason, from, active]);
    expect(held).toEqual([
      ['Stopped', iso(-40), false],
      ['Yesterday', iso(-48), false],
    ]);
    // Mondays before it was made were none of its.
    expect(past.length - held.length).toBeLessThanOrEqual(1);
    const later = await list(`?since=${iso(-12)}`);
    expect(later.map(({ freeze }) => freeze.reason)).not.toContain('Yesterday');
    expect((await list()).map(({ freeze }) => freeze.reason)).toEqual([
      'Weekly',
      'Spring Festival',
    ]);
  });

  it('are asked of the database once in two seconds, whoever asks', async () => {
    const queries: string[] = [];
    knex.on('query', ({ sql }) => queries.push(sql));
    await Promise.all([holding('prod'), holding('test')]);
    await holding('prod');
    expect(queries.splice(0)).toHaveLength(1);
    now = 2_000;
    await holding('prod');
    expect(queries.splice(0)).toHaveLength(1);
    // Of another replica.
    await service().create({ kind: 'stop', scope: {}, reason: 'Fire' }, 'x');
    expect(await holding('prod')).toEqual([]);
    now = 4_000;
    expect(await holding('prod')).toEqual(['Fire']);
  });

  it('are not known while the database is away, and known again then', async () => {
    await knex.schema.renameTable('release_freezes', 'away');
    await expect(holding('prod')).rejects.toThrow();
    await knex.schema.renameTable('away', 'release_freezes');
    await expect(holding('prod')).resolves.toEqual([]);
  });

  it('say that nobody knows when the making failed', async () => {
    await knex.schema.renameTable('release_freezes', 'away');
    await api.post('/v1/freezes', stop).expect(500);
    const { changes } = await ledger.query({ limit: 10 });
    expect(changes).toMatchObject([
      { action: 'create-freeze', outcome: 'unknown' },
    ]);
    expect(auditFail).toHaveBeenCalledTimes(1);
  });

  it('of the configuration are not ended by people', async () => {
    const { body } = await api
      .post('/v1/freezes/config-festival/end', { reason: 'No' })
      .expect(409);
    expect(body.error.message).toBe(
      'The freeze "festival" is set in the configuration of the portal, release.freezes: only a deployment of the portal ends it',
    );
    await api.post('/v1/freezes/none/end', { reason: 'No' }).expect(404);
  });

  it('are made by whom the policy lets, and by no service', async () => {
    const { body } = await api.post('/v1/freezes', stop, STRANGER).expect(403);
    expect(body.error.message).toBe(
      'You need the permission release.freeze.manage',
    );
    await api.postAsService('/v1/freezes', stop).expect(403);
    const { id } = await create(stop);
    const end = `/v1/freezes/${id}/end`;
    await api.post(end, { reason: 'No' }, STRANGER).expect(403);
    await api.postAsService(end, { reason: 'No' }).expect(403);
    expect(auditFail).toHaveBeenCalledTimes(4);
    expect(await holding('prod')).toEqual(['Fire']);
  });

  it('of systems are told to those who see one of them, without the others', async () => {
    const hidden = await create({ ...stop, scope: { systems: ['payment'] } });
    const both = await create({
      ...stop,
      scope: { systems: ['payment', 'order'] },
      reason: 'Both',
    });
    const told = async (user?: string) =>
      (await list('', user)).map(({ freeze: { reason, scope } }) => [
        reason,
        scope.systems,
      ]);
    expect(await told()).toEqual([
      ['Fire', [PAYMENT]],
      ['Both', [PAYMENT, ORDER]],
      ['Spring Festival', undefined],
    ]);
    expect(await told(READER)).toEqual([
      ['Both', [ORDER]],
      ['Spring Festival', undefined],
    ]);
    const end = (id: string) =>
      api.post(`/v1/freezes/${id}/end`, { reason: 'over' }, READER);
    const missing = await end(hidden.id).expect(404);
    expect(missing.body.error.message).toBe(
      `There is no freeze ${hidden.id}, or you may not see it`,
    );
    const { body } = await end(both.id).expect(200);
    expect(body.scope).toEqual({ systems: [ORDER] });
    expect(await holding('prod', PAYMENT)).toEqual(['Fire']);
  });

  const range = { from: '2027-01-01T00:00:00Z' };
  const week = {
    from: { day: 'friday', time: '18:00' },
    to: { day: 'monday', time: '09:00' },
    timezone: 'Asia/Shanghai',
  };
  it.each([
    [{ ...stop, reason: ' ' }, /reason: has to be text of 1 to 1000/],
    [{ ...stop, reason: 'a\0b' }, /reason: has to be text of 1 to 1000/],
    [
      { ...stop, scope: { environments: ['prod'], all: true } },
      /scope.all: is not known; there are environments, systems$/,
    ],
    [
      { ...stop, kind: 'range', range: { ...range, til: 'x' } },
      /range.til: is not known; there are from, to$/,
    ],
    [
      {
        ...stop,
        kind: 'weekly',
        weekly: { ...week, to: { ...week.to, zone: 'x' } },
      },
      /weekly.to.zone: is not known; there are day, time$/,
    ],
    [
      { ...stop, scope: { systems: ['system:default/a\0b'] } },
      /systems.0: has to be the reference of a system/,
    ],
    [{ ...stop, range }, /range: does not go with the kind stop/],
    [{ ...stop, kind: 'range' }, /range: is missing/],
    [
      { ...stop, kind: 'range', range: { from: '2027-01-01' } },
      /range.from: has to be a time with its offset/,
    ],
    [
      {
        ...stop,
        kind: 'range',
        range: { ...range, to: '2027-01-01T00:00:00+00:00' },
      },
      /range.to: has to be later than from/,
    ],
    [
      { ...stop, kind: 'weekly', weekly: { ...week, timezone: 'Beijing' } },
      /weekly.timezone: has to be a name of the IANA database/,
    ],
    [
      { ...stop, kind: 'weekly', weekly: { ...week, to: week.from } },
      /weekly.to: has to be another time than from/,
    ],
    [
      { ...stop, scope: { environments: ['pord'] } },
      /scope.environments.0: has to be one of the environments: test, prod/,
    ],
    [{ ...stop, scope: { environments: [] } }, /has to name an environment/],
    [{ ...stop, scope: { systems: ['a:b:c'] } }, /reference of a system/],
    [
      { ...stop, scope: { systems: ['none'] } },
      /there is no system:default\/none, or you may not see it/,
    ],
    [{ ...stop, id: 'mine' }, /id: is not known/],
  ])('are refused when they are wrong: %j', async (body, message) => {
    const answer = await api.post('/v1/freezes', body).expect(400);
    expect(answer.body.error.message).toMatch(message);
    expect(await holding('prod')).toEqual([]);
  });
});

describe('release.freezes', () => {
  const read = (...freezes: object[]) =>
    readFreezes(new ConfigReader({ release: { freezes } }), ['test', 'prod']);
  const range = { from: '2027-02-05T18:00:00+08:00' };
  const good = { name: 'x', reason: 'Festival', range };

  it('are read, with their ids', () => {
    const weekly = {
      from: { day: 'friday', time: '18:00' },
      to: { day: 'monday', time: '09:00' },
      timezone: 'Asia/Shanghai',
    };
    expect(
      read(good, {
        name: 'weekend',
        reason: 'Weekend',
        scope: { systems: ['System:Order'] },
        weekly,
      }),
    ).toEqual([
      {
        id: 'config-x',
        kind: 'range',
        source: 'config',
        reason: 'Festival',
        scope: {},
        range,
      },
      {
        id: 'config-weekend',
        kind: 'weekly',
        source: 'config',
        reason: 'Weekend',
        scope: { systems: ['system:default/order'] },
        weekly,
      },
    ]);
    expect(readFreezes(new ConfigReader({}), [])).toEqual([]);
  });

  it.each([
    [
      [{ ...good, name: 'A b' }],
      /^Configuration release.freezes\[0\].name has/,
    ],
    [
      [good, good],
      /^Configuration release.freezes\[1\].name "x" is there twice/,
    ],
    [
      [{ ...good, range: undefined }],
      /\[0\] has to have either range or weekly/,
    ],
    [
      [{ ...good, scope: { environments: ['dev'] } }],
      /\[0\].scope.environments\[0\] has to be one of the environments: test, prod/,
    ],
    [
      [{ ...good, range: { from: 'soon' } }],
      /\[0\].range.from has to be a time/,
    ],
  ])('stop the start when they are wrong: %j', (freezes, message) => {
    expect(() => read(...freezes)).toThrow(message);
  });
});
