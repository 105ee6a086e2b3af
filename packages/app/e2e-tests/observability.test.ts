import { expect, test } from '@playwright/test';
import { CONTENT, expectAccessible } from './accessible';
import { rowOf } from './clusters';
import { openInKibana, tickFirstSteps } from './observability';
import {
  openService,
  rolloutPanel,
  startRollout,
  WORDS,
  type Language,
} from './rollouts';
import { backendAs, openAs } from './signing-in';

/** Agents report once a minute, and evidence takes some of them. */
test.describe.configure({ mode: 'parallel', timeout: 900_000 });

const MINUTES = { timeout: 480_000 };
/** Documentation is built when it is first opened. */
const BUILT = { timeout: 120_000 };

/** What the screens say, by language. */
const SAID = {
  en: {
    sides: 'Release and canary',
    degraded: 'Degraded',
    cause: 'Evidence failed: Success rate (skywalking)',
    failedTraces: 'Failed traces of the canary',
    traceList: 'Traces',
    linesOf: /^Log lines of trace /,
    openInKibana: 'Open in Kibana',
    lines: 'Lines',
    runbook: 'A canary was aborted',
    about: 'About this runbook',
    steps: 'Steps done',
  },
  zh: {
    sides: '正式版与金丝雀',
    degraded: '异常',
    cause: '证据未通过：成功率（skywalking）',
    failedTraces: '金丝雀的出错链路',
    traceList: '链路',
    linesOf: /^链路 .+ 的日志$/,
    openInKibana: '在 Kibana 中打开',
    lines: '日志行',
    runbook: '金丝雀被中止',
    about: '关于本手册',
    steps: '已完成的步骤',
  },
};

/** A bad image each, that the landscape's registry has. */
const STORIES: { language: Language; service: string; bad: string }[] = [
  { language: 'en', service: 'product-api', bad: '5.9.1-errors' },
  { language: 'zh', service: 'cart-api', bad: '1.8.1-errors' },
];

for (const { language, service, bad } of STORIES) {
  const said = SAID[language];
  const words = WORDS[language];
  const entity = `/catalog/default/component/${service}`;

  test(`a canary that fails is seen, stopped, understood and worked through, in ${language} @evidence`, async ({
    page,
    browser,
  }) => {
    const overview = await browser.newPage();
    await openAs(overview, '李伟', entity, language);
    await openService(page, '郭涛', service, language);
    await rowOf(page, 'prod-beijing').click();
    await startRollout(page, {
      service,
      environment: 'prod',
      version: bad,
      language,
      // So long that nothing but evidence ends it.
      stepInterval: '30m',
      override: 'ORD-812',
      isProtected: true,
    });

    const panel = rolloutPanel(page, language);
    // Of an earlier try of this story there may be one that was aborted.
    await expect(panel).not.toContainText(words.aborted);

    await test.step('the card turns red for the canary only', async () => {
      const sides = overview.getByRole('table', { name: said.sides });
      const canary = sides.locator('tr[data-role=canary]');
      // With much traffic it is stopped before the card asks again: it is shown for some minutes more.
      await expect(canary).toContainText(said.degraded, MINUTES);
      await expect(sides.locator('tr[data-role=release]')).toContainText(
        words.healthy,
      );
    });

    await test.step('the rollout aborts by evidence, and says which', async () => {
      await expect(panel).toContainText(words.aborted, MINUTES);
      await expect(panel).toContainText(said.cause);
      const row = rowOf(page, 'prod-beijing');
      await expect(row).toContainText(words.healthy);
      await expect(row).not.toContainText('×');
    });

    await test.step('its failed traces are one click away', async () => {
      await panel.getByRole('link', { name: said.failedTraces }).click();
      const rows = page
        .getByRole('table', { name: said.traceList })
        .locator('tbody tr');
      // A SkyWalking that was too slow is asked again.
      await expect(rows.first()).toContainText('canary-', { timeout: 120_000 });
      for (const row of await rows.all()) {
        await expect(row).toContainText('canary-');
      }
      await expectAccessible(page, CONTENT);
    });

    const lines = page
      .getByRole('region', { name: said.lines, exact: true })
      .getByRole('listitem');
    const traceId = await test.step('and from a trace its lines', async () => {
      await page.getByRole('link', { name: said.linesOf }).first().click();
      await expect(page).toHaveURL(/\/logs\?.*traceId=/);
      const id = new URL(page.url()).searchParams.get('traceId') ?? '';
      expect(id).not.toBe('');
      await expect(lines.first()).toBeVisible();
      await expectAccessible(page, CONTENT);
      return id;
    });

    await test.step('Kibana opens with the same filter, and has the same lines', async () => {
      const kibana = await openInKibana(page, said.openInKibana);
      await expect(kibana.locator('dd', { hasText: traceId })).toBeVisible();
      await expect(
        kibana.locator('dd', { hasText: `${service}-` }),
      ).toBeVisible();
      await expect(kibana.locator('tbody tr')).toHaveCount(await lines.count());
      await kibana.close();
    });

    await test.step('the runbook for the alert opens, and its steps are ticked', async () => {
      const entityRef = `component:default/${service}`;
      await page.goto('/runbooks');
      await expect(page.getByRole('row').nth(8)).toBeVisible();
      await expectAccessible(page, CONTENT);
      await page.goto(
        `/runbooks/for-alert/CanaryAborted?${new URLSearchParams({
          entity: entityRef,
        })}`,
      );
      await expect(
        page.getByRole('heading', { name: said.runbook, level: 1 }).first(),
      ).toBeVisible(BUILT);
      await expect(
        page.getByRole('region', { name: said.about }),
      ).toBeVisible();
      await tickFirstSteps(page, said.steps);
    });
    await overview.close();
  });
}

test('a stranger sees nothing of it @evidence', async ({ page }) => {
  const service = 'payment-api';
  const entityRef = `component:default/${service}`;
  const { url, headers } = await backendAs(page, '唐怡');
  for (const tab of ['', '/deploy', '/traces', '/logs', '/runbooks']) {
    await page.goto(`/catalog/default/component/${service}${tab}`);
    await expect(page.getByText('Entity not found').first()).toBeVisible();
  }
  const query = new URLSearchParams({ entityRef, environment: 'prod' });
  for (const path of ['health', 'instances', 'endpoints', 'traces']) {
    const answer = await page.request.get(
      `${url}/api/skywalking/v1/${path}?${query}`,
      { headers },
    );
    expect(answer.status()).toBe(404);
    expect(await answer.text()).not.toContain('payment-api-');
  }
  for (const [path, data] of [
    ['logs/v1/search', { entityRef, environment: 'prod' }],
    ['links/v1/links', { entityRef }],
  ] as const) {
    const answer = await page.request.post(`${url}/api/${path}`, {
      headers,
      data,
    });
    expect(answer.status()).toBe(404);
  }
  const found = await page.request.get(`${url}/api/runbooks/v1/runbooks`, {
    headers,
  });
  expect(found.ok()).toBe(true);
  expect(await found.text()).toContain('canary-aborted');
  expect(await found.text()).not.toContain(service);
});
