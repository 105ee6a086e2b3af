import { mockServices } from '@backstage/backend-test-utils';
import { documents } from './company';
import { startSearch, TestSearch } from './startSearch';

/** What search has to find, whichever engine is behind it. */
export function describeEngine(
  name: string,
  database: () => Promise<object | undefined>,
): void {
  describe(name, () => {
    let search: TestSearch;

    beforeAll(async () => {
      search = await startSearch(documents, { database: await database() });
      await search.index();
    });
    afterAll(() => search?.stop());

    it.each([
      // A pair, wherever it stands in a run; the second one across the end of a line.
      ['内存', ['排查内存泄漏', '容量', 'payment-gateway']],
      // A longer run is found as a whole only, and not where its pairs are missing.
      ['内存泄漏', ['排查内存泄漏']],
      ['内存不足', []],
      ['存三份', ['容量']],
      // 国内的节点要存三份数据: 内…存, but not 内存.
      ['内三', []],
      // One character: within a run and at its end.
      ['泄', ['排查内存泄漏']],
      ['漏', ['排查内存泄漏']],
      ['账', ['payment-gateway']],
      // Several runs: all of them.
      ['内存 磁盘', ['容量']],
      ['「内存」，磁盘！', ['容量']],
      ['内存 订单', []],
      // Words next to Chinese, in either width, whatever their case.
      ['api', ['容量', 'order-api']],
      ['ＭｙＳＱＬ', ['order-api']],
      ['redis缓存', ['order-api']],
      ['4核8G内存', ['容量']],
      // Beyond the basic plane, Japanese in half-width, Korean.
      ['𠮷野家', ['容量']],
      ['メモリ', ['値段']],
      ['문서', ['値段']],
      // Fields other than title and text.
      ['核心链路', ['order-api']],
      // English as in the stock engine: stems and prefixes.
      ['order run', ['notifier']],
      ['warehous', ['notifier']],
    ])('finds by %s: %j', async (term, titles) => {
      const found = await search.titles(term);
      expect(found).toEqual(expect.arrayContaining(titles));
      // In memory, the words of a query only order what is found.
      const foreign = found.filter(title => !titles.includes(title));
      expect(foreign).toEqual(isChinese(term) ? [] : foreign);
    });

    it('puts a match in the title first', async () => {
      const { results } = await search.query({
        term: '内存',
        'types[0]': 'techdocs',
      });
      expect(results.map(({ document }) => document.title)).toEqual([
        '排查内存泄漏',
        '容量',
      ]);
    });

    it('does not take two Chinese characters for a word of two letters', async () => {
      const found = await search.titles('zq');
      expect(found).not.toContain('値段');
      expect(found).not.toContain('排查内存泄漏');
    });

    it('shows the documents as they are, with every match marked', async () => {
      const { results } = await search.query({ term: '内存泄漏' });
      expect(results).toHaveLength(1);
      const [{ document, highlight }] = results;
      const { authorization, ...shown } = documents.techdocs[0];
      expect(document).toEqual(shown);
      const { preTag, postTag, fields } = highlight ?? fail('no highlight');
      expect(fields.title).toBe(`排查${preTag}内存泄漏${postTag}`);
      expect(fields.text).toContain(`再看${preTag}内存泄漏${postTag}的报告。`);
      expect(JSON.stringify(results)).not.toMatch(/cjkTerms|\\u0001/);
    });

    it('marks within lines, and words beside Chinese ones', async () => {
      const { results } = await search.query({ term: '内存 api' });
      const { highlight } =
        results.find(({ document }) => document.title === '容量') ??
        fail('not found');
      const { preTag, postTag, fields } = highlight ?? fail('no highlight');
      expect(fields.text.replaceAll(preTag, '[').replaceAll(postTag, ']')).toBe(
        '国内的节点要存三份数据。[ＡＰＩ]网关需要4核8G[内]\n[存]，磁盘另算。𠮷野家也在用。',
      );
    });

    it('filters by type and by fields, Chinese ones too', async () => {
      const byType = await search.query({
        term: '内存',
        'types[0]': 'software-catalog',
      });
      expect(byType.results.map(({ document }) => document.title)).toEqual([
        'payment-gateway',
      ]);
      const byOwner = await search.query({
        term: '',
        'filters[owner]': '支付组',
      });
      expect(byOwner.results.map(({ document }) => document.title)).toEqual([
        'payment-gateway',
      ]);
    });

    it('pages through what it finds', async () => {
      const first = await search.query({ term: '内存', pageLimit: '2' });
      expect(first.results).toHaveLength(2);
      const second = await search.query({
        term: '内存',
        pageLimit: '2',
        pageCursor: first.nextPageCursor ?? fail('no second page'),
      });
      expect(second.results).toHaveLength(1);
      expect(second.nextPageCursor).toBeUndefined();
    });

    it.each([
      '',
      '。！？',
      '"内存',
      "内存'",
      '内存:* & !',
      '\\内存\\',
      '😀',
      '(内',
    ])('answers %j, whatever it means', async term => {
      const { results } = await search.query({ term });
      expect(results.length).toBeGreaterThan(0);
    });

    it('follows what is changed and taken away', async () => {
      const notes = [
        { title: '一', text: '旧的内容', location: '/1' },
        { title: '二', text: '别的', location: '/2' },
      ];
      const changing = await startSearch(
        { notes },
        { database: await database() },
      );
      try {
        await changing.index();
        expect(await changing.titles('内容')).toEqual(['一']);
        notes.splice(0, 1, { title: '三', text: '新的内容', location: '/3' });
        await changing.index();
        expect(await changing.titles('内容')).toEqual(['三']);
        expect(await changing.titles('旧的')).toEqual([]);
      } finally {
        await changing.stop();
      }
    });

    it('leaves it to the permissions who sees what', async () => {
      const permissions = mockServices.permissions.mock({
        authorizeConditional: async requests =>
          requests.map(() => ({
            result: 'CONDITIONAL',
            pluginId: 'catalog',
            resourceType: 'catalog-entity',
            conditions: {
              rule: 'IS_ENTITY_OWNER',
              resourceType: 'catalog-entity',
              params: {},
            },
          })),
        authorize: async requests =>
          requests.map(asked => ({
            result:
              'resourceRef' in asked &&
              asked.resourceRef === 'component:default/payment-gateway'
                ? 'DENY'
                : 'ALLOW',
          })),
      });
      const guarded = await startSearch(documents, {
        database: await database(),
        config: { permission: { enabled: true } },
        features: [permissions.factory],
      });
      try {
        await guarded.index();
        expect((await guarded.titles('内存')).sort()).toEqual([
          '容量',
          '排查内存泄漏',
        ]);
        expect(permissions.authorize).toHaveBeenCalled();
      } finally {
        await guarded.stop();
      }
    });
  });
}

function isChinese(term: string): boolean {
  return /\P{ASCII}/u.test(term);
}

function fail(message: string): never {
  throw new Error(message);
}
