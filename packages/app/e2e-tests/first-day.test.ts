import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessible';
import { openAs } from './signing-in';

test('a developer signs in and finds the own services, their docs and the team', async ({
  page,
}) => {
  await openAs(page, '李伟', '/');

  const owned = page.getByRole('region', { name: 'My services' });
  await expect(owned.getByRole('row', { name: /order-api/ })).toBeVisible();
  await expect(owned.getByRole('row', { name: /payment-api/ })).toBeHidden();

  await page.goto('/catalog/default/component/order-api');
  await expect(page.getByRole('heading', { name: 'order-api' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'stock-rpc' })).toBeVisible();

  // Built by mkdocs on the first visit.
  const tabs = page.getByRole('navigation', { name: 'order-api' });
  await tabs.getByRole('link', { name: 'Docs' }).click();
  await expect(
    page.getByRole('link', { name: 'Runbook 运维手册' }).first(),
  ).toBeVisible({ timeout: 90_000 });

  await page.goto('/catalog/default/group/team-order');
  await expect(page.getByRole('link', { name: '王芳' }).first()).toBeVisible();
});

test('the language is switched once and stays', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: '中文' }).click();
  await expect(
    page.getByRole('heading', { name: '今天以谁的身份登录？' }),
  ).toBeVisible();
  await page.getByRole('button', { name: '唐怡' }).click();

  const nav = page.getByRole('navigation', { name: '主导航' });
  await expect(nav.getByRole('link', { name: '软件目录' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');

  await page.reload();
  await expect(nav.getByRole('link', { name: '唐怡' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the sign-in page and the navigation are accessible, ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('/');
    await expect(page.getByRole('button', { name: '王芳' })).toBeVisible();
    await expectAccessible(page);

    await openAs(page, '王芳', '/');
    await expectAccessible(page, 'nav');
  });
}

test('keyboard alone leads in and through', async ({ page }) => {
  await page.goto('/');
  const person = page.getByRole('button', { name: '郭涛' });
  await expect(person).toBeVisible();
  await person.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();

  await page.keyboard.press('Tab');
  await expect(
    page.getByRole('link', { name: 'Skip to content' }),
  ).toBeFocused();
});
