import { expect, test } from '@playwright/test';
import { openAs } from './signing-in';

const PAYMENT = '/catalog/default/component/payment-api';

for (const person of ['陈静', '郭涛']) {
  test(`${person} sees the restricted system`, async ({ page }) => {
    await openAs(page, person, PAYMENT);
    await expect(
      page.getByRole('heading', { name: 'payment-api' }).first(),
    ).toBeVisible();
  });
}

for (const person of ['李伟', '唐怡']) {
  test(`${person} does not see the restricted system, nor finds it`, async ({
    page,
  }) => {
    await openAs(page, person, PAYMENT);
    await expect(page.getByText('Entity not found').first()).toBeVisible();

    await page.goto('/catalog?filters%5Buser%5D=all');
    const table = page.getByRole('table');
    await expect(table.getByRole('link', { name: 'order-api' })).toBeVisible();
    await expect(table.getByRole('link', { name: 'payment-api' })).toBeHidden();
  });
}
