import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible';
import { openAs } from './signing-in';

for (const { language, mine, all, home } of [
  { language: 'en', mine: 'My services', all: 'All', home: 'Needs you' },
  { language: 'zh', mine: '我的服务', all: '全部', home: '待你处理' },
]) {
  test(`home says what needs a person, and is accessible, in ${language}`, async ({
    page,
  }) => {
    await openAs(page, '李伟', '/', language);
    // Two clusters of prod run different releases of it.
    const needs = page.getByRole('region', { name: home });
    await expect(needs).toContainText('coupon-api');
    await expect(page.getByRole('region', { name: mine })).toContainText(
      'order-api',
    );
    await expectAccessible(page);
  });

  test(`the fleet shows mine, then all that I may see, in ${language}`, async ({
    page,
  }) => {
    await openAs(page, '李伟', '/deploy', language);
    const grid = page.getByRole('grid');
    await expect(grid.getByRole('row', { name: /stock-rpc/ })).toBeVisible();
    await expect(grid.getByRole('row', { name: /search-api/ })).toBeHidden();

    await page.getByRole('radio', { name: all, exact: true }).click();
    await expect(grid.getByRole('row', { name: /search-api/ })).toBeVisible();
    // Of the restricted system.
    await expect(grid.getByRole('row', { name: /payment-api/ })).toBeHidden();
    await expectAccessible(page);
  });
}
