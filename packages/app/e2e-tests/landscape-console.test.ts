import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

const consoleUrl =
  process.env.PILOTHOUSE_LANDSCAPE_URL ?? 'http://127.0.0.1:7100';

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

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the console is accessible and speaks Chinese, ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(consoleUrl);
    await expect(page.getByText('order-api').first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);

    await page.getByRole('button', { name: '简体中文' }).click();
    await expect(page.getByRole('heading', { name: '集群' })).toBeVisible();
  });
}
