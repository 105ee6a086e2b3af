import { renderTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { SignalApi } from '@backstage/plugin-signals-react';
import type {
  Fleet,
  FleetCell,
  RolloutSummary,
} from '@pilothouse/plugin-release-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { inLanguage } from '../__testUtils__/inLanguage';
import releasePlugin from '..';
import { FakeRolloutApi } from '../../dev/FakeRolloutApi';
import { ROLLOUT_WORLDS, rolloutWorld } from '../../dev/fixtures/rolloutWorlds';
import { rolloutApiRef } from '../api';
import { fakeFleetApi } from './__testUtils__/fakeFleetApi';
import { generateFleet } from './__testUtils__/generateFleet';

const FIVE_COLUMNS = { columns: 5, now: new Date('2026-11-21T12:00:00Z') };

/** Six services that are well, until a test changes them. */
function smallFleet(): Fleet {
  const fleet = generateFleet({ services: 6, ...FIVE_COLUMNS });
  const now = new Date().toISOString();
  return {
    ...fleet,
    now,
    services: fleet.services.map((service, index) => ({
      ...service,
      entityRef: `component:default/service-${index + 1}`,
      title: `service-${index + 1}`,
      cells: service.cells.map(cell => ({
        ...cell,
        version: '1.0.0',
        state: 'healthy' as const,
        reason: undefined,
      })),
    })),
  };
}

/** The same fleet, with one cell changed. */
function withCell(
  fleet: Fleet,
  row: number,
  where: string,
  changes: Partial<FleetCell>,
): Fleet {
  return {
    ...fleet,
    services: fleet.services.map((service, index) =>
      index === row
        ? {
            ...service,
            cells: service.cells.map(cell =>
              `${cell.environment}/${cell.cluster}` === where
                ? { ...cell, ...changes }
                : cell,
            ),
          }
        : service,
    ),
  };
}

function open(
  answer: (since?: string) => Fleet | Error,
  options: {
    path?: string;
    language?: 'en' | 'zh';
    rollouts?: RolloutSummary[];
  } = {},
) {
  const listeners = new Set<() => void>();
  const signals: SignalApi = {
    subscribe: (_channel, listener) => {
      const tell = () => listener({} as never);
      listeners.add(tell);
      return { unsubscribe: () => listeners.delete(tell) };
    },
  };
  const api = fakeFleetApi(answer);
  const rollouts = new FakeRolloutApi(rolloutWorld('none'));
  // One to a page: there may be more than an answer brings.
  rollouts.listRollouts = async ({ cursor = '0' }) => {
    const all = options.rollouts ?? [];
    const next = Number(cursor) + 1;
    return {
      rollouts: all.slice(next - 1, next),
      ...(next < all.length && { cursor: String(next) }),
      now: new Date().toISOString(),
    };
  };
  renderTestApp({
    features: [releasePlugin],
    apis: [api, [rolloutApiRef, rollouts], [signalApiRef, signals]],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    initialRouteEntries: [options.path ?? '/deploy'],
    config: inLanguage(options.language ?? 'en'),
  });
  return {
    api,
    signal: () => act(() => listeners.forEach(tell => tell())),
  };
}

/** Whether each of hundreds of cells can be seen takes jsdom minutes to find out, and nothing of the grid is hidden. */
const UNASKED = { hidden: true };

async function rows() {
  const grid = await screen.findByRole('grid');
  return within(grid)
    .getAllByRole('rowheader', UNASKED)
    .map(header => within(header).getByRole('link', UNASKED).textContent);
}

function cellsOf(row: RegExp) {
  const found = within(screen.getByRole('grid'))
    .getAllByRole('row', UNASKED)
    .find(({ textContent }) => row.test(textContent ?? ''));
  if (!found) throw new Error(`There is no row ${row}`);
  return within(found).getAllByRole('gridcell', UNASKED);
}

describe('the fleet page', () => {
  it('does not call empty what has not been read', async () => {
    const fleet = smallFleet();
    const cluster = 'prod-shanghai';
    open(() => ({
      ...fleet,
      services: fleet.services.map(service => ({
        ...service,
        cells: service.cells.filter(cell => cell.cluster !== cluster),
      })),
      problems: [{ code: 'not-read', params: { cluster } }],
    }));
    await rows();
    for (const cell of cellsOf(/service-1/).slice(-1)) {
      expect(cell).toHaveTextContent('not known');
      expect(cell).not.toHaveTextContent('not here');
    }
    // It answers, so its head would say nothing.
    expect(
      within(screen.getByRole('columnheader', { name: /shanghai/ })).getByText(
        'Not read yet',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'prod-shanghai has not been read yet: what runs there is not known',
      ),
    ).toBeInTheDocument();
  });

  it('shows what runs where, trouble first, and leads to the Deploy tab', async () => {
    let fleet = smallFleet();
    fleet = withCell(fleet, 3, 'prod/prod-beijing', {
      state: 'degraded',
      reason: crashLoop(),
    });
    fleet = withCell(fleet, 4, 'prod/prod-beijing', {
      state: 'progressing',
      canaryVersion: '1.1.0',
      canaryReady: 2,
      canaryDesired: 4,
    });
    fleet = withCell(fleet, 5, 'prod/prod-beijing', { drift: true });
    fleet = withCell(fleet, 5, 'prod/prod-shanghai', {
      version: '0.9.0',
      drift: true,
    });
    open(() => fleet);
    expect(await rows()).toEqual([
      'service-4',
      'service-6',
      'service-5',
      'service-1',
      'service-2',
      'service-3',
    ]);
    expect(
      within(screen.getByRole('grid'))
        .getAllByRole('columnheader')
        .map(header => header.textContent),
    ).toEqual([
      'Service',
      'dev',
      'test',
      'staging',
      'prod-beijing',
      'prod-shanghai',
    ]);
    expect(cellsOf(/service-4/)[3]).toHaveTextContent(
      'A1.0.0Crash loop: exit 137, out of memory',
    );
    expect(cellsOf(/service-5/)[3]).toHaveTextContent('A1.0.01.1.0canary 2/4');
    // Beijing is what Shanghai is measured by.
    expect(cellsOf(/service-6/)[3]).toHaveTextContent('A1.0.0Healthy');
    expect(cellsOf(/service-6/)[4]).toHaveTextContent(
      'B0.9.0differs from prod-beijing',
    );
    expect(within(cellsOf(/service-4/)[3]).getByRole('link')).toHaveAttribute(
      'href',
      '/catalog/default/component/service-4/deploy?workload=prod%2Fprod-beijing%2Fns%2Fservice',
    );
  });

  it.each([
    ['canary', 'canary 2/4', 'Healthy'],
    ['gate', 'Waits for a person', 'Healthy'],
    ['held', 'Held by a freeze', 'Healthy'],
    ['stuck', 'Stuck', 'Healthy'],
    ['promoting', 'Promoting', 'Healthy'],
  ])('says of a rollout that is %s: %s', async (world, here, there) => {
    const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
    const rollout = ROLLOUT_WORLDS[world](ago);
    const place = (workloadId: string) => ({
      workloadId,
      canaryVersion: '1.4.1',
      canaryReady: 3,
      canaryDesired: 3,
    });
    let fleet = smallFleet();
    fleet = withCell(fleet, 0, 'prod/prod-beijing', {
      ...place(rollout.targets[0].workloadId),
    });
    fleet = withCell(fleet, 0, 'prod/prod-shanghai', {
      workloadId: rollout.targets[1].workloadId,
    });
    const elsewhere = { ...rollout, id: 'elsewhere', targets: [] };
    open(() => fleet, { rollouts: [elsewhere, rollout] });
    await rows();
    const cells = () => cellsOf(/service-1/);
    await waitFor(() => expect(cells()[3]).toHaveTextContent(here));
    // Its turn has not come.
    expect(cells()[4]).toHaveTextContent(there);
  });

  it('says what it knows of a dead cluster, and how old that is, in Chinese', async () => {
    const since = new Date(Date.now() - 38_000).toISOString();
    const fleet = withCell(smallFleet(), 0, 'prod/prod-shanghai', {
      state: 'unknown',
      staleSince: since,
    });
    fleet.clusters = fleet.clusters.map(condition =>
      condition.name === 'prod-shanghai'
        ? { ...condition, status: 'unreachable', lastContactAt: since }
        : condition,
    );
    open(() => fleet, { language: 'zh' });
    expect(
      await screen.findByRole('columnheader', {
        name: /prod-shanghai.*\d+ 秒无响应/,
      }),
    ).toBeVisible();
    expect(cellsOf(/service-1/)[4]).toHaveTextContent(/1\.0\.0无响应， \d+ 秒/);
    expect(cellsOf(/service-2/)[4]).toHaveTextContent('1.0.0健康');
    expect(screen.getByRole('heading', { name: '发布' })).toBeVisible();
  });

  it('tells refused credentials from silence, and since when a cluster is behind', async () => {
    const since = new Date(Date.now() - 38_000).toISOString();
    const hourAgo = new Date(Date.now() - 3_900_000).toISOString();
    const fleet = withCell(smallFleet(), 0, 'prod/prod-shanghai', {
      state: 'unknown',
      staleSince: since,
      reason: { code: 'refused', params: { seconds: 38 } },
    });
    fleet.clusters = fleet.clusters.map(condition => {
      switch (condition.name) {
        case 'prod-shanghai':
          return {
            ...condition,
            status: 'unauthorized',
            since,
            lastContactAt: new Date().toISOString(),
          };
        case 'prod-beijing':
          return {
            ...condition,
            status: 'stale',
            since: hourAgo,
            lastContactAt: new Date().toISOString(),
          };
        default:
          return condition;
      }
    });
    open(() => fleet);
    expect(
      await screen.findByRole('columnheader', {
        name: /prod-shanghai.*Refuses the portal for [34]\d s/,
      }),
    ).toBeVisible();
    expect(
      screen.getByRole('columnheader', {
        name: /prod-beijing.*Behind for 1 h/,
      }),
    ).toBeVisible();
    expect(cellsOf(/service-1/)[4]).toHaveTextContent(
      /credentials refused, last known \d+ s/,
    );
  });

  it('asks for changes only, and keeps rows in place while the pointer is among them', async () => {
    const user = userEvent.setup();
    const first = smallFleet();
    const server = { now: first };
    const { api, signal } = open(() => server.now);
    expect((await rows())[0]).toBe('service-1');

    await user.hover(screen.getByRole('grid'));
    const failing = withCell(first, 4, 'prod/prod-beijing', {
      state: 'degraded',
      reason: crashLoop(),
    });
    server.now = {
      ...first,
      cursor: 'second',
      complete: false,
      services: [failing.services[4]],
      removed: [first.services[1].entityRef],
    };
    signal();
    // The value changes in its place …
    await waitFor(() =>
      expect(cellsOf(/service-5/)[3]).toHaveTextContent('Crash loop'),
    );
    expect(await rows()).toEqual([
      'service-1',
      'service-3',
      'service-4',
      'service-5',
      'service-6',
    ]);
    expect(screen.getByText('order held')).toBeVisible();
    expect(api.getFleet).toHaveBeenCalledWith(
      { owned: true, since: 'generated-1' },
      expect.anything(),
    );

    // … and goes to where it belongs when nobody can click on it.
    await user.hover(screen.getByRole('heading', { name: 'Deploy' }));
    expect((await rows())[0]).toBe('service-5');
    expect(screen.getByText('trouble first')).toBeVisible();
  });

  it('is walked through by keys, with one stop for Tab', async () => {
    const user = userEvent.setup();
    open(smallFleet);
    await rows();
    const grid = screen.getByRole('grid');
    const stops = within(grid)
      .getAllByRole('link', UNASKED)
      .filter(link => link.tabIndex === 0);
    expect(stops.map(stop => stop.textContent)).toEqual(['service-1']);

    act(() => stops[0].focus());
    await user.keyboard('{ArrowDown}{ArrowRight}{ArrowRight}');
    expect(cellsOf(/service-2/)[1]).toContainElement(focused());
    await user.keyboard('{End}');
    expect(cellsOf(/service-2/)[4]).toContainElement(focused());
    await user.keyboard('{Control>}{End}{/Control}');
    expect(cellsOf(/service-6/)[4]).toContainElement(focused());
    await user.keyboard('{ArrowDown}{Home}{PageUp}');
    expect(focused()).toHaveTextContent('service-1');
    expect(focused()).toHaveAttribute('tabindex', '0');
  });

  it('filters, says how many are left, and forgets the filter at once', async () => {
    const user = userEvent.setup();
    open(smallFleet, { path: '/deploy?q=service-3' });
    expect(await rows()).toEqual(['service-3']);
    expect(screen.getByText('1 of 6')).toBeVisible();
    const field = screen.getByRole('searchbox', { name: 'Filter services' });
    expect(field).toHaveValue('service-3');

    await user.type(field, ' nowhere');
    await user.click(
      await screen.findByRole('button', { name: 'Clear the filter' }),
    );
    expect(await rows()).toHaveLength(6);
  });

  it('leads somebody without services to those of others', async () => {
    const user = userEvent.setup();
    const { api } = open(() => ({ ...smallFleet(), services: [] }));
    expect(
      await screen.findByText('You own no services that run anywhere'),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Show all services' }));
    expect(
      await screen.findByText('No services run anywhere yet'),
    ).toBeVisible();
    expect(api.getFleet).toHaveBeenLastCalledWith(
      { owned: false, since: undefined },
      expect.anything(),
    );
    expect(screen.getByRole('radio', { name: 'All' })).toBeChecked();
  });

  it('says why there is nothing, and tries again', async () => {
    const user = userEvent.setup();
    let works = false;
    open(() =>
      works
        ? smallFleet()
        : Object.assign(new Error('no database'), { statusCode: 500 }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The portal made a mistake (500).no database',
    );
    works = true;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await rows()).toHaveLength(6);
  });

  it('draws only what is seen of five hundred services, and what the keys lead to', async () => {
    const user = userEvent.setup();
    // As tall as a screen; jsdom lays nothing out and scrolls nothing.
    const height = jest
      .spyOn(HTMLElement.prototype, 'offsetHeight', 'get')
      .mockReturnValue(600);
    const scrolling = {
      scrollTo(this: HTMLElement, options: ScrollToOptions) {
        this.scrollTop = options.top ?? 0;
        this.dispatchEvent(new Event('scroll'));
      },
    };
    Object.assign(HTMLElement.prototype, scrolling);
    try {
      open(() => generateFleet({ services: 500 }));
      const before = await rows();
      expect(before.length).toBeGreaterThan(5);
      expect(before.length).toBeLessThan(60);
      const grid = screen.getByRole('grid');
      expect(grid).toHaveAttribute('aria-rowcount', '501');

      const first = within(grid).getAllByRole('link', UNASKED)[0];
      expect(first).toHaveTextContent(before[0] ?? '');
      act(() => first.focus());
      await user.keyboard('{Control>}{End}{/Control}');
      await waitFor(() =>
        expect(focused().closest('tr')).toHaveAttribute('aria-rowindex', '501'),
      );
      expect((await rows()).length).toBeLessThan(60);
    } finally {
      height.mockRestore();
      Reflect.deleteProperty(HTMLElement.prototype, 'scrollTo');
    }
  });

  it('shows hostile names as they are', async () => {
    const fleet = smallFleet();
    fleet.services[0].title = '<b>x</b>\u202ereversed';
    open(() => fleet);
    expect(await rows()).toContain('<b>x</b>\\u{202e}reversed');
  });
});

function crashLoop() {
  return {
    code: 'crash-loop',
    params: { pod: 'x', exitCode: 137, reason: 'OOMKilled', restarts: 7 },
  };
}

function focused(): HTMLElement {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement)) throw new Error('Nothing has focus');
  return element;
}
