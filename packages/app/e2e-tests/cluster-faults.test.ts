import { expect, test } from '@playwright/test';
import { landscapeClusters, openDeployTab, rowOf } from './clusters';
import {
  openOnlooker,
  openService,
  rolloutPanel,
  startRollout,
  WORDS,
} from './rollouts';

/** All that break clusters, one after the other: what one of them heals another might have broken. */
test.describe.configure({ mode: 'default' });

const consoleUrl =
  process.env.PILOTHOUSE_LANDSCAPE_URL ?? 'http://127.0.0.1:7100';
const MOVING = { timeout: 300_000 };

test('the console makes a cluster hang and well again', async ({ page }) => {
  await page.goto(consoleUrl);
  const row = page.getByRole('row', { name: /^test https/ });
  await expect(row.getByText('Healthy')).toBeVisible();

  await row.getByRole('combobox').selectOption('hang');
  await row.getByRole('button', { name: 'Apply' }).click();
  await expect(row.getByText('Healthy')).toBeHidden();

  await row.getByRole('combobox').selectOption('none');
  await row.getByRole('button', { name: 'Apply' }).click();
  await expect(row.getByText('Healthy')).toBeVisible();
});

test('a cluster that hangs costs its own row, and the others stay live', async ({
  page,
}) => {
  const clusters = await landscapeClusters();
  await openDeployTab(page, 'en');
  const dead = rowOf(page, 'prod-shanghai');
  await expect(dead).toContainText('1.4.0');
  try {
    await clusters.fault('prod-shanghai', 'hang');
    await expect(dead).toContainText('No answer for');
    // The last that was known is still there.
    await expect(dead).toContainText('1.4.0');
    await expect(page.getByText(/prod-shanghai unreachable/)).toBeVisible();

    const beijing = rowOf(page, 'prod-beijing');
    await clusters.hands('prod-beijing').scale(5);
    await expect(beijing).toContainText('5 / 5');
    await clusters.hands('prod-beijing').scale(6);
    await expect(beijing).toContainText('6 / 6');

    await clusters.fault('prod-shanghai', 'refuse');
    await expect(dead).toContainText('No answer for');
  } finally {
    await clusters.fault('prod-shanghai', 'none');
  }
  await expect(dead).not.toContainText('No answer for');
});

test('a cluster that dies in mid-step stops the clock, in both languages; the rollout goes on when it lives again', async ({
  page,
  browser,
}) => {
  test.setTimeout(400_000);
  const service = 'storefront-bff';
  const clusters = await landscapeClusters();
  await openService(page, '郭涛', service, 'en');
  const other = await openOnlooker(browser, {
    service,
    cluster: 'test',
    language: 'zh',
  });
  await startRollout(page, {
    service,
    environment: 'test',
    version: '3.17.2',
    language: 'en',
    stepInterval: '2s',
    bake: '20s',
  });
  const panel = rolloutPanel(page, 'en');
  // Of the bake, in which nothing is to be written.
  await expect(panel.locator('[aria-current="step"]')).toContainText(
    WORDS.en.bake,
    MOVING,
  );
  try {
    await clusters.fault('test', 'refuse');
    for (const [screen, language] of [
      [page, 'en'],
      [other, 'zh'],
    ] as const) {
      await expect(rolloutPanel(screen, language)).toContainText(
        WORDS[language].stands,
        MOVING,
      );
    }
    // It can be aborted all the same.
    await expect(
      panel.getByRole('button', { name: WORDS.en.abort }),
    ).not.toHaveAttribute('aria-disabled', 'true');
  } finally {
    await clusters.fault('test', 'none');
  }
  for (const [screen, language] of [
    [page, 'en'],
    [other, 'zh'],
  ] as const) {
    await expect(rolloutPanel(screen, language)).toContainText(
      WORDS[language].succeeded,
      MOVING,
    );
    await expect(rowOf(screen, 'test')).toContainText('3.17.2');
  }
  await other.close();
});
