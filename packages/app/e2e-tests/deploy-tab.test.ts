import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import {
  landscapeClusters,
  openDeployTab,
  rowOf,
  type Hands,
} from './clusters';
import { openAs } from './signing-in';

/** One cluster each, so that they can run side by side. */
const LANGUAGES = [
  { language: 'en', cluster: 'dev', healthy: 'Healthy', events: 'Events' },
  { language: 'zh', cluster: 'test', healthy: '健康', events: '事件' },
];

async function handsOn(name: string): Promise<Hands> {
  const clusters = await landscapeClusters();
  return clusters.hands(name);
}

for (const { language, cluster, healthy, events } of LANGUAGES) {
  test(`the tab follows set image, scale and rollout undo, in ${language}`, async ({
    page,
  }) => {
    await openDeployTab(page, language);
    const row = rowOf(page, cluster);
    await expect(row).toContainText(healthy);
    await row.click();
    await page.getByRole('tab', { name: events }).click();
    const hands = await handsOn(cluster);

    await hands.setImage('1.6.1');
    await expect(row).toContainText('1.6.1');
    await hands.scale(3);
    await expect(row).toContainText('3 / 3');
    await hands.undo();
    await expect(row).not.toContainText('1.6.1');
    // One pod after the other gets ready, some seconds each.
    await expect(row).toContainText(healthy, { timeout: 40_000 });

    // What was opened stays open through all of it.
    await expect(row).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('tab', { name: events })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  });

  test(`the tab and its logs are accessible, in ${language}`, async ({
    page,
  }) => {
    await openDeployTab(page, language);
    const row = rowOf(page, 'prod-beijing');
    await expect(row).toContainText('1.4.0');
    await row.click();
    await page
      .getByRole('button', { name: /^Logs of |的日志$/ })
      .first()
      .click();
    await expect(page.getByRole('log')).toContainText('INFO');
    const { violations } = await new AxeBuilder({ page })
      .include('#pilothouse-content')
      .analyze();
    expect(violations).toEqual([]);
  });
}

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

test('who may see it: the owner and ops, but no stranger to a restricted system', async ({
  browser,
}) => {
  const restricted = '/catalog/default/component/payment-api/deploy';
  for (const [person, shown] of [
    ['陈静', true],
    ['郭涛', true],
    ['李伟', false],
    ['唐怡', false],
  ] as const) {
    const page = await browser.newPage();
    await openAs(page, person, restricted);
    await expect(
      shown ? rowOf(page, 'prod-beijing') : page.getByText('Entity not found'),
    ).toBeVisible();
    await page.close();
  }
});
