import { expect, type Page } from '@playwright/test';

/** Opens a page of the portal as one of the landscape's people. */
export async function openAs(page: Page, person: string, path: string) {
  await page.goto(path);
  await page.getByRole('button', { name: person }).click();
  await expect(
    page.getByRole('navigation', { name: /^(Main|主导航)$/ }),
  ).toBeVisible();
}
