import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What of a page is of Pilothouse's own plugins. */
export const CONTENT = '#pilothouse-content';

/** As far as axe can tell: the page, or a part of it. */
export async function expectAccessible(page: Page, part?: string) {
  const axe = new AxeBuilder({ page });
  const { violations } = await (part ? axe.include(part) : axe).analyze();
  expect(violations).toEqual([]);
}
