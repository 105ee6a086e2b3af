import { expect, test } from '@playwright/test';
import { rowOf } from './clusters';
import {
  chooseSystem,
  create,
  fillInNodeService,
  forge,
  RUNS,
  WORDS,
} from './golden-path';
import { backendAs, openAs } from './signing-in';

/** They share one forge, and one of them takes it away. */
test.describe.configure({ mode: 'serial', timeout: 400_000 });

test.afterEach(() => forge.fault('none'));

/** Another name for another try: what the first one made is there. */
const newName = (name: string) => `${name}${test.info().retry || ''}`;

test('a form makes a service that runs in dev, with repository, pipeline, catalog page and runbook', async ({
  page,
}) => {
  const words = WORDS.en;
  const name = newName('refund-api');
  await fillInNodeService(page, { name, language: 'en' });
  await create(page, 'en');

  await expect(page.getByText(/brings 0\.1\.0-/)).toBeVisible(RUNS);
  // The log holds only the lines in sight, and has gone on to its end.
  await page.getByRole('textbox', { name: 'Search' }).fill('build-image is');
  await expect(page.getByText('build-image is').first()).toBeVisible();
  await expect(page.getByRole('link', { name: /^Deploy ·/ })).toBeVisible();
  const repository = page.getByRole('link', { name: /^Repository ·/ });
  const address = await repository.getAttribute('href');

  await page.getByRole('link', { name: /^Overview ·/ }).click();
  const pipeline = page.getByRole('region', { name: words.pipeline });
  await expect(pipeline.getByText(words.passed)).toBeVisible(RUNS);

  const tabs = page.getByRole('navigation', { name });
  await tabs.getByRole('link', { name: 'Deploy' }).click();
  const row = rowOf(page, 'dev');
  await expect(row).toContainText('0.1.0-', RUNS);
  await expect(row).toContainText(words.healthy, RUNS);
  await expect(row).toContainText('1 / 1');
  await row.click();
  await expect(
    page.getByRole('row', { name: new RegExp(`^${name}-.*Ready`) }),
  ).toBeVisible();
  await expect(
    page.getByRole('row', { name: /Applied manifests dev created 7/ }),
  ).toBeVisible();

  // Built from the repository on the first visit.
  await page.goto(`/docs/default/component/${name}/runbook`);
  await expect(
    page.getByRole('heading', { name: 'HighErrorRate' }),
  ).toBeVisible({ timeout: 90_000 });

  await page.goto(address ?? '');
  await expect(page.getByText('catalog-info.yaml')).toBeVisible();
});

test('王芳 retries when the forge took nothing in the middle of it, and nothing is doubled', async ({
  page,
  browser,
}) => {
  const words = WORDS.zh;
  const name = newName('coupon-notes');
  await fillInNodeService(page, { name, language: 'zh' });
  await forge.fault('maintenance');
  await create(page, 'zh');
  const retry = page.getByRole('button', { name: words.retry, exact: true });
  await expect(retry).toBeEnabled(RUNS);
  await expect(page.getByText(/read-only instance/).first()).toBeVisible();

  const other = await browser.newPage();
  const { url, headers } = await backendAs(other, '王芳');
  const ask = async (path: string, params?: Record<string, string>) => {
    const answer = await other.request.get(url + path, { headers, params });
    return await answer.json();
  };
  const taskId = new URL(page.url()).pathname.split('/').at(-1);
  const task = `/api/scaffolder/v2/tasks/${taskId}`;
  const events: { body: { stepId?: string; status?: string } }[] = await ask(
    `${task}/events`,
  );
  const ended = events.flatMap(({ body: { stepId, status } }) =>
    stepId && ['completed', 'failed'].includes(status ?? '')
      ? [`${stepId} ${status}`]
      : [],
  );
  expect(ended.slice(-2)).toEqual(['apply completed', 'publish failed']);

  await forge.fault('none');
  await retry.click();
  const done = page.getByText(/brings 0\.1\.0-/);
  await expect(done).toBeVisible(RUNS);
  const made = await whatThereIs(ask, name);
  expect(made).toEqual({ projects: 1, commits: 1, rollouts: 1, starts: 1 });

  // All of it once more, after all of it was done.
  await other.request.post(`${url}${task}/retry`, {
    headers,
    data: { secrets: {} },
  });
  await expect
    .poll(async () => (await ask(task)).status, RUNS)
    .toBe('completed');
  expect(await whatThereIs(ask, name)).toEqual(made);
  await other.close();
});

test('a project that runs already is registered by one merge request, however often', async ({
  browser,
}) => {
  for (const attempt of ['first', 'second']) {
    await test.step(attempt, async () => {
      const page = await browser.newPage();
      await openAs(
        page,
        '王芳',
        '/create/templates/default/register-existing',
        'en',
      );
      await page.getByLabel('GitLab project').fill('legacy/report-center');
      await page.getByLabel('Name · 名称').fill('report-center');
      await page.getByLabel('What it does').fill('Reports of the day before');
      await chooseSystem(page, 'Order · 订单');
      await page.getByRole('button', { name: WORDS.en.next }).click();
      for (const later of ['test', 'staging', 'prod']) {
        await page
          .getByRole('checkbox', { name: new RegExp(`^${later} `) })
          .uncheck({ force: true });
      }
      await page.getByLabel('Namespace · 命名空间').fill('legacy');
      await page
        .getByLabel(/^Image that runs now/)
        .fill('registry.yunfan.test/legacy/report-center:2.3.7');
      await page.getByRole('button', { name: WORDS.en.review }).click();
      await create(page, 'en');
      const request = page.getByRole('link', { name: /^Merge request ·/ });
      await expect(request).toHaveAttribute('href', /merge_requests\/\d+$/, {
        timeout: RUNS.timeout,
      });
      await page.close();
    });
  }
  const requests = await forge.list(
    'projects/legacy%2Freport-center/merge_requests?state=opened',
  );
  expect(
    requests.filter(
      ({ source_branch }) =>
        source_branch === 'pilothouse/register-report-center',
    ),
  ).toHaveLength(1);
});

type Ask = (
  path: string,
  params?: Record<string, string>,
) => Promise<{
  status: string;
  rollouts: unknown[];
  changes: { action: string }[];
}>;

/** What the runs of a template have left behind. */
async function whatThereIs(ask: Ask, name: string) {
  const entityRef = `component:default/${name}`;
  const api = '/api/release/v1';
  const { rollouts } = await ask(`${api}/rollouts`, { entityRef, view: 'all' });
  const { changes } = await ask(`${api}/changes`, { entityRef });
  const projects = await forge.list(`projects?search=${name}`);
  const commits = await forge.list(
    `projects/order%2F${name}/repository/commits`,
  );
  return {
    projects: projects.length,
    commits: commits.length,
    rollouts: rollouts.length,
    starts: changes.filter(({ action }) => action === 'start-rollout').length,
  };
}
