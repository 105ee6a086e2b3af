import { expect, type Browser, type Page } from '@playwright/test';
import { rowOf } from './clusters';
import { backendAs, openAs } from './signing-in';

/** What the screens of rollouts say, by language. */
export const WORDS = {
  en: {
    open: 'New rollout…',
    next: 'Next',
    start: 'Start the rollout',
    stepInterval: 'Between canary pods',
    bake: 'Bake',
    soak: 'Soak between clusters',
    reason: 'Reason',
    override: 'Reason for acting against the rule',
    succeeded: 'Succeeded',
    aborted: 'Aborted',
    rollout: 'Rollout',
    promote: 'Promote',
    approve: 'Approve',
    pause: 'Pause',
    resume: 'Resume',
    abort: 'Abort',
    paused: 'Paused',
    healthy: 'Healthy',
    stands: 'clock stands',
    held: 'held by a freeze',
  },
  zh: {
    open: '新建发布…',
    next: '下一步',
    start: '开始发布',
    stepInterval: '金丝雀 Pod 的间隔',
    bake: '观察',
    soak: '集群之间静置',
    reason: '原因',
    override: '破例的原因',
    succeeded: '成功',
    aborted: '已中止',
    rollout: '发布',
    promote: '推全',
    approve: '审批',
    pause: '暂停',
    resume: '继续',
    abort: '中止',
    paused: '已暂停',
    healthy: '健康',
    stands: '停止计时',
    held: '封网中',
  },
};
export type Language = keyof typeof WORDS;

export function theOther(language: Language): Language {
  return language === 'en' ? 'zh' : 'en';
}

/** Opens the Deploy tab of a service. */
export async function openService(
  page: Page,
  person: string,
  service: string,
  language: Language,
) {
  const path = `/catalog/default/component/${service}/deploy`;
  await openAs(page, person, path, language);
}

interface NewRollout {
  service: string;
  environment: string;
  version: string;
  language: Language;
  /** How long it observes, such as `3s`; the policy's own where it is missing. */
  stepInterval?: string;
  bake?: string;
  soak?: string;
  /** Why the minimum of the policy may be passed under. */
  override?: string;
  isProtected?: boolean;
}

/** Goes through the dialog as a person does, and starts. */
export async function startRollout(page: Page, wanted: NewRollout) {
  const words = WORDS[wanted.language];
  await page.getByRole('button', { name: words.open }).click();
  const dialog = page.getByRole('dialog');
  const chosen = dialog.getByRole('button', { name: /dev|test|staging|prod/ });
  await chosen.first().click();
  await page
    .getByRole('option', { name: new RegExp(`^${wanted.environment}\\b`) })
    .click();
  await dialog.getByText(wanted.version, { exact: true }).click();
  const next = dialog.getByRole('button', { name: words.next });
  await next.click();
  for (const field of ['stepInterval', 'bake', 'soak'] as const) {
    const value = wanted[field];
    if (!value) continue;
    await dialog.getByRole('textbox', { name: words[field] }).fill(value);
  }
  await next.click();
  // The clusters are asked meanwhile.
  await expect(next).not.toHaveAttribute('aria-disabled', 'true');
  await next.click();
  await dialog
    .getByRole('textbox', { name: new RegExp(`^${words.reason}`) })
    .first()
    .fill('ORD-812');
  if (wanted.override) {
    await dialog
      .getByRole('textbox', { name: new RegExp(words.override) })
      .fill(wanted.override);
  }
  if (wanted.isProtected) await confirmName(page, wanted.service);
  await dialog.getByRole('button', { name: words.start }).click();
  await expect(dialog).toBeHidden();
}

/** Types the name of the service where a protected environment asks for it. */
export async function confirmName(page: Page, service: string) {
  await page
    .getByRole('dialog')
    .getByRole('textbox', { name: new RegExp(service) })
    .fill(service);
}

/** The panel of the rollout that the Deploy tab shows. */
export function rolloutPanel(page: Page, language: Language) {
  const name = new RegExp(`^${WORDS[language].rollout}`);
  return page.getByRole('region', { name }).first();
}

/** Somebody who reads the other language, and has the same service open. */
export async function openOnlooker(
  browser: Browser,
  wanted: { service: string; cluster: string; language: Language },
) {
  const page = await browser.newPage();
  await openService(page, '李伟', wanted.service, wanted.language);
  await rowOf(page, wanted.cluster).click();
  return page;
}

/** Stops the line, as ops do. @returns ends that again */
export async function stopTheLine(
  browser: Browser,
  scope: { environments: string[]; systems?: string[] },
  reason: string,
): Promise<() => Promise<void>> {
  const ops = await browser.newPage();
  const { url, headers } = await backendAs(ops, '郭涛');
  const freezes = `${url}/api/release/v1/freezes`;
  const stopped = await ops.request.post(freezes, {
    headers,
    data: { kind: 'stop', scope, reason },
  });
  const { id } = await stopped.json();
  return async () => {
    const ended = await ops.request.post(`${freezes}/${id}/end`, {
      headers,
      data: { reason: 'it is over' },
    });
    expect(ended.ok()).toBe(true);
    await ops.close();
  };
}
