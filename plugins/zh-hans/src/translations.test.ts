import { problemsOf } from './__testUtils__/problemsOf';
import { findStockRefs, type StockRef } from './__testUtils__/stockRefs';
import { stockTranslations } from './stock';

/** English words that mean different things in different places. */
const HOMONYMS = ['email', 'filters', 'next', 'no records to display', 'view'];

/** Compiling every stock plugin for the first time is slow. */
const SCAN_TIMEOUT_MS = 300_000;

interface Translated {
  ref: StockRef;
  chinese: { readonly [key in string]: string };
}

let refs: StockRef[] = [];
let translated: Translated[] = [];

beforeAll(async () => {
  refs = await findStockRefs();
  translated = await Promise.all(
    refs.map(async ref => {
      const stock = stockTranslations.find(({ id }) => id === ref.id);
      return { ref, chinese: stock ? (await stock.load()).default : {} };
    }),
  );
}, SCAN_TIMEOUT_MS);

describe('the translations', () => {
  it('are for the translation refs that the installed stock plugins export', () => {
    expect(stockTranslations.map(({ id }) => id).sort()).toEqual(
      refs.map(({ id }) => id).sort(),
    );
  });

  it('have every message of every ref, and no others', () => {
    expect(
      keysOf(translated.map(it => ({ ...it, messages: it.chinese }))),
    ).toEqual(keysOf(refs.map(ref => ({ ref, messages: ref.messages }))));
  });

  it('keep to the rules of the README', () => {
    const problems = translated.flatMap(({ ref, chinese }) =>
      Object.entries(ref.messages).flatMap(([key, english]) =>
        problemsOf(english, chinese[key] ?? '').map(
          problem => `${ref.id} ${key}: '${chinese[key]}' ${problem}`,
        ),
      ),
    );
    expect(problems).toEqual([]);
  });

  it('say the same thing in the same words everywhere', () => {
    const wordings = new Map<string, Set<string>>();
    for (const { ref, chinese } of translated) {
      for (const [key, message] of Object.entries(ref.messages)) {
        const english = message.toLowerCase();
        const known = wordings.get(english) ?? new Set();
        wordings.set(english, known.add(chinese[key]));
      }
    }
    const different = [...wordings]
      .filter(([, chinese]) => chinese.size > 1)
      .map(([english]) => english);
    expect(different.sort()).toEqual(HOMONYMS);
  });
});

describe('problemsOf', () => {
  it.each([
    ['{{count}} pods', '{{count}} 个 Pod'],
    ['Delete Pod', '删除 Pod'],
    [
      'Read [the `docs`](https://backstage.io/docs).',
      '请阅读[文档](https://backstage.io/docs)。',
    ],
    ['See {{link}}.', '请看{{link}}。'],
    ['https://backstage.io', 'https://backstage.io'],
  ])('finds nothing wrong with %s as %s', (english, chinese) => {
    expect(problemsOf(english, chinese)).toEqual([]);
  });

  it.each([
    ['{{count}} pods', '{{ count }} 个 Pod', 'placeholders'],
    ['{from} of {count}', '共 {count} 条', 'placeholders'],
    ['One\nTwo', '一二', 'number of lines'],
    ['Owner', 'Owner', "leaves 'Owner' in English"],
    ['Owner', '', 'is empty'],
    ['Error: {{message}}', '错误:{{message}}', 'half-width'],
    ['Pods (all)', 'Pod (全部)', 'half-width'],
    ['Delete Pod', '删除Pod', 'needs a space'],
    ['{{count}} pods', '{{count}}个 Pod', 'needs a space'],
    ['Name: {{name}}', '名称： {{name}}', 'has a space'],
    ['Delete', '删除。', 'no sentence'],
    ['Sign in', '登陆', '登录'],
  ])('finds what is wrong with %s as %s', (english, chinese, problem) => {
    expect(problemsOf(english, chinese).join()).toContain(problem);
  });
});

function keysOf(
  all: { ref: StockRef; messages: { readonly [key in string]: string } }[],
): string[] {
  return all
    .flatMap(({ ref, messages }) =>
      Object.keys(messages).map(key => `${ref.id} ${key}`),
    )
    .sort();
}
