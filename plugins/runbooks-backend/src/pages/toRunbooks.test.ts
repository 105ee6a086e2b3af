import { runbookSchema } from '@pilothouse/plugin-runbooks-common';
import { parsePage } from './parsePage';
import { toRunbooks, type StoredPage } from './toRunbooks';

const OPS = 'component:default/ops-runbooks';

function page(path: string, front: string, changedAt?: number): StoredPage {
  const text = `---\nrunbook: { ${front} }\n---\n# Title of ${path}\n`;
  const parsed = parsePage(path, text, 'default');
  if (!parsed) throw new Error(`${path} is no runbook`);
  return { record: parsed.record, changedAt };
}

describe('toRunbooks', () => {
  it('makes one row of the languages of a runbook', () => {
    const both = 'kind: incident, alerts: [A], severity: high, rto: PT30M';
    const [row, ...others] = toRunbooks(OPS, [
      page('zh/redis-full', both, Date.UTC(2026, 9, 12)),
      page('en/redis-full', both, Date.UTC(2026, 9, 1)),
    ]);
    expect(others).toEqual([]);
    expect(runbookSchema.parse(row)).toEqual({
      id: 'component:default/ops-runbooks#redis-full',
      entityRef: OPS,
      pages: [
        {
          language: 'en',
          title: 'Title of en/redis-full',
          path: 'en/redis-full',
          url: '/docs/default/component/ops-runbooks/en/redis-full',
        },
        {
          language: 'zh',
          title: 'Title of zh/redis-full',
          path: 'zh/redis-full',
          url: '/docs/default/component/ops-runbooks/zh/redis-full',
        },
      ],
      kind: 'incident',
      severity: 'high',
      alerts: ['A'],
      services: [OPS],
      changedAt: '2026-10-12T00:00:00.000Z',
      rto: 'PT30M',
      faults: [],
    });
  });

  it('pairs pages of different names by their id', () => {
    const rows = toRunbooks(OPS, [
      page('en/redis-full', 'kind: incident, id: redis'),
      page('zh/neicun', 'kind: incident, id: redis'),
      page('zh/other', 'kind: incident'),
    ]);
    expect(rows.map(({ id, pages }) => [id, pages.length])).toEqual([
      [`${OPS}#redis`, 2],
      [`${OPS}#other`, 1],
    ]);
  });

  it('says when the languages say different things', () => {
    const [row] = toRunbooks(OPS, [
      page('en/a', 'kind: incident, alerts: [A], rto: PT5M'),
      page('zh/a', 'kind: drill, alerts: [A, B], services: [x]'),
    ]);
    expect(row).toMatchObject({ kind: 'incident', alerts: ['A', 'B'] });
    expect(
      row.faults.map(({ code, field, path }) => [code, field, path]),
    ).toEqual([
      ['differs', 'kind', 'zh/a'],
      ['differs', 'rto', 'zh/a'],
      ['differs', 'alerts', 'zh/a'],
      ['differs', 'services', 'zh/a'],
    ]);
  });

  it('loses no page to another of the same id', () => {
    const rows = toRunbooks(OPS, [
      page('en/a', 'kind: incident, id: same'),
      page('en/b', 'kind: drill, id: same'),
    ]);
    expect(rows.map(({ id, kind }) => [id, kind])).toEqual([
      [`${OPS}#same`, 'incident'],
      [`${OPS}#same@en/b`, 'drill'],
    ]);
    expect(rows[1].faults).toMatchObject([{ code: 'taken', path: 'en/b' }]);
  });

  it.each([
    ['reviewEvery: P90D, reviewed: 2026-10-12', '2027-01-10'],
    ['reviewEvery: P2W, reviewed: 2026-10-12', '2026-10-26'],
    ['reviewEvery: P6M, reviewed: 2026-08-31', '2027-02-28'],
    // The last change, where nobody has said when it was reviewed.
    ['reviewEvery: P1D', '2026-01-02'],
    ['reviewed: 2026-10-12', undefined],
  ])('knows when %s is due', (front, due) => {
    const stored = page('a', `kind: drill, ${front}`, Date.UTC(2026, 0, 1));
    expect(toRunbooks(OPS, [stored])[0].reviewDue).toBe(due);
  });

  it('leads to where TechDocs shows the page', () => {
    const urls = ['index', 'runbook', 'en/index', 'a b/ü?#'].map(
      path =>
        toRunbooks('component:default/order-api', [
          page(path, 'kind: drill'),
        ])[0].pages[0].url,
    );
    expect(urls).toEqual([
      '/docs/default/component/order-api',
      '/docs/default/component/order-api/runbook',
      '/docs/default/component/order-api/en',
      '/docs/default/component/order-api/a%20b/%C3%BC%3F%23',
    ]);
  });
});
