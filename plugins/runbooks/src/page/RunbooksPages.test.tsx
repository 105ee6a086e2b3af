import { renderInTestApp } from '@backstage/frontend-test-utils';
import { PilothouseQueryProvider } from '@pilothouse/pilothouse-react';
import { inLanguage } from '@pilothouse/pilothouse-react/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes, useLocation } from 'react-router-dom';
import {
  BROKEN,
  FakeRunbooks,
  ORDER,
  OWN,
  REDIS,
  refused,
} from '../__testUtils__/fakeRunbooks';
import { runbooksApiRef } from '../api/runbooksApi';
import { RunbooksPages } from './RunbooksPages';

function Place() {
  const { pathname, search } = useLocation();
  return <output>{decodeURIComponent(pathname + search)}</output>;
}

function render(
  path: string,
  api = new FakeRunbooks(),
  language: 'en' | 'zh' = 'en',
) {
  renderInTestApp(
    <PilothouseQueryProvider>
      <Routes>
        <Route path="/runbooks/*" element={<RunbooksPages />} />
        <Route path="*" element={<p>elsewhere</p>} />
      </Routes>
      <Place />
    </PilothouseQueryProvider>,
    {
      apis: [[runbooksApiRef, api]],
      config: inLanguage(language),
      initialRouteEntries: [path],
    },
  );
  return api;
}

const rows = async (name: string) =>
  within(await screen.findByRole('table', { name }))
    .getAllByRole('row')
    .slice(1);
const addresses = () =>
  screen.getAllByRole('status').map(({ textContent }) => textContent);

describe('the Runbooks page', () => {
  it('has a row for each runbook, whatever languages it is in', async () => {
    render('/runbooks');
    const [broken, redis, own] = await rows('All runbooks');
    expect(
      within(redis).getByRole('link', { name: 'Redis is full' }),
    ).toHaveAttribute('href', REDIS.pages[0].url);
    expect(
      within(redis).getByRole('link', { name: 'Redis 写满, in Chinese' }),
    ).toHaveAttribute('href', REDIS.pages[1].url);
    expect(redis).toHaveTextContent('Review overdue since Apr 1, 2026');
    expect(redis).toHaveTextContent('Never drilled');
    expect(redis).toHaveTextContent('cart-apiorder-api');
    expect(
      within(redis).getByLabelText('1 more: order/redis'),
    ).toHaveTextContent('+1');
    // What an author wrote is text.
    expect(broken).toHaveTextContent('<b>Broken</b>');
    expect(broken).toHaveTextContent('every service');
    expect(
      within(broken)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'kind is missing: incident, change or drill',
      'reviewEvery has to be like P90D, P12W or P6M',
    ]);
    expect(own).toHaveTextContent('In orderreview by Mar 1, 2027');
  });

  it('speaks Chinese, and opens the Chinese page', async () => {
    render('/runbooks', undefined, 'zh');
    const [broken, redis] = await rows('全部运维手册');
    expect(
      within(redis).getByRole('link', { name: 'Redis 写满' }),
    ).toHaveAttribute('href', REDIS.pages[1].url);
    expect(redis).toHaveTextContent('复核已于 2026年4月1日 逾期');
    expect(redis).toHaveTextContent('故障处理严重');
    expect(broken).toHaveTextContent(
      '缺少 kind: 应为 incident、change 或 drill',
    );
    expect(screen.getByText('从未演练 · 1')).toBeVisible();
  });

  it('finds by text, in the address, and by what wants a look', async () => {
    const api = render('/runbooks');
    await rows('All runbooks');
    await userEvent.click(
      screen.getByRole('radio', { name: 'Front matter faults · 1' }),
    );
    expect(await rows('All runbooks')).toHaveLength(1);
    await waitFor(() =>
      expect(addresses()).toContain('/runbooks?trouble=faults'),
    );
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search in runbooks' }),
      'Redis',
    );
    expect(await screen.findByText('No runbook matches')).toBeVisible();
    await waitFor(() =>
      expect(addresses()).toContain('/runbooks?trouble=faults&q=Redis'),
    );
    expect(api.asked).toContainEqual({ text: 'Redis' });
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await rows('All runbooks')).toHaveLength(3);
    await waitFor(() => expect(addresses()).toContain('/runbooks'));
  });

  it.each([
    ['alert=RedisMemoryFull', ['Redis is full']],
    ['kind=change', ['Order runbook']],
    ['owner=group:default/team-order', ['Order runbook']],
    [`service=${ORDER}`, ['<b>Broken</b>', 'Redis is full', 'Order runbook']],
    ['trouble=never-drilled&kind=bad', ['Redis is full']],
    ['service=component:default/nobody', ['<b>Broken</b>']],
  ])('shows what the address says: %s', async (search, titles) => {
    render(`/runbooks?${search}`);
    const shown = await rows('All runbooks');
    expect(shown).toHaveLength(titles.length);
    shown.forEach((row, index) => expect(row).toHaveTextContent(titles[index]));
  });

  it('says what could not be read, and keeps the rest', async () => {
    const api = new FakeRunbooks();
    api.problems = [
      {
        code: 'unreadable',
        params: { entityRef: ORDER, reason: 'refused', message: 'x' },
      },
      { code: 'new-one', params: {} },
    ];
    render('/runbooks', api);
    expect(
      await screen.findByText(
        'order-api: the portal may not read its repository. What was read before is shown.',
      ),
    ).toBeVisible();
    expect(screen.getByText(/could not be read \(new-one\)/)).toBeVisible();
    expect(await rows('All runbooks')).toHaveLength(3);
  });

  it('tells none from not yet', async () => {
    const api = new FakeRunbooks();
    api.runbooks = [];
    api.indexedAt = undefined;
    render('/runbooks', api);
    expect(
      await screen.findByText('Runbooks are being read for the first time'),
    ).toBeVisible();
  });

  it('says when it cannot be loaded', async () => {
    const api = new FakeRunbooks();
    api.fault = await refused(503);
    render('/runbooks', api);
    expect(
      await screen.findByText('This could not be loaded'),
    ).toBeInTheDocument();
  });
});

describe('the way from an alert', () => {
  it.each([
    ['RedisMemoryFull', 'en', REDIS.pages[0].url],
    ['RedisMemoryFull', 'zh', REDIS.pages[1].url],
    [`RedisDown?entity=${ORDER}`, 'en', OWN.pages[0].url],
  ] as const)(
    '%s leads in %s to the one that is meant',
    async (path, language, url) => {
      render(`/runbooks/for-alert/${path}`, undefined, language);
      await waitFor(() => expect(addresses()).toContain(url));
    },
  );

  it('lets choose among several', async () => {
    render('/runbooks/for-alert/RedisDown');
    expect(await rows('Runbooks for RedisDown')).toHaveLength(2);
    expect(
      screen.getByText('Several runbooks name this alert. Which one is it?'),
    ).toBeVisible();
  });

  it('says that there is none, and offers to search', async () => {
    render('/runbooks/for-alert/DiskAlmostFull%3Cb%3E');
    expect(
      await screen.findByText('No runbook names the alert DiskAlmostFull<b>'),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Search for Disk Almost Full<b>' }),
    ).toHaveAttribute('href', '/runbooks?q=Disk+Almost+Full%3Cb%3E');
  });
});

describe('the way from an id', () => {
  it('opens the page in the language of the reader', async () => {
    render(
      `/runbooks/open?id=${encodeURIComponent(REDIS.id)}`,
      undefined,
      'zh',
    );
    await waitFor(() => expect(addresses()).toContain(REDIS.pages[1].url));
  });

  it('says the same of what is not there and what may not be seen', async () => {
    render(`/runbooks/open?id=${encodeURIComponent(BROKEN.id)}x`);
    expect(
      await screen.findByText(
        'There is no such runbook, or you may not see it',
      ),
    ).toBeVisible();
  });
});
