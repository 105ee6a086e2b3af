import { expect, test } from '@playwright/test';
import { CONTENT, expectAccessible } from './accessible';
import {
  landscapeClusters,
  openDeployTab,
  rowOf,
  type Hands,
} from './clusters';
import { openAs } from './signing-in';

const LANGUAGES = [
  { language: 'en', healthy: 'Healthy', events: 'Events' },
  { language: 'zh', healthy: '健康', events: '事件' },
];

/** One that nobody breaks meanwhile, and on which nobody else changes the service. */
const CLUSTER = 'dev';

async function handsOn(name: string): Promise<Hands> {
  const clusters = await landscapeClusters();
  return clusters.hands(name);
}

for (const { language, healthy, events } of LANGUAGES) {
  test(`the tab follows set image, scale and rollout undo, in ${language}`, async ({
    page,
  }) => {
    await openDeployTab(page, language);
    const row = rowOf(page, CLUSTER);
    await expect(row).toContainText(healthy);
    await row.click();
    await page.getByRole('tab', { name: events }).click();
    const hands = await handsOn(CLUSTER);

    await hands.setImage('1.6.1');
    await expect(row).toContainText('1.6.1');
    await hands.scale(3);
    await expect(row).toContainText('3 / 3');
    await hands.undo();
    await expect(row).not.toContainText('1.6.1');
    // One pod after the other gets ready, some seconds each.
    await expect(row).toContainText(healthy, { timeout: 90_000 });

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
    await expectAccessible(page, CONTENT);
  });
}

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
