import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { podNamePattern } from '@pilothouse/plugin-release-common';
import userEvent from '@testing-library/user-event';
import { FakePodLogsApi } from '../../dev/FakePodLogsApi';
import { renderLogs, type RenderOptions } from '../__testUtils__/renderLogs';
import { LogsTab } from './LogsTab';

const show = (options?: RenderOptions) => renderLogs(<LogsTab />, options);

const address = () => screen.getByLabelText('address');

async function lines() {
  return within(await screen.findByRole('region', { name: 'Lines' }));
}

describe('the Logs tab', () => {
  it('shows the last quarter of an hour of production, as text', async () => {
    const { api } = show();
    const list = await lines();
    expect((await list.findAllByText(/支付渠道超时/))[0]).toBeVisible();
    expect(list.getAllByText('ERROR').length).toBeGreaterThan(0);
    expect(
      list.getAllByText(/<img src=x onerror=alert\(1\)>/)[0],
    ).toBeVisible();
    expect(list.getAllByText('\\u{202e}').length).toBeGreaterThan(0);
    expect(list.getAllByText('from the future').length).toBeGreaterThan(0);
    expect(list.getAllByText('canary').length).toBeGreaterThan(0);
    expect(document.querySelector('img')).toBeNull();
    expect(screen.queryByText(/evil\.test/)).toBeNull();
    expect(screen.getByText('24 lines')).toBeVisible();
    expect(api.searches).toEqual([
      expect.objectContaining({
        entityRef: 'component:default/order-api',
        environment: 'prod',
        last: 900,
        order: 'newest',
        histogram: true,
      }),
    ]);
  });

  it('narrows by levels, role and text, and keeps it in the address', async () => {
    const user = userEvent.setup();
    const { api } = show();
    await lines();
    const levels = screen.getByRole('group', { name: 'Levels' });
    await user.click(within(levels).getByRole('button', { name: /ERROR\s*4/ }));
    await waitFor(() => expect(address()).toHaveTextContent('level=error'));
    const box = screen.getByRole('searchbox', { name: 'Search in the lines' });
    await user.type(box, '“支付渠道超时”{Enter}');
    await waitFor(() =>
      expect(api.searches.at(-1)).toMatchObject({
        levels: ['error'],
        text: '"支付渠道超时"',
      }),
    );
    expect(address()).toHaveTextContent('?level=error&q=“支付渠道超时”');
  });

  it('leaves Enter to the keyboard while Chinese is composed', async () => {
    const { api } = show();
    await lines();
    const box = screen.getByRole('searchbox');
    fireEvent.change(box, { target: { value: 'zhifu' } });
    fireEvent.keyDown(box, { key: 'Enter', isComposing: true });
    expect(api.searches).toHaveLength(1);
    expect(address()).toHaveTextContent('');
    fireEvent.keyDown(box, { key: 'Enter' });
    await waitFor(() => expect(api.searches).toHaveLength(2));
  });

  it('says what cannot be searched for, and does not ask', async () => {
    const user = userEvent.setup();
    const { api } = show();
    await lines();
    await user.type(screen.getByRole('searchbox'), '*out{Enter}');
    expect(screen.getByRole('alert')).toHaveTextContent(
      'A * may only end a word',
    );
    expect(api.searches).toHaveLength(1);
  });

  it('opens a line: facts, JSON, decoded text, and ways to go on', async () => {
    const user = userEvent.setup();
    show();
    const list = await lines();
    const toggles = await list.findAllByRole('button', { name: /details$/ });
    await user.click(toggles[0]);
    expect(list.getByRole('group', { name: 'Message' })).toHaveTextContent(
      'PaymentClient.java:88',
    );
    expect(list.getByRole('link', { name: 'Trace' })).toHaveAttribute(
      'href',
      '/catalog/default/component/order-api/traces?traceId=a1b2c3d4e5f60718293a4b5c6d7e8f90.42.17637264000000001',
    );
    const kibana = new URL(
      list.getByRole('link', { name: 'Open in Kibana' }).getAttribute('href') ??
        '',
    );
    expect(decodeURIComponent(kibana.hash)).toContain(
      "time:(from:'2026-11-21T11:58:59.500Z',to:'2026-11-21T12:00:59.500Z')",
    );
    await user.click(toggles[0]);

    await user.click(toggles[3]);
    expect(list.getByRole('group', { name: 'Message' })).toHaveTextContent(
      '"id": "20261121-0043"',
    );
    await user.click(toggles[3]);

    await user.click(toggles[5]);
    await user.click(list.getByRole('button', { name: 'Decode Base64' }));
    expect(
      list.getByRole('group', { name: 'Decoded from Base64' }),
    ).toHaveTextContent('订单已创建');
  });

  it('shows only the pod, version or trace of a line, and takes that away again', async () => {
    const user = userEvent.setup();
    const { api } = show();
    const list = await lines();
    const [first] = await list.findAllByRole('button', { name: /details$/ });
    await user.click(first);
    await user.click(
      list.getByRole('button', { name: 'Show only lines of this: Trace' }),
    );
    await waitFor(() =>
      expect(api.searches.at(-1)?.traceId).toMatch(/^a1b2c3d4/),
    );
    await user.click(
      await screen.findByRole('button', { name: /^Remove filter Trace/ }),
    );
    await waitFor(() => expect(address()).toHaveTextContent(''));
  });

  it('moves along lines with keys, and with letters until they are switched off', async () => {
    const user = userEvent.setup();
    show();
    const region = await screen.findByRole('region', { name: 'Lines' });
    const toggles = await within(region).findAllByRole('button', {
      name: /details$/,
    });
    region.focus();
    await user.keyboard('{ArrowDown}');
    expect(toggles[0]).toHaveFocus();
    await user.keyboard('{ArrowDown}j');
    expect(toggles[2]).toHaveFocus();
    await user.keyboard('k{Enter}');
    expect(toggles[1]).toHaveFocus();
    expect(toggles[1]).toHaveAttribute('aria-expanded', 'true');

    await user.click(screen.getByRole('checkbox', { name: 'Keys j k' }));
    await waitFor(() =>
      expect(
        screen.getByRole('checkbox', { name: 'Keys j k' }),
      ).not.toBeChecked(),
    );
    toggles[1].focus();
    await user.keyboard('j');
    expect(toggles[1]).toHaveFocus();
  });

  it('chooses a time in the bars by keys, and in the table', async () => {
    const user = userEvent.setup();
    const { api } = show();
    const plot = await screen.findByRole('application', {
      name: 'Lines over time, by level',
    });
    plot.focus();
    await user.keyboard('{ArrowLeft}{Shift>}{ArrowLeft}{/Shift}');
    expect(screen.getByText(/ – .*: 24 lines$/)).toBeVisible();
    await user.keyboard('{Enter}');
    await waitFor(() =>
      expect(api.searches.at(-1)).toMatchObject({
        from: '2026-11-21T11:59:00.000Z',
        to: '2026-11-21T12:00:00.000Z',
      }),
    );
    expect(api.searches.at(-1)).not.toHaveProperty('last');
    await user.click(screen.getByRole('button', { name: 'As a table' }));
    expect(
      screen.getByRole('table', { name: 'Lines over time, by level' }),
    ).toBeVisible();
  });

  it('takes a range of one’s own, from what is shown', async () => {
    const user = userEvent.setup();
    const { api } = show({
      search: '?from=2026-11-21T11:00:00Z&to=2026-11-21T12:00:00Z',
    });
    await lines();
    await user.click(screen.getByRole('button', { name: /^Time range/ }));
    const to = await screen.findByLabelText('To');
    fireEvent.change(to, { target: { value: '2026-11-21T10:00:00' } });
    expect(screen.getByRole('alert')).toHaveTextContent(
      'From has to be before To',
    );
    fireEvent.change(to, { target: { value: '2026-11-21T11:30:00' } });
    await user.click(screen.getByRole('button', { name: 'Use this range' }));
    await waitFor(() =>
      expect(api.searches.at(-1)).toMatchObject({
        from: '2026-11-21T11:00:00.000Z',
        to: '2026-11-21T11:30:00.000Z',
      }),
    );
  });

  it('leads to a line and what was around it', async () => {
    const user = userEvent.setup();
    const { api } = show({
      search:
        '?env=prod&line=line-7&source=elasticsearch&at=2026-11-21T11:59:53.000Z',
    });
    expect(
      await screen.findByRole('heading', { name: /^Around Nov 21, 2026/ }),
    ).toBeVisible();
    const list = await lines();
    await waitFor(() =>
      expect(
        list
          .getAllByRole('listitem')
          .find(item => item.getAttribute('aria-current') === 'true'),
      ).toHaveTextContent('GET /orders/20261121-0042'),
    );
    expect(api.contexts[0]).toMatchObject({ id: 'line-7', lines: 20 });
    await user.click(
      screen.getByRole('button', { name: 'Back to the search' }),
    );
    expect(address()).toHaveTextContent('?env=prod');
  });

  it('says what of a tampered address was left out', async () => {
    show({ search: '?range=99y&role=admin' });
    expect(
      await screen.findByText(/were left out: range, role\.$/),
    ).toBeVisible();
    expect((await lines()).getAllByText('ERROR').length).toBeGreaterThan(0);
  });

  it('opens the same search in Kibana', async () => {
    show({ search: '?env=prod&level=error&q=timeout&role=canary' });
    const link = await screen.findByRole('link', { name: 'Open in Kibana' });
    const url = decodeURIComponent(link.getAttribute('href') ?? '');
    expect(url).toMatch(/^https:\/\/kibana\.test\/app\/discover#\//);
    expect(url).toContain('time:(from:now-15m,to:now)');
    expect(url).toContain(`query:'log : "timeout"'`);
    expect(url).toContain(podNamePattern('order-api-canary'));
    expect(url).not.toContain(podNamePattern('order-api'));
  });

  it('opens the pods of a version in Kibana, as soon as they are known', async () => {
    const pods = new FakePodLogsApi({
      target: {
        environment: 'prod',
        cluster: 'prod-beijing',
        namespace: 'order',
      },
      logs: { 'order-api-7d9f8b6c5-t5r9v': [] },
    });
    show({ search: '?env=prod&version=1.4.0&traceId=a.1.2', pods });
    const link = await screen.findByRole('link', { name: 'Open in Kibana' });
    const url = decodeURIComponent(link.getAttribute('href') ?? '');
    expect(url).toContain(
      'match_phrase:(kubernetes.pod_name:order-api-7d9f8b6c5-t5r9v)',
    );
    expect(url).toContain('match_phrase:(log:a.1.2)');
  });

  it('says which part of the answer is missing, and tries again', async () => {
    const user = userEvent.setup();
    const { api } = show({
      prepare: fake => {
        fake.problems = [
          {
            code: 'shards-failed',
            params: { source: 'es', failed: 3, total: 6 },
          },
          { code: 'clock-gap', params: { source: 'es', seconds: 70 } },
        ];
      },
    });
    expect(
      await screen.findByText(
        '3 of 6 shards of the log store es failed: lines are missing.',
      ),
    ).toBeVisible();
    expect(screen.getByText(/70 s ahead of now/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(api.searches).toHaveLength(2));
  });

  it('keeps the lines that were found when the store is away the next time', async () => {
    const user = userEvent.setup();
    const { api } = show();
    expect((await lines()).getAllByText('ERROR').length).toBeGreaterThan(0);
    api.lines = [];
    api.problems = [{ code: 'timeout', params: { source: 'es' } }];
    await user.click(screen.getByRole('button', { name: 'Search again' }));
    expect(
      await screen.findByText('The log store es did not answer in time.'),
    ).toBeVisible();
    expect((await lines()).getAllByText('ERROR').length).toBeGreaterThan(0);
    expect(api.searches).toHaveLength(2);
  });

  it('reads the pods where the store is away', async () => {
    const user = userEvent.setup();
    show({
      prepare: fake => {
        fake.lines = [];
        fake.problems = [{ code: 'away', params: { source: 'es' } }];
      },
    });
    expect(
      await screen.findByText('The log store es does not answer.'),
    ).toBeVisible();
    expect(screen.getByText('What there is could not be read')).toBeVisible();
    expect(screen.queryByText('No line matches')).toBeNull();
    expect(screen.queryByText('0 lines')).toBeNull();
    await user.click(
      screen.getByRole('button', { name: 'Read the pods instead' }),
    );
    await waitFor(() => expect(address()).toHaveTextContent('view=pods'));
  });

  it('merges what pods have where no store keeps it', async () => {
    const pods = new FakePodLogsApi({
      target: { environment: 'dev', cluster: 'dev', namespace: 'order' },
      logs: {
        'order-api-7d9f8b6c5-t5r9v': [
          { at: '2026-11-21T12:00:01Z', text: 'ERROR second' },
          { end: { code: 'container-ended', params: {} } },
        ],
        'order-api-canary-6c9b8d7f5-h3n6j': [
          { at: '2026-11-21T12:00:00Z', text: 'INFO first' },
          { at: '2026-11-21T12:00:02Z', text: 'third' },
        ],
      },
    });
    show({ search: '?env=dev', pods });
    expect(
      await screen.findByText(/No store of logs covers this/),
    ).toBeVisible();
    const list = await lines();
    await waitFor(() =>
      expect(
        list.getAllByRole('listitem').map(item => item.textContent),
      ).toEqual([
        expect.stringContaining('first'),
        expect.stringContaining('second'),
        expect.stringContaining('third'),
      ]),
    );
    expect(screen.getByText('Live, 1 pod')).toBeVisible();
    expect(screen.getByText(/t5r9v: the container has ended\.$/)).toBeVisible();
    expect(pods.requests).toEqual([
      expect.objectContaining({ follow: true, previous: false }),
      expect.objectContaining({ follow: true, previous: false }),
    ]);
  });

  it('goes on by itself after a cluster was away, and says what may be missing', async () => {
    const lost = { end: { code: 'cluster-lost' as const, params: {} } };
    const at = (second: number) => `2026-11-21T12:00:0${second}Z`;
    const away = Object.assign(new Error('away'), { statusCode: 503 });
    let back = false;
    const pods = new FakePodLogsApi({
      target: { environment: 'dev', cluster: 'dev', namespace: 'order' },
      logs: {
        'order-api-7d9f8b6c5-t5r9v': times => {
          if (times === 0) return [{ at: at(1), text: 'one' }, lost];
          if (!back) throw away;
          return [
            { at: at(1), text: 'one' },
            { at: at(2), text: 'two' },
          ];
        },
        'order-api-7d9f8b6c5-x2w8z': times => {
          if (times === 0) return [{ at: at(3), text: 'three' }, lost];
          if (!back) throw away;
          return [{ at: at(5), text: 'five' }];
        },
      },
    });
    show({ search: '?env=dev', pods });
    const list = await lines();
    expect(
      await screen.findByText(/t5r9v: no answer at present/),
    ).toBeVisible();
    expect(screen.getByText('Waiting for the cluster')).toBeVisible();
    back = true;
    expect(
      await screen.findByText('Live, 2 pods', {}, { timeout: 10_000 }),
    ).toBeVisible();
    await waitFor(() =>
      expect(
        list.getAllByRole('listitem').map(item => item.textContent),
      ).toEqual([
        expect.stringContaining('one'),
        expect.stringContaining('two'),
        expect.stringContaining('three'),
        expect.stringContaining('five'),
      ]),
    );
    expect(screen.queryByText(/no answer at present/)).toBeNull();
    expect(screen.getByText(/x2w8z: there was a break/)).toBeVisible();
    expect(screen.queryByText(/t5r9v: there was a break/)).toBeNull();
  }, 30_000);

  it('downloads what is searched for, up to a stated number', async () => {
    const user = userEvent.setup();
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(() => {});
    URL.createObjectURL = jest.fn(() => 'blob:x');
    URL.revokeObjectURL = jest.fn();
    const { api } = show({ search: '?level=error' });
    await lines();
    await user.click(
      screen.getByRole('button', { name: 'Download (max 50,000)' }),
    );
    await waitFor(() => expect(click).toHaveBeenCalledTimes(1));
    expect(api.downloads).toEqual([
      expect.objectContaining({ levels: ['error'], last: 900 }),
    ]);
    expect(api.downloads[0]).not.toHaveProperty('limit');
  });

  it('is empty with a reason', async () => {
    show({ prepare: fake => fake.lines.splice(0), search: '?level=error' });
    expect(await screen.findByText('No line matches')).toBeVisible();
    expect(
      screen.getByText('Take filters away, or choose a longer time.'),
    ).toBeVisible();
  });

  it('is closed to those who may not read', async () => {
    show({
      prepare: fake => {
        fake.failure = Object.assign(new Error('No'), { statusCode: 403 });
      },
    });
    expect(await screen.findByText('You may not see this')).toBeVisible();
  });

  it('speaks Chinese', async () => {
    show({ language: 'zh', prepare: fake => fake.lines.splice(6) });
    expect(await screen.findByRole('heading', { name: '日志' })).toBeVisible();
    expect(await screen.findByText('6 行')).toBeVisible();
    expect(
      screen.getByRole('searchbox', { name: '搜索日志内容' }),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: '在 Kibana 中打开' }),
    ).toBeVisible();
  });
});
