import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible';

const consoleUrl =
  process.env.PILOTHOUSE_LANDSCAPE_URL ?? 'http://127.0.0.1:7100';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the console is accessible and speaks Chinese, ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(consoleUrl);
    await expect(page.getByText('order-api').first()).toBeVisible();
    await expectAccessible(page);

    await page.getByRole('button', { name: '简体中文' }).click();
    await expect(page.getByRole('heading', { name: '集群' })).toBeVisible();
  });
}
