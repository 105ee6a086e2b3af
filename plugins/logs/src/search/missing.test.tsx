import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  orderApiLines,
  orderApiSources,
} from '../../dev/fixtures/orderApiLogs';
import type { FakeLogsApi } from '../../dev/FakeLogsApi';
import {
  NOW,
  renderLogs,
  type RenderOptions,
} from '../__testUtils__/renderLogs';
import { LastErrorsCard } from '../card/LastErrorsCard';
import { LogsTab } from '../tab/LogsTab';

const show = (options?: RenderOptions) => renderLogs(<LogsTab />, options);

const SHANGHAI = {
  code: 'cluster-not-read',
  params: { environment: 'prod', cluster: 'prod-shanghai' },
};
const TIMEOUT = { code: 'timeout', params: { source: 'es' } };

describe('clusters of which it is not known what runs there', () => {
  /** Nothing is known of Shanghai, and with `alone` of no cluster of production. */
  const withoutShanghai =
    ({ alone }: { alone: boolean }) =>
    (fake: FakeLogsApi) => {
      const { sources, targets, now } = orderApiSources(
        new Date(NOW).toISOString(),
      );
      const gone = alone
        ? ['prod-beijing', 'prod-shanghai']
        : ['prod-shanghai'];
      fake.sources = {
        sources,
        targets: targets.filter(({ target }) => !gone.includes(target.cluster)),
        environments: ['dev', 'test', 'prod'],
        problems: [SHANGHAI],
        now,
      };
      fake.problems = [SHANGHAI];
      if (alone) fake.lines = [];
    };

  it('are said beside the lines of the others', async () => {
    show({ prepare: withoutShanghai({ alone: false }) });
    expect(
      await screen.findByText(/^The cluster prod-shanghai has not told yet/),
    ).toBeVisible();
    expect(
      await screen.findByText('24 lines shown. Others could not be read.'),
    ).toBeVisible();
    expect(screen.queryByText(/that is all/)).toBeNull();
    expect(screen.queryByText('Read the pods instead')).toBeNull();
  });

  it('are said where nothing else is known of the environment', async () => {
    const { api } = show({ prepare: withoutShanghai({ alone: true }) });
    expect(
      await screen.findByText(/^The cluster prod-shanghai has not told yet/),
    ).toBeVisible();
    expect(
      await screen.findByText('What there is could not be read'),
    ).toBeVisible();
    expect(screen.queryByText(/Nothing of this runs/)).toBeNull();
    expect(api.searches[0]).toMatchObject({ environment: 'prod' });
    expect(api.searches[0]?.clusters).toBeUndefined();
  });

  it('can be chosen, and then are searched alone', async () => {
    const { api } = show({
      search: '?env=prod&cluster=prod-shanghai',
      prepare: withoutShanghai({ alone: false }),
    });
    await screen.findByText(/^The cluster prod-shanghai has not told yet/);
    expect(api.searches[0]).toMatchObject({ clusters: ['prod-shanghai'] });
  });

  it('are said where the pods themselves are read', async () => {
    show({
      search: '?view=pods',
      prepare: withoutShanghai({ alone: false }),
    });
    expect(
      await screen.findByText(/^The cluster prod-shanghai has not told yet/),
    ).toBeVisible();
  });

  it('are said in Chinese', async () => {
    show({ language: 'zh', prepare: withoutShanghai({ alone: false }) });
    expect(
      await screen.findByText(/^集群 prod-shanghai 尚未返回其上的运行情况/),
    ).toBeVisible();
  });

  it('leave open on the card whether there are errors', async () => {
    renderLogs(<LastErrorsCard />, {
      prepare: withoutShanghai({ alone: true }),
    });
    expect(
      await screen.findByText(/^The cluster prod-shanghai has not told yet/),
    ).toBeVisible();
    expect(
      screen.getByText('Whether there are errors is not known.'),
    ).toBeVisible();
    expect(screen.queryByText(/No store of logs covers/)).toBeNull();
  });
});

describe('a later page that fails', () => {
  it('is asked for again by a person, and goes on where it was', async () => {
    const user = userEvent.setup();
    const { api } = show({
      prepare: fake => {
        fake.lines = orderApiLines(NOW - 500, 30);
        fake.pageLines = 10;
        fake.failingSearches = { 2: [TIMEOUT], 3: [TIMEOUT] };
      },
    });
    const foot = '20 lines shown. More could not be read.';
    const button = async () => {
      const text = await screen.findByText(foot);
      return within(text).getByRole('button', { name: 'Try again' });
    };
    await user.click(await button());
    await waitFor(() => expect(api.searches).toHaveLength(4));
    expect(
      screen.getByText('The log store es did not answer in time.'),
    ).toBeVisible();
    const again = await button();
    // Whatever the list would ask for by itself, it would have asked for by now.
    await act(async () => {});
    expect(api.searches).toHaveLength(4);
    expect(api.searches.at(-1)?.cursor).toBe('20');
    await user.click(again);
    expect(await screen.findByText('30 lines: that is all.')).toBeVisible();
    expect(
      screen.queryByText('The log store es did not answer in time.'),
    ).toBeNull();
  });

  it('is not called all, where it cannot be asked for again', async () => {
    show({
      prepare: fake => {
        fake.problems = [
          {
            code: 'shards-failed',
            params: { source: 'es', failed: 1, total: 6 },
          },
        ];
      },
    });
    expect(
      await screen.findByText('24 lines shown. Others could not be read.'),
    ).toBeVisible();
  });

  it('gives its lines where they belong', async () => {
    show({
      prepare: fake => {
        const all = orderApiLines(NOW - 500, 20);
        // The second page has the newer half: its source was away before.
        fake.lines = [...all.slice(10), ...all.slice(0, 10)];
        fake.pageLines = 10;
      },
    });
    await screen.findByText('20 lines: that is all.');
    const list = within(screen.getByRole('region', { name: 'Lines' }));
    const times = list
      .getAllByRole('button', { name: /details$/ })
      .map(toggle => toggle.getAttribute('aria-label') ?? '')
      .map(label => /\d\d:\d\d:\d\d/.exec(label)?.[0]);
    expect(new Set(times).size).toBe(20);
    expect(times).toEqual([...times].sort().reverse());
  });
});

describe('a download', () => {
  async function download(
    prepare: (fake: FakeLogsApi) => void,
    language: 'en' | 'zh' = 'en',
  ) {
    const user = userEvent.setup();
    const saved = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(() => {});
    saved.mockClear();
    URL.createObjectURL = jest.fn(() => 'blob:x');
    URL.revokeObjectURL = jest.fn();
    show({ prepare, language });
    const button = await screen.findByRole('button', {
      name: /^(Download|下载)（?/,
    });
    await waitFor(() => expect(button).toBeEnabled());
    await user.click(button);
    await waitFor(() => expect(saved).toHaveBeenCalledTimes(1));
    return saved;
  }

  it('is complete where its last line says so', async () => {
    await download(() => {});
    await waitFor(() =>
      expect(screen.getByRole('button', { name: /^Download/ })).toBeEnabled(),
    );
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says why lines are missing in the file, which is kept', async () => {
    const saved = await download(fake => {
      fake.downloadEnd = {
        complete: false,
        problems: [
          TIMEOUT,
          { code: 'levels-by-text', params: { source: 'es' } },
          { code: 'cut', params: { shown: 50_000 } },
        ],
      };
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      /The file order-api-prod-\w+\.ndjson is incomplete:/,
    );
    expect(
      within(alert)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      'The log store es did not answer in time.',
      'It has the first 50,000 lines. There are more.',
    ]);
    expect(saved).toHaveBeenCalledTimes(1);
  });

  it('says in Chinese that the file has no end', async () => {
    await download(fake => {
      fake.downloadEnd = null;
    }, 'zh');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /文件 order-api-prod-\w+\.ndjson 不完整：.*传输中连接中断/,
    );
  });
});
