import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderLogs, type RenderOptions } from '../__testUtils__/renderLogs';
import { LastErrorsCard } from './LastErrorsCard';

const show = (options?: RenderOptions) =>
  renderLogs(<LastErrorsCard />, options);

describe('the card of last errors', () => {
  it('shows the newest errors of production, and how many are the canary’s', async () => {
    const { api } = show();
    const list = await screen.findByRole('list', { name: 'Last errors' });
    const items = within(list).getAllByRole('listitem');
    expect(items).toHaveLength(4);
    expect(items[0]).toHaveTextContent(/支付渠道超时.*canary/);
    const href = within(items[0]).getByRole('link').getAttribute('href') ?? '';
    expect(href).toMatch(/^\/catalog\/default\/component\/order-api\/logs\?/);
    expect(new URLSearchParams(href.split('?')[1]).get('line')).toBe('line-0');
    expect(screen.getByText(/4 errors in the last hour/)).toBeVisible();
    expect(
      screen.getByRole('link', { name: '4 of the canary' }),
    ).toHaveAttribute('href', expect.stringContaining('role=canary'));
    expect(screen.getByRole('link', { name: 'All errors' })).toHaveAttribute(
      'href',
      '/catalog/default/component/order-api/logs?env=prod&range=1h&level=error',
    );
    expect(api.searches).toEqual([
      expect.objectContaining({ environment: 'prod', last: 3_600, limit: 5 }),
      expect.objectContaining({ role: 'canary', limit: 1 }),
    ]);
  });

  it('says that there are none only when all could be asked', async () => {
    show({
      prepare: fake => {
        fake.lines = [];
        fake.problems = [{ code: 'timeout', params: { source: 'es' } }];
      },
    });
    expect(
      await screen.findByText('The log store es did not answer in time.'),
    ).toBeVisible();
    expect(screen.queryByText('No error in the last hour.')).toBeNull();
    expect(screen.queryByText(/errors in the last hour/)).toBeNull();
    expect(
      screen.getByText('Whether there are errors is not known.'),
    ).toBeVisible();
  });

  it('keeps what was known while the store is away, and asks again', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    const user = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });
    const { api } = show();
    await screen.findByText(/4 errors in the last hour/);
    const { lines } = api;
    api.lines = [];
    api.problems = [{ code: 'away', params: { source: 'es' } }];
    await act(async () => jest.advanceTimersByTime(31_000));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The log store es does not answer.');
    expect(alert).toHaveTextContent('Below is what was known');
    expect(screen.getByText(/4 errors in the last hour/)).toBeVisible();
    api.lines = lines;
    api.problems = [];
    await user.click(within(alert).getByRole('button'));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    jest.useRealTimers();
  });

  it('says that nobody keeps the lines', async () => {
    show({
      prepare: fake => {
        fake.sources = { ...fake.sources, sources: [] };
      },
    });
    expect(
      await screen.findByText('No store of logs covers this service'),
    ).toBeVisible();
  });

  it('speaks Chinese', async () => {
    show({ language: 'zh', prepare: fake => fake.lines.splice(0) });
    expect(await screen.findByText('最近 1 小时没有错误。')).toBeVisible();
    expect(screen.getByRole('heading', { name: '最近的错误' })).toBeVisible();
  });
});
