import { documented } from '../__testUtils__/documented';
import { FakeForge } from '../__testUtils__/FakeForge';
import { startRunbooks } from '../__testUtils__/startRunbooks';
import { testDatabases } from '../__testUtils__/databases';
import { RunbookStore, type NewPage } from './RunbookStore';

jest.setTimeout(60_000);

const databases = testDatabases();
const URL = 'https://git.test/order/order-api/-/blob/main/';
const ORDER = 'component:default/order-api';

function newPage(path: string, more: Partial<NewPage> = {}): NewPage {
  return {
    record: {
      path,
      language: 'en',
      title: path,
      key: path,
      alerts: [],
      faults: [],
    },
    hash: `hash of ${path}`.slice(0, 64),
    markdown: `# ${path}`,
    searched: path,
    ...more,
  };
}

const source = { entityRef: ORDER, target: `url:${URL}`, reader: 1 };

describe.each(databases.ids)('RunbookStore on %p', id => {
  it('has what was read last, and when a page became another', async () => {
    const store = new RunbookStore(await databases.create(id));
    await store.replace(
      { ...source, etag: 'a' },
      [newPage('one', { changedAt: 1_000 }), newPage('two')],
      5,
    );
    await store.replace(
      { ...source, etag: 'b' },
      [
        newPage('one', { changedAt: 2_000 }),
        newPage('three', { changedAt: 2_000 }),
      ],
      6,
    );
    const pages = (await store.pages()).get(ORDER) ?? [];
    expect(pages.map(page => [page.record.path, page.changedAt])).toEqual([
      ['one', 1_000],
      ['three', 2_000],
    ]);
    expect(await store.sources()).toEqual([{ ...source, etag: 'b' }]);
    expect(await store.markdown(ORDER, 'three')).toBe('# three');
    expect(await store.markdown(ORDER, 'two')).toBeUndefined();
  });

  it('counts changes, and forgets what the catalog has had no more for long', async () => {
    const store = new RunbookStore(await databases.create(id));
    const before = await store.freshness();
    expect(before.indexedAt).toBeUndefined();
    await store.replace(source, [newPage('one')], 1_000);
    await store.replace({ ...source, entityRef: 'b' }, [newPage('x')], 1_000);
    const { version } = await store.freshness();
    expect(version).toBeGreaterThan(before.version);
    await store.seen([ORDER], 2_000);
    await store.finish(1_500, 2_000);
    expect([...(await store.pages()).keys()]).toEqual([ORDER]);
    const after = await store.freshness();
    expect(after).toEqual({ version: version + 1, indexedAt: 2_000 });
    await store.finish(1_500, 3_000);
    expect(await store.freshness()).toEqual({ ...after, indexedAt: 3_000 });
  });

  it('finds words as they are', async () => {
    const store = new RunbookStore(await databases.create(id));
    await store.replace(
      source,
      [
        newPage('percent', { searched: '90% full_now \\ 内存已满' }),
        newPage('other', { searched: '90 percent fullXnow' }),
      ],
      1,
    );
    const find = async (...words: string[]) => (await store.search(words)).size;
    expect(await find('90')).toBe(2);
    expect(await find('90%')).toBe(1);
    expect(await find('full_now')).toBe(1);
    expect(await find('\\')).toBe(1);
    expect(await find('内存', '90')).toBe(1);
    expect(await find('内存', 'percent')).toBe(0);
  });

  it('takes a thousand pages, long ones, and what a database could choke on', async () => {
    const store = new RunbookStore(await databases.create(id));
    const pages = Array.from({ length: 1_000 }, (_, index) =>
      newPage(`${'路'.repeat(290)}-${index}`, {
        markdown: '文'.repeat(1_000),
      }),
    );
    const entityRef = `component:${'n'.repeat(63)}/${'x'.repeat(63)}`;
    await store.replace({ ...source, entityRef }, pages, 1);
    expect((await store.pages()).get(entityRef)).toHaveLength(1_000);
  });

  it('serves another replica, and one that comes after, without reading again', async () => {
    const knex = await databases.create(id);
    const forge = new FakeForge();
    const text = '---\nrunbook: { kind: drill }\n---\n# A\0 drill \u202E\n';
    forge.commit(URL, { 'docs/a.md': text }, '2026-10-01T00:00:00Z');
    const options = {
      entities: [documented('order-api', `url:${URL}catalog-info.yaml`)],
      readTree: forge.readTree,
      knex,
    };
    const first = await startRunbooks(options);
    const second = await startRunbooks(options);
    expect((await second.list()).runbooks).toEqual([]);
    await Promise.all([first.index(), second.index()]);
    expect((await second.list()).runbooks).toMatchObject([
      { id: `${ORDER}#a`, pages: [{ title: 'A drill' }] },
    ]);
    await Promise.all([first.stop(), second.stop()]);
    forge.reads.splice(0);
    const third = await startRunbooks(options);
    expect((await third.list()).runbooks).toHaveLength(1);
    await third.index();
    expect(forge.reads).toEqual([`=${URL}`]);
    await third.stop();
  });
});
