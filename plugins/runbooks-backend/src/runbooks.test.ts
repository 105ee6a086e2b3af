import {
  createMockDirectory,
  mockCredentials,
} from '@backstage/backend-test-utils';
import { runbookDocumentListSchema } from '@pilothouse/plugin-runbooks-common';
import request from 'supertest';
import { documented } from './__testUtils__/documented';
import { FakeForge } from './__testUtils__/FakeForge';
import { startRunbooks } from './__testUtils__/startRunbooks';

// The machine may have other things to do at the same time.
jest.setTimeout(60_000);

const folder = createMockDirectory();
const FORGE = 'https://git.test/order/order-api/-/blob/main/';
const ORDER = 'component:default/order-api';
const OPS = 'component:default/ops-runbooks';
const PAYMENT = 'component:default/payment-api';

const runbook = (front: string, body: string) =>
  `---\nrunbook: { ${front} }\n---\n\n${body}\n`;

function company() {
  folder.setContent({
    ops: {
      'mkdocs.yml': 'site_name: Ops',
      docs: {
        'index.md': '# All',
        en: {
          'redis-full.md': runbook(
            'kind: incident, alerts: [RedisMemoryFull], services: ["*"], severity: critical, reviewEvery: P90D, reviewed: 2020-01-01',
            '# Redis is full\n\nEviction empties carts.',
          ),
          'drill.md': runbook('kind: drill, rto: PT30M', '# Disaster drill'),
        },
        zh: {
          'redis-full.md': runbook(
            'kind: incident, alerts: [RedisMemoryFull], services: ["*"], severity: critical, reviewEvery: P90D, reviewed: 2020-01-01',
            '# Redis 内存已满\n\n淘汰会清空购物车。',
          ),
        },
      },
    },
    payment: {
      docs: {
        'runbook.md': runbook(
          'kind: incident, alerts: [HighErrorRate, LedgerStuck], rto: tomorrow',
          '# Payment runbook',
        ),
      },
    },
  });
  const forge = new FakeForge();
  forge.commit(
    FORGE,
    {
      'README.md': '# x',
      'src/a.md': runbook('kind: incident', '# Not of the site'),
      'docs/runbook.md': runbook(
        'kind: incident, alerts: [HighErrorRate, HighLatency], reviewEvery: 180d',
        '# Order runbook',
      ),
    },
    '2026-10-01T00:00:00Z',
  );
  const entities = [
    documented('order-api', `url:${FORGE}catalog-info.yaml`),
    documented(
      'ops-runbooks',
      `file:${folder.path}/ops/catalog-info.yaml`,
      {},
      'group:default/ops',
    ),
    documented(
      'payment-api',
      `file:${folder.path}/payment/catalog-info.yaml`,
      {},
      'group:default/team-payment',
    ),
  ];
  const sees = (user: string, ref: string) =>
    ref !== PAYMENT || user === 'user:default/chen.jing';
  return { entities, forge, sees, readTree: forge.readTree };
}

const titles = ({ runbooks }: { runbooks: { pages: { title: string }[] }[] }) =>
  runbooks.map(({ pages }) => pages[0].title);

let portal: Awaited<ReturnType<typeof startRunbooks>>;
afterEach(() => portal.stop());

describe('the index', () => {
  it('has all runbooks of all documentation, those that want a look first', async () => {
    const { forge, ...options } = company();
    portal = await startRunbooks(options);
    expect(await portal.list()).toMatchObject({ runbooks: [], problems: [] });
    expect((await portal.list()).indexedAt).toBeUndefined();
    await portal.index();
    const list = await portal.list({}, 'user:default/chen.jing');
    expect(titles(list)).toEqual([
      'Payment runbook',
      'Redis is full',
      'Disaster drill',
      'Order runbook',
    ]);
    expect(list.problems).toEqual([]);
    expect(list.indexedAt).toBeDefined();
    expect(list.runbooks[3]).toMatchObject({
      id: `${ORDER}#runbook`,
      owner: 'group:default/team-order',
      changedAt: '2026-10-01T00:00:00.000Z',
      reviewDue: '2027-03-30',
      services: [ORDER],
    });
    expect(list.runbooks[1].pages.map(({ language }) => language)).toEqual([
      'en',
      'zh',
    ]);
    expect(list.runbooks[0].faults).toMatchObject([{ field: 'rto' }]);
    expect(forge.reads).toEqual([FORGE]);
  });

  it.each<[Record<string, string>, string[]]>([
    [{ alert: 'HighErrorRate' }, ['Order runbook']],
    [{ alert: 'redismemoryfull' }, ['Redis is full']],
    [{ alert: 'HighError' }, []],
    [{ kind: 'drill' }, ['Disaster drill']],
    [{ owner: 'group:default/ops' }, ['Redis is full', 'Disaster drill']],
    [{ owner: 'group:ops' }, ['Redis is full', 'Disaster drill']],
    [{ text: '购物车' }, ['Redis is full']],
    [{ text: 'EVICTION carts' }, ['Redis is full']],
    [{ text: 'ＲＥＤＩＳ' }, ['Redis is full']],
    [{ text: 'eviction drill' }, []],
    [{ text: '%' }, []],
    [{ text: "'; DROP TABLE runbooks_pages; --" }, []],
    [{ entityRef: 'order-api' }, []],
    [{ entityRef: ORDER }, ['Order runbook', 'Redis is full']],
    [
      { entityRef: 'Component:default/Ops-Runbooks' },
      ['Redis is full', 'Disaster drill'],
    ],
  ])('finds %j', async (query, expected) => {
    portal = await startRunbooks(company());
    await portal.index();
    const { status, body } = await portal.get('runbooks', query);
    expect([status, status === 200 ? titles(body) : []]).toEqual([
      query.entityRef === 'order-api' ? 400 : 200,
      expected,
    ]);
  });

  it.each([
    [{ kind: 'other' }, 'kind: has to be incident, change or drill'],
    [{ text: '' }, 'text: has to be what to look for'],
    [{ text: 'x'.repeat(201) }, 'text: has to be'],
    [{ alert: ['a', 'b'] }, 'alert: has to be the name of an alert'],
    [{ entityRef: '../x' }, 'entityRef: has to be one entity reference'],
    [{ limit: '5' }, 'limit: is not known; there are entityRef, alert'],
  ])('refuses %j', async (query, message) => {
    portal = await startRunbooks(company());
    const { status, body } = await portal.get('runbooks', query);
    expect(status).toBe(400);
    expect(body.error.message).toContain(message);
  });
});

describe('reading', () => {
  it('reads nothing twice, and knows when a page changed', async () => {
    const { forge, ...options } = company();
    portal = await startRunbooks(options);
    await portal.index();
    await portal.index();
    expect(forge.reads).toEqual([FORGE, `=${FORGE}`]);
    // A commit that does not touch the runbook.
    const page = runbook('kind: incident, alerts: [A]', '# Order runbook');
    forge.commit(FORGE, { 'docs/runbook.md': page }, '2026-10-02T00:00:00Z');
    await portal.index();
    forge.commit(
      FORGE,
      { 'docs/runbook.md': page, 'docs/index.md': '# New' },
      '2026-10-09T00:00:00Z',
    );
    await portal.index();
    const { runbooks } = await portal.list({ alert: 'A' });
    expect(runbooks[0].changedAt).toBe('2026-10-02T00:00:00.000Z');
  });

  it('keeps what it has while a source fails, and says so to those who may see it', async () => {
    const { forge, ...options } = company();
    portal = await startRunbooks(options);
    await portal.index();
    forge.fault = new Error('glpat-secret: 401 Unauthorized');
    folder.addContent({
      'ops/docs/en/new.md': runbook('kind: change', '# New'),
    });
    await portal.index();
    await portal.index();
    const list = await portal.list();
    expect(titles(list)).toEqual(
      expect.arrayContaining(['Order runbook', 'New']),
    );
    expect(list.problems).toEqual([
      {
        code: 'unreadable',
        params: {
          entityRef: ORDER,
          reason: 'refused',
          message: 'The portal may not read its repository',
        },
      },
    ]);
    forge.fault = undefined;
    await portal.index();
    expect((await portal.list()).problems).toEqual([]);
  });

  it('forgets pages that are gone, and asks nobody about entities that are', async () => {
    const options = company();
    portal = await startRunbooks(options);
    await portal.index();
    folder.setContent({ ops: { docs: { 'index.md': '# All' } } });
    options.entities.splice(0, 1);
    await portal.index();
    const list = await portal.list();
    expect(list.runbooks).toEqual([]);
    expect(list.problems).toEqual([]);
  });

  it('keeps everything when the catalog does not answer, and when it is told to stop', async () => {
    const options = company();
    portal = await startRunbooks(options);
    await portal.index();
    folder.clear();
    await expect(portal.index(AbortSignal.abort())).rejects.toThrow(/abort/);
    expect((await portal.list()).runbooks).toHaveLength(3);
  });
});

describe('permission', () => {
  const STRANGER = 'user:default/tang.yi';
  const OWNER = 'user:default/chen.jing';

  it.each([
    [{}],
    [{ alert: 'LedgerStuck' }],
    [{ text: 'Payment' }],
    [{ text: 'LedgerStuck' }],
    [{ owner: 'group:default/team-payment' }],
    [{ entityRef: PAYMENT, kind: 'incident' }],
  ])('hides what the catalog hides, whatever is asked: %j', async query => {
    portal = await startRunbooks(company());
    await portal.index();
    const hidden = await portal.get('runbooks', query, STRANGER);
    expect(hidden.status).toBe(200);
    expect(hidden.text).not.toMatch(/payment/i);
    const seen = await portal.get('runbooks', query, OWNER);
    expect(seen.text).toMatch(/Payment runbook/);
  });

  it('hides what is wrong with what it hides', async () => {
    const options = company();
    folder.clear();
    portal = await startRunbooks(options);
    await portal.index();
    const problemsOf = async (user: string) =>
      (await portal.list({}, user)).problems.map(
        ({ params }) => params.entityRef,
      );
    expect(await problemsOf(STRANGER)).toEqual([OPS]);
    expect((await problemsOf(OWNER)).sort()).toEqual([OPS, PAYMENT]);
  });

  it('answers the same for what is hidden and what is not there', async () => {
    portal = await startRunbooks(company());
    await portal.index();
    const ask = async (id: string, user: string) => {
      const { status, body } = await portal.get('runbooks/page', { id }, user);
      return [status, body.error?.message.replaceAll(id, 'ID')];
    };
    const hidden = await ask(`${PAYMENT}#runbook`, STRANGER);
    expect(hidden).toEqual([
      404,
      'There is no runbook ID, or you may not see it',
    ]);
    expect(await ask(`${PAYMENT}#nothing`, STRANGER)).toEqual(hidden);
    expect(await ask('component:default/nobody#runbook', STRANGER)).toEqual(
      hidden,
    );
    expect((await ask(`${PAYMENT}#runbook`, OWNER))[0]).toBe(200);
  });

  it('asks the catalog once for many', async () => {
    const options = company();
    const many = Array.from({ length: 1_200 }, (_, index) =>
      documented(
        `svc-${index}`,
        `file:${folder.path}/payment/catalog-info.yaml`,
      ),
    );
    portal = await startRunbooks({ entities: [...options.entities, ...many] });
    await portal.index();
    const { runbooks, problems } = await portal.list();
    expect(portal.questions.map(refs => refs.length)).toEqual([500, 500, 203]);
    expect(runbooks).toHaveLength(1_000);
    expect(problems[0]).toEqual({
      code: 'list-cut',
      params: { shown: 1_000, total: 1_203 },
    });
  });
});

describe('a page', () => {
  it('comes in the language that is asked for, or in another', async () => {
    portal = await startRunbooks(company());
    await portal.index();
    const id = `${OPS}#redis-full`;
    const read = async (query: object) =>
      (await portal.get('runbooks/page', query)).body;
    expect(await read({ id, language: 'zh-CN' })).toMatchObject({
      language: 'zh',
      markdown: '\n# Redis 内存已满\n\n淘汰会清空购物车。\n',
      runbook: { id, owner: 'group:default/ops' },
    });
    expect(await read({ id, language: 'fr' })).toMatchObject({
      language: 'en',
    });
  });

  it('is given to services in pages, for the search', async () => {
    portal = await startRunbooks(company());
    await portal.index();
    expect((await portal.get('documents')).status).toBe(403);
    const { body } = await request(portal.server)
      .get('/api/runbooks/v1/documents')
      .set('Authorization', mockCredentials.service.header());
    const { documents, next } = runbookDocumentListSchema.parse(body);
    expect(next).toBeUndefined();
    expect(documents.map(({ page, text }) => [page.path, text])).toEqual([
      ['en/drill', '\n# Disaster drill\n'],
      ['en/redis-full', expect.stringContaining('Eviction')],
      ['zh/redis-full', expect.stringContaining('购物车')],
      ['runbook', '\n# Order runbook\n'],
      ['runbook', '\n# Payment runbook\n'],
    ]);
  });
});

describe('MCP actions', () => {
  it('find and read what the person may see', async () => {
    portal = await startRunbooks(company());
    await portal.index();
    const found = await portal.actions.invoke({
      id: 'test:find-runbooks',
      input: { alert: 'RedisMemoryFull' },
    });
    expect(found.output).toMatchObject({
      left: 0,
      problems: [],
      runbooks: [
        {
          id: `${OPS}#redis-full`,
          title: 'Redis is full',
          languages: ['en', 'zh'],
          troubles: ['overdue'],
        },
      ],
    });
    const read = await portal.actions.invoke({
      id: 'test:get-runbook',
      input: { id: `${OPS}#redis-full`, language: 'zh' },
    });
    expect(read.output).toMatchObject({
      language: 'zh',
      title: 'Redis 内存已满',
      markdown: expect.stringContaining('购物车'),
    });
    await expect(
      portal.actions.invoke({
        id: 'test:find-runbooks',
        input: { owner: 'not a ref' },
      }),
    ).rejects.toThrow(/owner: has to be/);
  });
});
