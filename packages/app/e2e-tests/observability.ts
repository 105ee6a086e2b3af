import { expect, type Page } from '@playwright/test';

/** Follows the link of the Logs tab into Kibana's stand-in, which reads it as Kibana would. */
export async function openInKibana(page: Page, name: string): Promise<Page> {
  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name }).first().click();
  const kibana = await opened;
  await expect(kibana.getByRole('heading', { level: 1 })).toContainText(
    'Kibana',
  );
  return kibana;
}

/** Ticks two steps of a runbook's checklist, and finds them ticked after the page was loaded again. */
export async function tickFirstSteps(page: Page, progressName: string) {
  const progress = page.getByRole('progressbar', { name: progressName });
  const boxes = page.locator('li.task-list-item input[type="checkbox"]');
  await expect(progress).toHaveAttribute('value', '0');
  for (const index of [0, 1]) {
    // The theme draws its own box over the real one.
    await boxes.nth(index).check({ force: true });
  }
  await expect(progress).toHaveAttribute('value', '2');
  await page.reload();
  await expect(progress).toHaveAttribute('value', '2');
  await expect(boxes.nth(1)).toBeChecked();
  await expect(boxes.nth(2)).not.toBeChecked();
}
