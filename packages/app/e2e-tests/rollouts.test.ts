import { expect, test } from '@playwright/test';
import { CONTENT, expectAccessible } from './accessible';
import { rowOf } from './clusters';
import { pushImage } from './registry';
import {
  confirmName,
  openOnlooker,
  openService,
  rolloutPanel,
  startRollout,
  stopTheLine,
  theOther,
  WORDS,
  type Language,
} from './rollouts';

/** Pods of the landscape take up to six seconds each to get ready. */
test.describe.configure({ mode: 'parallel', timeout: 480_000 });

const QUICK = { stepInterval: '2s', bake: '3s' };
const MOVING = { timeout: 300_000 };

/** A service each, so that they can run side by side. */
const STORIES: { language: Language; good: string }[] = [
  { language: 'en', good: 'coupon-api' },
  { language: 'zh', good: 'cart-api' },
];

for (const { language, good } of STORIES) {
  const words = WORDS[language];

  test(`a good canary goes to its end by itself, live for others, in ${language}`, async ({
    page,
    browser,
  }) => {
    const version = good === 'cart-api' ? '1.9.0' : '0.10.0';
    await openService(page, '王芳', good, language);
    const other = await browser.newPage();
    await openService(other, '李伟', good, language);
    await rowOf(other, 'dev').click();
    await startRollout(page, {
      service: good,
      environment: 'dev',
      version,
      language,
      ...QUICK,
    });
    for (const screen of [page, other]) {
      const panel = rolloutPanel(screen, language);
      await expect(panel).toContainText('ORD-812', MOVING);
      await expect(panel).toContainText(words.succeeded, MOVING);
      await expect(rowOf(screen, 'dev')).toContainText(version);
      await expect(rowOf(screen, 'dev')).toContainText(words.healthy);
    }
    await expectAccessible(page, CONTENT);
    await other.close();
  });
}

/** The ways in which an image is bad; each is looked at in both languages, its author's and an onlooker's. */
const BAD: {
  ending: string;
  service: string;
  version: string;
  language: Language;
  bake?: string;
}[] = [
  {
    ending: 'crash',
    service: 'order-web',
    version: '2.9.1',
    language: 'en',
  },
  {
    ending: 'neverready',
    service: 'product-api',
    version: '5.9.1',
    language: 'zh',
  },
  {
    ending: 'missing',
    service: 'search-api',
    version: '4.2.1',
    language: 'en',
  },
  {
    ending: 'dies',
    service: 'tracking-web',
    version: '0.6.1',
    language: 'zh',
    // It is well for twenty seconds.
    bake: '60s',
  },
];

for (const { ending, service, version, language, bake } of BAD) {
  test(`a canary whose image ends with -${ending} aborts by itself, and the release never suffers`, async ({
    page,
    browser,
  }) => {
    const bad = `${version}-${ending}`;
    if (ending === 'missing') await pushImage(service, bad, version);
    await openService(page, '郭涛', service, language);
    const row = rowOf(page, 'dev');
    await row.click();
    const before = await row.getByText(/^\d+\.\d+\.\d+/).innerText();
    const other = await openOnlooker(browser, {
      service,
      cluster: 'dev',
      language: theOther(language),
    });
    await startRollout(page, {
      service,
      environment: 'dev',
      version: bad,
      language,
      ...QUICK,
      ...(bake && { bake }),
    });
    for (const [screen, spoken] of [
      [page, language],
      [other, theOther(language)],
    ] as const) {
      const panel = rolloutPanel(screen, spoken);
      await expect(panel).toContainText(bad);
      await expect(panel).toContainText(WORDS[spoken].aborted, MOVING);
      await expect(rowOf(screen, 'dev')).toContainText(before);
      await expect(rowOf(screen, 'dev')).toContainText(WORDS[spoken].healthy);
    }
    await expect(row).not.toContainText('×');
    await other.close();
  });
}

test('approval is somebody else’s, a stop of the line holds, and two clusters follow in order', async ({
  page,
  browser,
}) => {
  const words = WORDS.en;
  const service = 'stock-rpc';
  await openService(page, '郭涛', service, 'en');
  await startRollout(page, {
    service,
    environment: 'prod',
    version: '5.2.0',
    language: 'en',
    stepInterval: '2s',
    bake: '3s',
    soak: '2s',
    override: 'a drill',
    isProtected: true,
  });
  const panel = rolloutPanel(page, 'en');
  const approve = panel.getByRole('button', { name: words.approve });
  await expect(panel).toContainText('Waits for', MOVING);
  // The author may not.
  await expect(approve).toHaveAttribute('aria-disabled', 'true');

  const approver = await browser.newPage();
  await openService(approver, '李伟', service, 'en');
  const others = rolloutPanel(approver, 'en');
  await others.getByRole('button', { name: words.approve }).click();
  await confirmName(approver, service);
  await approver
    .getByRole('dialog')
    .getByRole('button', { name: words.approve })
    .click();
  await expect(panel).toContainText(words.succeeded, MOVING);
  for (const cluster of ['prod-beijing', 'prod-shanghai']) {
    await expect(rowOf(page, cluster)).toContainText('5.2.0');
  }
  await approver.close();
});

test('a freeze in mid-rollout holds it, and says so in both languages; it goes on when that is over', async ({
  page,
  browser,
}) => {
  const service = 'delivery-api';
  await openService(page, '郭涛', service, 'zh');
  const other = await openOnlooker(browser, {
    service,
    cluster: 'dev',
    language: 'en',
  });
  await startRollout(page, {
    service,
    environment: 'dev',
    version: '2.6.1',
    language: 'zh',
    stepInterval: '4s',
    bake: '4s',
  });
  const panel = rolloutPanel(page, 'zh');
  await expect(panel).toContainText('ORD-812', MOVING);

  // Nothing else that these tests change.
  const scope = {
    environments: ['dev'],
    systems: ['system:default/logistics'],
  };
  const goOn = await stopTheLine(browser, scope, '双十一 festival');
  for (const [screen, language] of [
    [page, 'zh'],
    [other, 'en'],
  ] as const) {
    const held = rolloutPanel(screen, language);
    await expect(held).toContainText(WORDS[language].held, MOVING);
    await expect(held).toContainText('双十一 festival');
  }
  await goOn();
  for (const [screen, language] of [
    [page, 'zh'],
    [other, 'en'],
  ] as const) {
    await expect(rolloutPanel(screen, language)).toContainText(
      WORDS[language].succeeded,
      MOVING,
    );
  }
  await expect(rowOf(page, 'dev')).toContainText('2.6.1');
  await other.close();
});

test('a stop of the line holds a rollout, and an abort passes', async ({
  page,
  browser,
}) => {
  const words = WORDS.en;
  // Nothing else is changed by these tests on this environment.
  const environment = 'staging';
  await openService(page, '王芳', 'coupon-api', 'en');
  await startRollout(page, {
    service: 'coupon-api',
    environment,
    version: '0.10.0',
    language: 'en',
    stepInterval: '5s',
    bake: '5s',
  });
  const panel = rolloutPanel(page, 'en');
  await expect(panel).toContainText('ORD-812', MOVING);

  const scope = { environments: [environment] };
  const goOn = await stopTheLine(browser, scope, 'the festival');
  await expect(panel).toContainText('the festival', MOVING);

  await panel.getByRole('button', { name: words.abort }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill('not today');
  await dialog.getByRole('button', { name: words.abort }).click();
  await expect(panel).toContainText(words.aborted, MOVING);

  await goOn();
});

test('a revision comes back: planned, confirmed, and in the ledger', async ({
  page,
}) => {
  await openService(page, '李伟', 'cart-api', 'en');
  const row = rowOf(page, 'prod-shanghai');
  await row.click();
  const release = row.getByText(/^\d+\.\d+\.\d+/).first();
  const before = await release.innerText();
  await page.getByRole('tab', { name: 'Revisions' }).click();
  await page
    .getByRole('button', { name: /^Roll back to revision/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill('ORD-813');
  await confirmName(page, 'cart-api');
  await dialog.getByRole('button', { name: 'Roll back', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(release).not.toHaveText(before, MOVING);
  await expect(page.getByText('ORD-813').first()).toBeVisible();
});

test('another team can look, and start nothing', async ({ page }) => {
  await openService(page, '陈静', 'order-web', 'en');
  const open = page.getByRole('button', { name: WORDS.en.open });
  await expect(open).toHaveAttribute('aria-disabled', 'true');
});
