import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { rowOf } from './clusters';
import { backendAs } from './signing-in';
import {
  confirmName,
  openService,
  rolloutPanel,
  startRollout,
  WORDS,
  type Language,
} from './rollouts';

/** Pods of the landscape take up to six seconds each to get ready. */
test.describe.configure({ mode: 'parallel', timeout: 180_000 });

const QUICK = { stepInterval: '2s', bake: '3s' };
const MOVING = { timeout: 120_000 };

/** A service each, so that they can run side by side. */
const STORIES: { language: Language; good: string; bad: string }[] = [
  { language: 'en', good: 'coupon-api', bad: 'order-web' },
  { language: 'zh', good: 'cart-api', bad: 'order-api' },
];

for (const { language, good, bad } of STORIES) {
  const words = WORDS[language];

  test(`a good canary goes to its end by itself, live for others, in ${language}`, async ({
    page,
    browser,
  }) => {
    const version = good === 'cart-api' ? '1.9.0' : '0.10.0';
    await openService(page, '王芳', good, language);
    const other = await browser.newPage();
    await openService(other, '李伟', good, language);
    await rowOf(other, 'dev').click();
    await startRollout(page, {
      service: good,
      environment: 'dev',
      version,
      language,
      ...QUICK,
    });
    for (const screen of [page, other]) {
      const panel = rolloutPanel(screen, language);
      await expect(panel).toContainText('ORD-812', MOVING);
      await expect(panel).toContainText(words.succeeded, MOVING);
      await expect(rowOf(screen, 'dev')).toContainText(version);
      await expect(rowOf(screen, 'dev')).toContainText(words.healthy);
    }
    const { violations } = await new AxeBuilder({ page })
      .include('#pilothouse-content')
      .analyze();
    expect(violations).toEqual([]);
    await other.close();
  });

  test(`a canary that crashes aborts by itself, and the release never suffers, in ${language}`, async ({
    page,
  }) => {
    const crashing = bad === 'order-api' ? '1.4.2-crash' : '2.9.1-crash';
    await openService(page, '王芳', bad, language);
    const row = rowOf(page, 'dev');
    await row.click();
    const version = await row.getByText(/^\d+\.\d+\.\d+/).innerText();
    await startRollout(page, {
      service: bad,
      environment: 'dev',
      version: crashing,
      language,
      ...QUICK,
    });
    const panel = rolloutPanel(page, language);
    await expect(panel).toContainText(crashing);
    await expect(panel).toContainText(words.aborted, MOVING);
    await expect(row).not.toContainText('×');
    await expect(row).toContainText(version);
    await expect(row).toContainText(words.healthy);
  });
}

test('approval is somebody else’s, a stop of the line holds, and two clusters follow in order', async ({
  page,
  browser,
}) => {
  const words = WORDS.en;
  const service = 'stock-rpc';
  await openService(page, '郭涛', service, 'en');
  await startRollout(page, {
    service,
    environment: 'prod',
    version: '5.2.0',
    language: 'en',
    stepInterval: '2s',
    bake: '3s',
    soak: '2s',
    override: 'a drill',
    isProtected: true,
  });
  const panel = rolloutPanel(page, 'en');
  const approve = panel.getByRole('button', { name: words.approve });
  await expect(panel).toContainText('Waits for', MOVING);
  // The author may not.
  await expect(approve).toHaveAttribute('aria-disabled', 'true');

  const approver = await browser.newPage();
  await openService(approver, '李伟', service, 'en');
  const others = rolloutPanel(approver, 'en');
  await others.getByRole('button', { name: words.approve }).click();
  await confirmName(approver, service);
  await approver
    .getByRole('dialog')
    .getByRole('button', { name: words.approve })
    .click();
  await expect(panel).toContainText(words.succeeded, MOVING);
  for (const cluster of ['prod-beijing', 'prod-shanghai']) {
    await expect(rowOf(page, cluster)).toContainText('5.2.0');
  }
  await approver.close();
});

test('a stop of the line holds a rollout, and an abort passes', async ({
  page,
  browser,
}) => {
  const words = WORDS.en;
  // Nothing else is changed by these tests on this environment.
  const environment = 'staging';
  await openService(page, '王芳', 'coupon-api', 'en');
  await startRollout(page, {
    service: 'coupon-api',
    environment,
    version: '0.10.0',
    language: 'en',
    stepInterval: '5s',
    bake: '5s',
  });
  const panel = rolloutPanel(page, 'en');
  await expect(panel).toContainText('ORD-812', MOVING);

  const ops = await browser.newPage();
  const { url, headers } = await backendAs(ops, '郭涛');
  const freezes = `${url}/api/release/v1/freezes`;
  const stopped = await ops.request.post(freezes, {
    headers,
    data: {
      kind: 'stop',
      scope: { environments: [environment] },
      reason: 'the festival',
    },
  });
  const { id } = await stopped.json();
  await expect(panel).toContainText('the festival', MOVING);

  await panel.getByRole('button', { name: words.abort }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill('not today');
  await dialog.getByRole('button', { name: words.abort }).click();
  await expect(panel).toContainText(words.aborted, MOVING);

  const ended = await ops.request.post(`${freezes}/${id}/end`, {
    headers,
    data: { reason: 'it is over' },
  });
  expect(ended.ok()).toBe(true);
  await ops.close();
});

test('a revision comes back: planned, confirmed, and in the ledger', async ({
  page,
}) => {
  await openService(page, '李伟', 'cart-api', 'en');
  const row = rowOf(page, 'prod-shanghai');
  await row.click();
  const release = row.getByText(/^\d+\.\d+\.\d+/).first();
  const before = await release.innerText();
  await page.getByRole('tab', { name: 'Revisions' }).click();
  await page
    .getByRole('button', { name: /^Roll back to revision/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill('ORD-813');
  await confirmName(page, 'cart-api');
  await dialog.getByRole('button', { name: 'Roll back', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(release).not.toHaveText(before, MOVING);
  await expect(page.getByText('ORD-813').first()).toBeVisible();
});

test('another team can look, and start nothing', async ({ page }) => {
  await openService(page, '陈静', 'order-web', 'en');
  const open = page.getByRole('button', { name: WORDS.en.open });
  await expect(open).toHaveAttribute('aria-disabled', 'true');
});
