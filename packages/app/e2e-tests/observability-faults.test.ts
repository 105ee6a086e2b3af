import { expect, test } from '@playwright/test';
import { faultOf } from './clusters';
import { openAs } from './signing-in';

/** One fault after the other: what one of them heals another might have broken. */
test.describe.configure({ mode: 'default', timeout: 400_000 });

/** What of the overview tells that a card is well. */
const WELL = {
  deploy: '5.9.0',
  health: 'p99',
  errors: /errors? in the last hour|No errors in the last hour|最近 1 小时/,
};

/** What is said of each, in both languages, and which card is none the worse for it. */
const FAULTS = [
  {
    system: 'skywalking',
    mode: 'hang',
    says: {
      en: 'SkyWalking of prod does not answer',
      zh: 'prod 的 SkyWalking 没有响应',
    },
    unharmed: WELL.errors,
  },
  {
    system: 'skywalking',
    mode: 'no-service',
    says: {
      en: 'SkyWalking has no service product-api in prod',
      zh: 'prod 的 SkyWalking 中没有服务 product-api',
    },
    unharmed: WELL.errors,
  },
  {
    system: 'elasticsearch',
    mode: 'red',
    says: {
      en: /No shard of the log store \S+ answers/,
      zh: /日志存储 \S+ 没有可用的分片/,
    },
    unharmed: WELL.health,
  },
  {
    system: 'elasticsearch',
    mode: 'shards-failed',
    says: {
      en: /hards of the log store \S+ failed: lines are missing/,
      zh: /日志存储 \S+ .*分片.*失败/,
    },
    unharmed: WELL.health,
  },
  {
    system: 'elasticsearch',
    mode: 'forbidden',
    says: {
      en: /The log store \S+ does not let the portal read these lines/,
      zh: /日志存储 \S+ 不允许门户读取这些日志/,
    },
    unharmed: WELL.health,
  },
  {
    system: 'elasticsearch',
    mode: 'hang',
    says: {
      en: /The log store \S+ (did not answer in time|does not answer)/,
      zh: /日志存储 \S+ (响应超时|没有响应)/,
    },
    unharmed: WELL.health,
  },
] as const;

/** Answers are kept for half a minute: so long what was known is shown, with its time. */
const SOON = { timeout: 60_000 };

for (const [system, language] of [
  ['skywalking', 'zh'],
  ['elasticsearch', 'en'],
] as const) {
  test(`what ${system} suffers is said, and costs the rest of the page nothing, in ${language}`, async ({
    page,
  }) => {
    const path = '/catalog/default/component/product-api';
    await openAs(page, '郭涛', path, language);
    const shown = (text: string | RegExp) =>
      expect(page.getByText(text).first()).toBeVisible(SOON);
    for (const text of Object.values(WELL)) await shown(text);
    for (const each of FAULTS.filter(fault => fault.system === system)) {
      await test.step(each.mode, async () => {
        const fault = await faultOf(system, each.mode);
        try {
          await page.reload();
          await shown(each.says[language]);
          await shown(WELL.deploy);
          await shown(each.unharmed);
        } finally {
          await fault.end();
        }
      });
    }
    await page.reload();
    for (const text of Object.values(WELL)) await shown(text);
  });
}
