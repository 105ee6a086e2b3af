import { expect, type Page } from '@playwright/test';

/** Opens a page of the portal as one of the landscape's people; in the browser's language unless told otherwise. */
export async function openAs(
  page: Page,
  person: string,
  path: string,
  language?: string,
) {
  if (language) {
    await page.addInitScript(
      chosen => localStorage.setItem('language', chosen),
      language,
    );
  }
  await page.goto(path);
  await page.getByRole('button', { name: person }).click();
  await expect(
    page.getByRole('navigation', { name: /^(Main|主导航)$/ }),
  ).toBeVisible();
}

/** Signs in, and gives where the backend is and by which header it knows the person: for asking without the screen. */
export async function backendAs(page: Page, person: string) {
  const asked = page.waitForRequest(
    request => request.headers().authorization?.startsWith('Bearer ') ?? false,
  );
  await openAs(page, person, '/catalog');
  const request = await asked;
  return {
    url: new URL(request.url()).origin,
    headers: { authorization: request.headers().authorization },
  };
}
