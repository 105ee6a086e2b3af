import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  CONFIG_FINDINGS,
  LOG_ENDS,
  WORKLOAD_PROBLEMS,
  WORKLOAD_REASONS,
} from '@pilothouse/plugin-release-common';
import type { Message } from '@pilothouse/plugin-release-common';
import { screen } from '@testing-library/react';
import { inLanguage } from '../__testUtils__/inLanguage';
import { useWords } from './useWords';
import type { Words } from './useWords';

/** Something for every parameter that any code has. */
const PARAMS: Message['params'] = {
  pod: 'order-api-1',
  deployment: 'order-api',
  image: 'order-api:1.4.0',
  exitCode: 137,
  reason: 'OOMKilled',
  restarts: 7,
  message: 'exceeded quota',
  updated: 2,
  ready: 3,
  desired: 6,
  seconds: 38,
  verb: 'list',
  resource: 'pods',
  environment: 'prod',
  count: 2,
  cluster: 'prod-beijing',
  shown: 200,
  total: 300,
  service: 'order-api',
  budget: 'order-api',
  autoscaler: 'order-api',
};

/** Has the words said by the app itself, so that a missing translation is seen as readers would see it. */
async function wordsIn(language: 'en' | 'zh'): Promise<Words> {
  let words: Words | undefined;
  function Probe() {
    words = useWords();
    return <p>{words.duration(5)}</p>;
  }
  renderInTestApp(<Probe />, {
    config: inLanguage(language),
  });
  await screen.findByText(language === 'zh' ? '5 秒' : '5 s');
  if (!words) throw new Error('Nothing was rendered');
  return words;
}

const message = (code: string, params = PARAMS): Message => ({ code, params });

describe.each(['en', 'zh'] as const)('words in %s', language => {
  const FOREIGN = language === 'zh' ? /^[\x20-\x7e]*$/ : /[\u4e00-\u9fff]/;

  it('has some for every code', async () => {
    const words = await wordsIn(language);
    const said = [
      ...WORKLOAD_REASONS.map(code => [code, words.reason(message(code))]),
      ...CONFIG_FINDINGS.map(code => [code, words.finding(message(code))]),
      ...LOG_ENDS.map(code => [code, words.logEnd(message(code))]),
      ...WORKLOAD_PROBLEMS.flatMap(code => {
        const { title, hint = '' } = words.problem(message(code));
        return [
          [code, title],
          [code, hint],
        ];
      }),
    ];
    for (const [code, text] of said) {
      expect(text).not.toBe('');
      expect(text).not.toBe(code);
      expect(text).not.toMatch(FOREIGN);
      expect(text).not.toMatch(/\{\{|undefined|NaN/);
    }
  });

  it('lets unknown codes and missing parameters stand for themselves', async () => {
    const words = await wordsIn(language);
    const unknown = message('from-the-future');
    expect([
      words.reason(unknown),
      words.finding(unknown),
      words.logEnd(unknown),
      words.problem(unknown).title,
      words.reason(message('constructor')),
    ]).toEqual([...Array(4).fill('from-the-future'), 'constructor']);
    for (const code of WORKLOAD_REASONS) {
      const text = words.reason(message(code, {}));
      expect(text).not.toMatch(/\{\{|undefined|NaN|[:：]$/);
    }
  });
});

describe('words for reasons', () => {
  it('say how, and about what', async () => {
    const words = await wordsIn('en');
    const crash = message('crash-loop', {
      pod: 'order-api-1',
      exitCode: 1,
      reason: 'Error',
      restarts: 1,
    });
    expect(words.reason(crash)).toBe('Crash loop: exit 1');
    expect(words.subject(crash)).toBe('order-api-1 · 1 restart');
    expect(
      words.reason(message('cannot-start', { reason: 'SomethingNew' })),
    ).toBe('Cannot start: SomethingNew');
    expect(
      words.subject(message('image-pull', { pod: 'p', image: 'i:1' })),
    ).toBe('p · i:1');
  });

  it('quote clusters without reading them as templates', async () => {
    const words = await wordsIn('en');
    const evil = '$t(reason.paused) {{pod}} <b>';
    expect(words.reason(message('cannot-start', { reason: evil }))).toBe(
      `Cannot start: ${evil}`,
    );
  });
});
