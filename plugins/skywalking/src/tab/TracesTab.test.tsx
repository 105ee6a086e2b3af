import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderEntity } from '../__testUtils__/renderEntity';
import { TracesTab } from './TracesTab';

const MINUTE = 60_000;
const NOW = Math.floor(Date.now() / MINUTE) * MINUTE;

function address() {
  return new URLSearchParams(
    screen.getByRole('status', { name: 'address' }).textContent ?? '',
  );
}

async function rowsOf(name: string) {
  const table = await screen.findByRole('table', { name });
  return within(table).getAllByRole('row').slice(1);
}

describe('the Traces tab', () => {
  it('lists traces with what they were and ways to look closer', async () => {
    renderEntity(<TracesTab />, { world: { now: NOW, canaryIn: 'prod' } });
    const rows = await rowsOf('Traces');
    expect(rows).toHaveLength(20);
    expect(rows[2]).toHaveTextContent(/Error.*POST:\/orders\/\{id\}\/refund/);
    expect(rows[2]).toHaveTextContent(/canary.*1\.4\.1/);
    expect(within(rows[2]).getByText(/ ago$/)).toHaveAttribute(
      'title',
      expect.stringMatching(/20\d\d/),
    );
    const id = 'a1b2c3d4e5f60718293a4b5c6d7e8f90.101.1795249900002';
    expect(
      within(rows[2]).getByRole('link', { name: /^Trace .* in SkyWalking/ }),
    ).toHaveAttribute(
      'href',
      `https://skywalking.yunfan.test/prod/traces/${id}`,
    );
    const logs = within(rows[2]).getByRole('link', { name: /^Log lines/ });
    const to = new URL(logs.getAttribute('href') ?? '', 'http://x');
    expect(to.pathname).toBe('/catalog/default/component/order-api/logs');
    expect(to.searchParams.get('traceId')).toBe(id);
    expect(Date.parse(to.searchParams.get('from') ?? '')).toBeLessThan(NOW);
  });

  it('draws hostile names as text', async () => {
    renderEntity(<TracesTab />, { world: { now: NOW } });
    const rows = await rowsOf('Endpoints of the service');
    expect(rows.at(-1)).toHaveTextContent('<img src=x onerror=alert(1)>');
    expect(rows.at(-1)).not.toHaveTextContent('\u202e');
  });

  it('narrows the list, and keeps the filters in the address', async () => {
    const api = renderEntity(<TracesTab />, {
      world: { now: NOW },
      search: '?state=error&role=canary&min=100',
    });
    await rowsOf('Traces');
    expect(
      api.asked.find(({ method }) => method === 'findTraces')?.request,
    ).toMatchObject({ state: 'error', role: 'canary', minDuration: 100 });
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() => expect([...address().keys()]).toEqual([]));
    expect(await rowsOf('Traces')).toHaveLength(20);
  });

  it('filters by an endpoint of the table', async () => {
    const api = renderEntity(<TracesTab />, { world: { now: NOW } });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Traces of POST:/orders' }),
    );
    await waitFor(() => expect(address().get('endpoint')).toMatch(/\.1_/));
    await waitFor(() =>
      expect(api.asked.at(-1)?.request).toMatchObject({
        endpointId: address().get('endpoint'),
      }),
    );
  });

  it('brings more, of the same time', async () => {
    const api = renderEntity(<TracesTab />, { world: { now: NOW } });
    await rowsOf('Traces');
    await userEvent.click(screen.getByRole('button', { name: 'More' }));
    await waitFor(async () => expect(await rowsOf('Traces')).toHaveLength(40));
    expect(api.asked.at(-1)?.request).toMatchObject({
      page: 2,
      to: new Date(NOW).toISOString(),
    });
    await userEvent.click(
      screen.getByRole('button', { name: 'Back to the newest' }),
    );
    await waitFor(async () => expect(await rowsOf('Traces')).toHaveLength(20));
  });

  it('finds a trace wherever it is', async () => {
    const api = renderEntity(<TracesTab />, {
      world: { now: NOW },
      search: '?traceId=a1b2c3d4e5f60718293a4b5c6d7e8f90.101.1795249900009',
    });
    expect(await rowsOf('Traces')).toHaveLength(1);
    expect(
      api.asked
        .filter(({ method }) => method === 'findTraces')
        .map(({ request }) => 'environment' in request && request.environment),
    ).toEqual(expect.arrayContaining(['dev', 'test', 'staging', 'prod']));
  });

  it('asks the SkyWalking of its address, where an environment has several', async () => {
    const world = { now: NOW, instances: { prod: ['sw-bj', 'sw-sh'] } };
    const api = renderEntity(<TracesTab />, {
      world,
      search: '?env=prod&at=sw-sh',
    });
    await rowsOf('Traces');
    const questions = api.asked.filter(
      ({ method }) => method !== 'listServices',
    );
    expect(questions).toHaveLength(4);
    for (const { request } of questions) {
      expect(request).toMatchObject({ environment: 'prod', instance: 'sw-sh' });
    }
    expect(screen.getByRole('radio', { name: 'prod · sw-sh' })).toBeChecked();
    await userEvent.click(screen.getByRole('radio', { name: 'dev' }));
    await waitFor(() =>
      expect(Object.fromEntries(address())).toEqual({ env: 'dev' }),
    );
  });

  it('says that an address names a SkyWalking that is not there', async () => {
    renderEntity(<TracesTab />, {
      world: { now: NOW, instances: { prod: ['sw-bj', 'sw-sh'] } },
      search: '?env=prod&at=sw-gone',
    });
    expect(
      await screen.findByText(
        /There is no SkyWalking for prod · sw-gone; prod · sw-bj is shown/,
      ),
    ).toBeVisible();
  });

  it('leaves out what was tampered with, and says so', async () => {
    const api = renderEntity(<TracesTab />, {
      world: { now: NOW },
      search:
        '?from=yesterday&to=now&traceId=%3Cscript%3E&min=-5&endpoint=x&env=moon',
    });
    expect(await screen.findByText(/left out: .*/)).toHaveTextContent(
      'traceId',
    );
    expect(
      screen.getByText(/There is no SkyWalking for moon; prod is shown/),
    ).toBeVisible();
    await rowsOf('Traces');
    const { request } =
      api.asked.find(({ method }) => method === 'findTraces') ?? {};
    expect(request).not.toHaveProperty('traceId', '<script>');
    expect(request).toMatchObject({ environment: 'prod', state: 'all' });
    await userEvent.click(
      screen.getAllByRole('button', { name: 'Take it out' })[0],
    );
    await waitFor(() => expect(address().has('min')).toBe(false));
  });

  it('chooses a stretch of time by the keyboard', async () => {
    renderEntity(<TracesTab />, { world: { now: NOW } });
    const chart = await screen.findByRole('slider', { name: 'Success rate' });
    chart.focus();
    await userEvent.keyboard('{Home}{Shift>}{ArrowRight}{ArrowRight}{/Shift}');
    expect(chart).toHaveAttribute(
      'aria-valuetext',
      expect.stringContaining('chosen'),
    );
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(address().has('from')).toBe(true));
    const [from, to] = ['from', 'to'].map(name =>
      Date.parse(address().get(name) ?? ''),
    );
    expect(to - from).toBe(2 * MINUTE);
    expect(from).toBeLessThan(NOW - 25 * MINUTE);
    await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
    await waitFor(() => expect(address().has('from')).toBe(false));
  });

  it('shows canary against release over time, in a table behind the chart', async () => {
    renderEntity(<TracesTab />, { world: { now: NOW, canaryIn: 'prod' } });
    await rowsOf('Instances of the service');
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Show as table: Success rate',
      }),
    );
    const table = screen.getByRole('table', { name: 'Success rate' });
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map(each => each.textContent),
    ).toEqual(['Time', 'yesterday', 'release', 'canary']);
    expect(within(table).getAllByRole('row')[1]).toHaveTextContent('93%');
  });

  it('says in each panel that SkyWalking is away, in Chinese', async () => {
    renderEntity(<TracesTab />, {
      language: 'zh',
      world: {
        now: NOW,
        services: {
          prod: {
            status: 'away',
            problem: { code: 'away', params: { instance: 'prod' } },
          },
        },
      },
    });
    expect(
      await screen.findByText('prod 的 SkyWalking 没有响应'),
    ).toBeVisible();
    expect(
      await screen.findAllByText('SkyWalking prod 没有响应。'),
    ).not.toHaveLength(0);
    for (const name of ['指标', '端点', '实例', '链路']) {
      expect(screen.getByRole('heading', { name })).toBeVisible();
    }
  });

  describe('of a time that is over', () => {
    const away = {
      status: 'away' as const,
      problem: { code: 'timeout', params: { instance: 'prod' } },
    };
    const over = () => ({
      world: { now: NOW, services: { prod: away } },
      search: `?from=${new Date(NOW - 30 * MINUTE).toISOString()}&to=${new Date(
        NOW - 20 * MINUTE,
      ).toISOString()}`,
    });

    afterEach(() => jest.useRealTimers());

    it('asks again while SkyWalking was away, and not after it', async () => {
      jest.useFakeTimers({ advanceTimers: true });
      const api = renderEntity(<TracesTab />, over());
      await screen.findAllByText('SkyWalking prod took too long to answer.');
      delete api.world.services.prod;
      await act(async () => jest.advanceTimersByTime(11_000));
      expect(await rowsOf('Traces')).toHaveLength(20);
      expect(await rowsOf('Endpoints of the service')).not.toHaveLength(0);
      const asked = api.asked.filter(({ method }) => method === 'findTraces');
      await act(async () => jest.advanceTimersByTime(60_000));
      expect(
        api.asked.filter(({ method }) => method === 'findTraces'),
      ).toHaveLength(asked.length);
    });

    it('asks again at once for who does not wait', async () => {
      const api = renderEntity(<TracesTab />, over());
      await screen.findAllByText('SkyWalking prod took too long to answer.');
      const traces = screen.getByRole('region', { name: 'Traces' });
      const again = within(traces).getByRole('button', { name: 'Try again' });
      delete api.world.services.prod;
      await userEvent.click(again);
      expect(await rowsOf('Traces')).toHaveLength(20);
    });
  });

  it('sorts endpoints by any column', async () => {
    renderEntity(<TracesTab />, { world: { now: NOW } });
    const table = await screen.findByRole('table', {
      name: 'Endpoints of the service',
    });
    await userEvent.click(
      within(table).getByRole('button', { name: /^Requests/ }),
    );
    expect((await rowsOf('Endpoints of the service'))[0]).toHaveTextContent(
      'GET:/orders/{id}',
    );
    expect(
      within(table).getByRole('columnheader', { name: /^Requests/ }),
    ).toHaveAttribute('aria-sort', 'descending');
  });
});
