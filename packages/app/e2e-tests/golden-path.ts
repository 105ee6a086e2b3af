import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { openAs } from './signing-in';

/** What the screens of the scaffolder say, by language; what templates say has both. */
export const WORDS = {
  en: {
    free: 'The name is free',
    next: 'Next',
    review: 'Review',
    create: 'Create',
    retry: 'Retry',
    ready: 'Ready',
    healthy: 'Healthy',
    pipeline: 'Pipeline',
    passed: 'Passed',
  },
  zh: {
    free: '该名称可用',
    next: '下一步',
    review: '核对',
    create: '创建',
    retry: '重试',
    ready: '就绪',
    healthy: '健康',
    pipeline: '流水线',
    passed: '通过',
  },
};
export type Language = keyof typeof WORDS;

/** A run of a template takes some ten seconds; several times that on a machine that has more to do. */
export const RUNS = { timeout: 180_000 };

/** Fills in the form of a Node.js service in the system order, up to the last page. */
export async function fillInNodeService(
  page: Page,
  { name, language }: { name: string; language: Language },
) {
  const words = WORDS[language];
  await openAs(
    page,
    '王芳',
    '/create/templates/default/node-service',
    language,
  );
  await page.getByLabel('Name · 名称').fill(name);
  await page.getByLabel('What it does').fill('Pays back what was paid');
  await chooseSystem(page, 'Order · 订单');
  // Catalog, registry and clusters have been asked.
  await expect(page.getByText(words.free, { exact: true })).toBeVisible();
  const next = page.getByRole('button', { name: words.next });
  await next.click();
  await expect(page.getByRole('checkbox', { name: /^prod / })).toBeChecked();
  await next.click();
  await expect(page.getByLabel('Exposure · 暴露范围')).toBeVisible();
  await next.click();
  await page.getByRole('button', { name: words.review }).click();
  await expect(page.getByText('system:default/order')).toBeVisible();
}

export async function chooseSystem(page: Page, title: string) {
  const field = page.getByLabel('System · 所属系统').first();
  await field.fill(title);
  await page.getByRole('option', { name: title }).click();
  // Its list stays open over the button below.
  await page.keyboard.press('Escape');
}

export async function create(page: Page, language: Language) {
  const name = WORDS[language].create;
  await page
    .locator('#pilothouse-content')
    .getByRole('button', { name, exact: true })
    .click();
  await expect(page).toHaveURL(/\/create\/tasks\//);
}

const LANDSCAPE =
  process.env.PILOTHOUSE_LANDSCAPE_URL ?? 'http://127.0.0.1:7100';
const DATA = process.env.PILOTHOUSE_DATA_DIR ?? '.data';

/** The landscape's forge: its faults, and what its API tells of a project. */
export const forge = {
  async fault(mode: 'none' | 'maintenance') {
    await fetch(`${LANDSCAPE}/api/systems/forge/fault`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ mode }),
    });
  },

  /** @param path what comes after `/api/v4/` */
  async list(path: string): Promise<Record<string, string>[]> {
    const systems = await fetch(`${LANDSCAPE}/api/systems`);
    const { items }: { items: { name: string; url: string }[] } =
      await systems.json();
    const url = items.find(({ name }) => name === 'forge')?.url;
    const file = join(DATA, 'landscape', 'tokens', 'forge-portal');
    const response = await fetch(`${url}/api/v4/${path}`, {
      headers: { 'private-token': readFileSync(file, 'utf8').trim() },
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return await response.json();
  },
};
