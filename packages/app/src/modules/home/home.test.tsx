import {
  createApiMock,
  mockApis,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import homePlugin from '@backstage/plugin-home/alpha';
import releasePlugin, { releaseApiRef } from '@pilothouse/plugin-release';
import type {
  Fleet,
  FleetCell,
  RolloutQuery,
  RolloutSummary,
} from '@pilothouse/plugin-release-common';
import { screen, waitFor, within } from '@testing-library/react';
import { rolloutApi } from '../../__testUtils__/rolloutApi';
import { homeModule } from '.';
import { startPlugin } from '../start';
import { partOfDay } from './partOfDay';

const releaseApi = createApiMock(releaseApiRef, () => ({
  listWorkloads: jest.fn(),
  getWorkload: jest.fn(),
  listPods: jest.fn(),
  listRevisions: jest.fn(),
  listEvents: jest.fn(),
  getConfig: jest.fn(),
  readLogs: jest.fn(),
  getFleet: jest.fn(),
}));

/** A rollout of a service of team-order to prod. */
function rollout(name: string, part: Partial<RolloutSummary> = {}) {
  const image = (tag: string) => ({
    reference: `registry.yunfan.test/${name}:${tag}`,
    repository: name,
    tag,
  });
  const id = `prod/prod-beijing/order/${name}`;
  const summary: RolloutSummary = {
    id: name,
    entityRef: `component:default/${name}`,
    environment: 'prod',
    protected: true,
    name,
    strategy: 'canary',
    image: image('1.4.1'),
    author: 'user:default/wang.fang',
    reason: 'coupons',
    createdAt: new Date(Date.now() - 360_000).toISOString(),
    state: 'running',
    stepIndex: 0,
    steps: [
      {
        kind: 'canary',
        workloadId: id,
        replicas: 1,
        holdMs: 0,
        state: 'current',
        observedMs: 0,
      },
    ],
    targets: [
      {
        workloadId: id,
        target: {
          environment: 'prod',
          cluster: 'prod-beijing',
          namespace: 'order',
        },
        name,
        from: image('1.4.0'),
        to: image('1.4.1'),
        state: 'canary',
      },
    ],
    waitsForMe: false,
    ...part,
  };
  return summary;
}

function cell(cluster: string, changes: Partial<FleetCell> = {}): FleetCell {
  return {
    environment: 'prod',
    cluster,
    workloadId: `prod/${cluster}/order/x`,
    workloads: 1,
    version: '1.4.0',
    ready: 6,
    desired: 6,
    state: 'healthy',
    drift: false,
    ...changes,
  };
}

function fleet(services: Record<string, FleetCell[]>): Fleet {
  const now = new Date().toISOString();
  return {
    environments: [
      {
        name: 'prod',
        protected: true,
        clusters: ['prod-beijing', 'prod-shanghai'],
      },
    ],
    services: Object.entries(services).map(([title, cells]) => ({
      entityRef: `component:default/${title}`,
      title,
      owner: 'group:default/team-order',
      mine: true,
      cells,
    })),
    clusters: ['prod-beijing', 'prod-shanghai'].map(name => ({
      name,
      status: 'live' as const,
      since: now,
      lastContactAt: now,
      forbidden: [],
    })),
    complete: true,
    cursor: '1',
    problems: [],
    now,
  };
}

function open(
  answer: Fleet | Error,
  options: {
    language?: 'en' | 'zh';
    groups?: string[];
    name?: string;
    /** By the view in which they are. */
    rollouts?: Partial<Record<string, RolloutSummary[]>> | Error;
  } = {},
) {
  const { language = 'en', groups = ['group:default/team-order'] } = options;
  window.localStorage.setItem('language', language);
  const api = releaseApi({
    getFleet: jest.fn(async () => {
      if (answer instanceof Error) throw answer;
      return answer;
    }),
  });
  renderTestApp({
    features: [homePlugin, homeModule, releasePlugin, startPlugin],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    initialRouteEntries: ['/'],
    apis: [
      api,
      rolloutApi({
        listRollouts: jest.fn(async ({ view = 'all' }: RolloutQuery) => {
          const { rollouts = {} } = options;
          if (rollouts instanceof Error) throw rollouts;
          const now = new Date().toISOString();
          return { rollouts: rollouts[view] ?? [], now };
        }),
      }),
      mockApis.identity({
        userEntityRef: 'user:default/li.wei',
        ownershipEntityRefs: ['user:default/li.wei', ...groups],
        displayName: options.name ?? '李伟',
      }),
    ],
    config: {
      app: {
        extensions: [
          { 'home-page-widget:home/random-joke': false },
          { 'home-page-widget:home/toolkit': false },
          { 'home-page-widget:home/starred-entities': false },
          { 'home-page-widget:home/most-visited': false },
          { 'home-page-widget:home/recently-visited': false },
          { 'home-page-widget:home/world-clock': false },
          {
            'api:app/app-language': {
              config: { availableLanguages: ['en', 'zh'] },
            },
          },
        ],
      },
    },
  });
  return api;
}

async function needs(name = 'What needs you') {
  const list = await screen.findByRole('list', { name });
  return within(list).getAllByRole('listitem');
}

describe('the home page', () => {
  it('greets, and begins with what needs one, worst first', async () => {
    const silentSince = new Date(Date.now() - 38_000).toISOString();
    const all = fleet({
      'coupon-api': [
        cell('prod-beijing', { version: '0.9.7', drift: true }),
        cell('prod-shanghai', { version: '0.9.5', drift: true }),
      ],
      'payment-api': [
        cell('prod-beijing', {
          state: 'degraded',
          reason: {
            code: 'crash-loop',
            params: { pod: 'x', exitCode: 137, reason: 'OOMKilled' },
          },
        }),
        cell('prod-shanghai', { state: 'unknown', staleSince: silentSince }),
      ],
    });
    all.clusters[1].status = 'unreachable';
    all.clusters[1].lastContactAt = silentSince;
    open(all);

    expect(
      await screen.findByRole('heading', { level: 1, name: /^Good .*, 李伟$/ }),
    ).toBeVisible();
    expect(
      await screen.findByRole('link', { name: 'team-order' }),
    ).toHaveAttribute('href', '/catalog/default/group/team-order');

    const [failed, silent, differing, ...others] = await needs();
    expect(others).toEqual([]);
    expect(failed).toHaveTextContent(
      /^Failedpayment-api A1\.4\.0 prod-beijing Crash loop: exit 137, out of memory/,
    );
    expect(
      within(failed).getByRole('link', { name: 'Open payment-api' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/payment-api/deploy?workload=prod%2Fprod-beijing%2Forder%2Fx',
    );
    expect(silent).toHaveTextContent(
      /^No answerprod-shanghai \d+ s; 2 of your targets show their last known state/,
    );
    expect(within(silent).getByRole('link')).toHaveAttribute(
      'href',
      '/deploy?state=unknown',
    );
    expect(differing).toHaveTextContent(
      /^Differscoupon-api A0\.9\.7prod-beijingB0\.9\.5prod-shanghai/,
    );

    const services = await screen.findByRole('region', {
      name: 'My services',
    });
    expect(
      (await within(services).findAllByRole('rowheader')).map(
        row => row.textContent,
      ),
    ).toEqual(['payment-apiteam-order', 'coupon-apiteam-order']);
    expect(
      within(services).getByRole('link', { name: 'All teams' }),
    ).toHaveAttribute('href', '/deploy?scope=all');
  });

  it('begins with rollouts that wait for one, then those that are stuck', async () => {
    const stuck = {
      code: 'cluster-away',
      params: { cluster: 'prod-beijing', seconds: 480 },
      since: new Date(Date.now() - 480_000).toISOString(),
    };
    open(
      fleet({ 'order-api': [cell('prod-beijing', { state: 'degraded' })] }),
      {
        rollouts: {
          // One can approve what one does not own.
          waiting: [rollout('payment-api', { state: 'waiting-for-person' })],
          stuck: [rollout('order-api', { stuck }), rollout('other', { stuck })],
          running: [rollout('order-api'), rollout('other')],
        },
      },
    );
    const [waiting, held, failed, ...others] = await needs();
    expect(others).toEqual([]);
    expect(waiting).toHaveTextContent(
      /^Waits for youpayment-api 1\.4\.1 → prod started by wang\.fang 6 min ago/,
    );
    expect(
      within(waiting).getByRole('link', {
        name: 'Review the rollout of payment-api',
      }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/payment-api/deploy?workload=prod%2Fprod-beijing%2Forder%2Fpayment-api',
    );
    expect(held).toHaveTextContent(
      /^Stuckorder-api 1\.4\.1 → prod prod-beijing does not answer, for 8 min/,
    );
    expect(failed).toHaveTextContent(/^Failed/);
    const running = await screen.findByRole('list', {
      name: 'Rollouts of your services',
    });
    expect(within(running).getAllByRole('listitem')).toHaveLength(1);
    expect(running).toHaveTextContent(/order-api1\.4\.0 → 1\.4\.1prod/);
  });

  it('does not say that nothing waits when nobody knows', async () => {
    open(fleet({ 'order-api': [cell('prod-beijing')] }), {
      rollouts: Object.assign(new Error('no'), { statusCode: 503 }),
    });
    const [line] = await needs();
    expect(line).toHaveTextContent(
      'Rollouts which rollouts wait for you cannot be read just now',
    );
    expect(screen.queryByText('Nothing needs you')).not.toBeInTheDocument();
  });

  it('says which cluster has not been read, once', async () => {
    const all = fleet({ 'order-api': [cell('prod-beijing')] });
    const params = { cluster: 'prod-shanghai' };
    all.problems = [{ code: 'not-read', params }];
    open(all);
    const [line, ...others] = await needs();
    expect(others).toEqual([]);
    expect(line).toHaveTextContent(
      /^Not readprod-shanghai what of yours runs there is not known yet/,
    );
    expect(within(line).getByRole('link')).toHaveAttribute('href', '/deploy');
  });

  it('has one line for a cluster that is silent and has not been read', async () => {
    const all = fleet({ 'order-api': [cell('prod-beijing')] });
    const params = { cluster: 'prod-shanghai', verb: 'list', resource: 'pods' };
    all.problems = [{ code: 'forbidden', params }];
    all.clusters[1].status = 'unauthorized';
    open(all);
    const lines = await needs();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toHaveTextContent(/^Refused/);
  });

  it('says that nothing needs one, in Chinese', async () => {
    const api = open(
      fleet({ 'order-api': [cell('prod-beijing'), cell('prod-shanghai')] }),
      { language: 'zh' },
    );
    expect(await screen.findByText('没有需要你处理的事')).toBeVisible();
    expect(
      await screen.findByRole('heading', { level: 1, name: /好，李伟$/ }),
    ).toBeVisible();
    const services = await screen.findByRole('region', { name: '我的服务' });
    expect(await within(services).findByRole('grid')).toBeVisible();
    // Both widgets show the same answer.
    expect(api.getFleet).toHaveBeenCalledTimes(1);
    expect(api.getFleet).toHaveBeenCalledWith(
      { owned: true, since: undefined },
      expect.anything(),
    );
  });

  it('leads those who own nothing on', async () => {
    open(fleet({}), { groups: [] });
    expect(await screen.findByText('You own no services yet')).toBeVisible();
    expect(await screen.findByText('in no team')).toBeVisible();
    await screen.findByRole('region', { name: 'My services' });
    expect(screen.getAllByRole('link', { name: 'All teams' })).toHaveLength(2);
  });

  it('lists no more than a few', async () => {
    const broken = Array.from({ length: 9 }, (_, index) => [
      `service-${index}`,
      [cell('prod-beijing', { state: 'degraded' })],
    ]);
    open(fleet(Object.fromEntries(broken)));
    expect(await needs()).toHaveLength(6);
    expect(screen.getByRole('link', { name: '3 more' })).toHaveAttribute(
      'href',
      '/deploy?state=trouble',
    );
  });

  it('says what could not be loaded', async () => {
    open(Object.assign(new Error('no database'), { statusCode: 500 }));
    await waitFor(() => expect(screen.getAllByRole('alert')).toHaveLength(2));
  });
});

describe('partOfDay', () => {
  it.each([
    [0, 'evening'],
    [4, 'evening'],
    [5, 'morning'],
    [10, 'morning'],
    [11, 'noon'],
    [13, 'afternoon'],
    [17, 'afternoon'],
    [18, 'evening'],
    [23, 'evening'],
  ])('%i o’clock is %s', (hour, part) => {
    expect(partOfDay(hour)).toBe(part);
  });
});
