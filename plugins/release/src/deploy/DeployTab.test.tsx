import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { FakeReleaseApi } from '../../dev/FakeReleaseApi';
import { BEIJING, pod, SHANGHAI, side } from '../../dev/fixtures/orderApi';
import { renderDeployTab } from './__testUtils__/renderDeployTab';

const CRASHED = 'order-api-7d9f8b6c5-t5r9v';

function httpError(status: number): Error {
  return Object.assign(new Error('The backend said no'), {
    statusCode: status,
  });
}

/** Rows of a table by what a reader sees in them, without the head. */
async function rowsOf(role: 'grid' | 'table', name: string) {
  const table = await screen.findByRole(role, { name });
  return within(table).getAllByRole('row').slice(1);
}

function workloadIn(api: FakeReleaseApi, id: string) {
  const { workloads } = api.world.list;
  const index = workloads.findIndex(workload => workload.id === id);
  return {
    set: (change: Partial<(typeof workloads)[number]>) => {
      // The backend sends new objects each time.
      api.world.list = {
        ...api.world.list,
        workloads: workloads.with(index, { ...workloads[index], ...change }),
      };
    },
  };
}

function setPods(api: FakeReleaseApi, pods: ReturnType<typeof pod>[]) {
  const now = new Date().toISOString();
  api.world.pods.set(BEIJING, { pods, total: pods.length, now });
}

function shanghaiIsSilent(api: FakeReleaseApi, seconds = 38) {
  const since = new Date(Date.now() - seconds * 1_000).toISOString();
  workloadIn(api, SHANGHAI).set({
    state: 'unknown',
    staleSince: since,
    reasons: [{ code: 'no-answer', params: { cluster: 'prod-shanghai' } }],
  });
  api.world.list.clusters = api.world.list.clusters.map(cluster =>
    cluster.name === 'prod-shanghai'
      ? {
          ...cluster,
          status: 'unreachable',
          since,
          lastContactAt: since,
          message: 'connect ECONNREFUSED',
        }
      : cluster,
  );
}

describe('the Deploy tab', () => {
  describe('shows what runs where', () => {
    it('in order of environments, trouble chosen, in English', async () => {
      renderDeployTab();
      const rows = await rowsOf('grid', 'What runs where');
      expect(rows.map(row => row.textContent)).toEqual([
        expect.stringMatching(/^devdevorder.*C1\.5\.0-rc\.2.*1 \/ 1Healthy/),
        expect.stringMatching(/^testtestorder.*B1\.4\.1.*2 \/ 2Healthy/),
        expect.stringMatching(/^stagingprod-beijingorder-staging.*B1\.4\.1/),
        expect.stringMatching(
          /^prodprod-beijingorderA1\.4\.0B1\.4\.1×25 \/ 6 \+ 2 \/ 2Crash loop: exit 137, out of memorykubectl-scale/,
        ),
        expect.stringMatching(/^prodprod-shanghaiorderA1\.4\.0.*6 \/ 6Healthy/),
      ]);
      expect(rows[3]).toHaveAttribute('aria-selected', 'true');
      expect(
        screen.getByRole('region', { name: 'prod-beijing · order' }),
      ).toHaveTextContent('registry.yunfan.test/order/order-api:1.4.1');
    });

    it('in Chinese', async () => {
      renderDeployTab({ language: 'zh' });
      const rows = await rowsOf('grid', '各环境运行情况');
      expect(rows[3]).toHaveTextContent('反复崩溃：退出码 137，内存超限');
      expect(rows[4]).toHaveTextContent('健康');
      const pods = await rowsOf('table', 'Pods');
      expect(pods[0]).toHaveTextContent('金丝雀');
      expect(pods[0]).toHaveTextContent('启动中');
      expect(
        screen.getByRole('columnheader', { name: '就绪 / 期望' }),
      ).toBeInTheDocument();
    });

    it('tells clusters of one environment that differ', async () => {
      renderDeployTab({
        prepare: api => {
          workloadIn(api, BEIJING).set({ drift: true });
          workloadIn(api, SHANGHAI).set({
            release: side('1.3.2', 6),
            drift: true,
          });
        },
      });
      const rows = await rowsOf('grid', 'What runs where');
      expect(rows[3]).toHaveTextContent('Differs from prod-shanghai');
      expect(rows[4]).toHaveTextContent('Differs from prod-beijing');
    });

    it('names the Deployments where a service has several', async () => {
      renderDeployTab({
        prepare: api => {
          const [dev] = api.world.list.workloads;
          api.world.list.workloads.splice(1, 0, {
            ...dev,
            id: 'dev/dev/order/order-worker',
            name: 'order-worker',
          });
        },
      });
      const rows = await rowsOf('grid', 'What runs where');
      expect(rows[0]).toHaveTextContent('order · order-api');
      expect(rows[1]).toHaveTextContent('order · order-worker');
      expect(rows[2]).not.toHaveTextContent('·');
    });
  });

  describe('lets choose a workload', () => {
    it('by keys, and keeps it in the address', async () => {
      const user = userEvent.setup();
      renderDeployTab();
      await rowsOf('grid', 'What runs where');
      await user.tab();
      await user.keyboard('{ArrowDown}{Enter}');
      expect(
        await screen.findByRole('row', { name: /prod-shanghai/ }),
      ).toHaveAttribute('aria-selected', 'true');
      expect(
        screen.getByRole('region', { name: 'prod-shanghai · order' }),
      ).toBeInTheDocument();
      expect(screen.getByLabelText('address')).toHaveTextContent(
        `?workload=${SHANGHAI}`,
      );
    });

    it('by a link to it and to a view of it', async () => {
      renderDeployTab({ search: `?workload=${BEIJING}&view=events` });
      const [newest] = await rowsOf('table', 'Events');
      expect(newest).toHaveTextContent('WarningBackOff');
      expect(newest).toHaveTextContent('×42');
    });

    it('says so when it is not there', async () => {
      renderDeployTab({ search: '?workload=prod/prod-beijing/order/gone' });
      expect(
        await screen.findByText('This workload is not there any more'),
      ).toBeInTheDocument();
    });

    it('and shows its revisions and what stands around its pods', async () => {
      const user = userEvent.setup();
      renderDeployTab();
      await user.click(await screen.findByRole('tab', { name: 'Revisions' }));
      const revisions = await rowsOf('table', 'Revisions');
      expect(revisions[0]).toHaveTextContent(
        /^7current.*1\.4\.0.*release 1\.4\.0, ORD-790.*6 \/ 6$/,
      );

      await user.click(screen.getByRole('tab', { name: 'Config' }));
      expect(
        await screen.findByRole('list', { name: 'Worth a look' }),
      ).toHaveTextContent(
        'PodDisruptionBudget order-api allows no eviction: draining a node waits for ever',
      );
      const [service] = await rowsOf('table', 'Services');
      expect(service).toHaveTextContent(
        'order-api ClusterIPreleasecanaryhttp 8080app=order-api',
      );
    });
  });

  describe('follows changes', () => {
    it('in place, and leaves open tabs, focus and rows alone', async () => {
      const user = userEvent.setup();
      const { change } = renderDeployTab();
      const [, , , beijing] = await rowsOf('grid', 'What runs where');
      const logs = await screen.findByRole('button', {
        name: 'Logs of order-api-7d9f8b6c5-k2x4p',
      });
      act(() => logs.focus());

      await change(api => {
        workloadIn(api, BEIJING).set({
          release: side('1.4.1', 6),
          state: 'progressing',
          reasons: [
            { code: 'rolling-out', params: { updated: 2, desired: 6 } },
          ],
        });
        const { pods } = api.world.pods.get(BEIJING) ?? { pods: [] };
        setPods(
          api,
          pods.map(each => ({ ...each, restarts: 9, state: 'ready' })),
        );
      });

      await waitFor(() =>
        expect(beijing).toHaveTextContent('Rolling out: 2 of 6'),
      );
      expect(beijing).toBeInTheDocument();
      expect(logs).toHaveFocus();
      const pods = await rowsOf('table', 'Pods');
      expect(pods[0]).toHaveTextContent('Ready9');

      await user.click(screen.getByRole('tab', { name: 'Config' }));
      await screen.findByRole('table', { name: 'Services' });
      await change(api => workloadIn(api, BEIJING).set({ state: 'healthy' }));
      await waitFor(() => expect(beijing).toHaveTextContent('Healthy'));
      expect(screen.getByRole('tab', { name: 'Config' })).toHaveAttribute(
        'aria-selected',
        'true',
      );
    });

    it('keeps what was chosen by itself when another gets into trouble', async () => {
      const { change } = renderDeployTab();
      const [dev, , , beijing] = await rowsOf('grid', 'What runs where');
      await change(api =>
        workloadIn(api, 'dev/dev/order/order-api').set({ state: 'degraded' }),
      );
      await waitFor(() => expect(dev).toHaveTextContent('Degraded'));
      expect(beijing).toHaveAttribute('aria-selected', 'true');
    });

    it('keeps rows where they are while the pointer is over them', async () => {
      const user = userEvent.setup();
      const { change } = renderDeployTab();
      const before = await rowsOf('table', 'Pods');
      await user.hover(before[2]);
      await change(api => {
        const { pods } = api.world.pods.get(BEIJING) ?? { pods: [] };
        setPods(api, [
          pod('order-api-7d9f8b6c5-aaaaa', '1.4.0'),
          ...pods.filter(({ name }) => name !== CRASHED),
        ]);
      });

      await waitFor(() => expect(before[2]).toHaveTextContent('Gone'));
      const during = await rowsOf('table', 'Pods');
      expect(during.slice(0, -1)).toEqual(before);
      expect(during.at(-1)).toHaveTextContent('aaaaa');

      await user.unhover(before[2]);
      await waitFor(() => expect(before[2]).not.toBeInTheDocument());
      const [first] = await rowsOf('table', 'Pods');
      expect(first).toHaveTextContent('aaaaa');
    });
  });

  describe('when a cluster is not as it should be', () => {
    it('keeps its last values, counts its silence and leaves the others', async () => {
      renderDeployTab({ prepare: shanghaiIsSilent });
      const rows = await rowsOf('grid', 'What runs where');
      expect(rows[4]).toHaveTextContent(/1\.4\.0.*6 \/ 6No answer for 3\d s/);
      expect(rows[0]).toHaveTextContent('Healthy');
      const chip = screen.getByText(/^prod-shanghai unreachable for 3\d s$/);
      expect(chip).toHaveAttribute(
        'title',
        expect.stringContaining('connect ECONNREFUSED'),
      );
      const shown = rows[4].textContent;
      await waitFor(() => expect(rows[4].textContent).not.toBe(shown));
      expect(rows[4]).toHaveTextContent(/No answer for [34]\d s/);
    });

    it('tells silence by the clock of the server', async () => {
      renderDeployTab({
        prepare: api => {
          shanghaiIsSilent(api, 0);
          // The browser's clock is an hour late.
          api.world.list.now = new Date(Date.now() + 3_600_000).toISOString();
        },
      });
      const rows = await rowsOf('grid', 'What runs where');
      expect(rows[4]).toHaveTextContent('No answer for 1 h');
      expect(rows[0]).toHaveTextContent('1 h ago');
    });

    it('says what the portal may not do there', async () => {
      renderDeployTab({
        prepare: api => {
          const [dev, test, ...others] = api.world.list.clusters;
          api.world.list.clusters = [
            { ...dev, forbidden: [{ verb: 'list', resource: 'pods' }] },
            { ...test, writable: false },
            ...others.map(cluster => ({
              ...cluster,
              status: 'unauthorized' as const,
            })),
          ];
        },
      });
      await rowsOf('grid', 'What runs where');
      const words = [
        'dev: the portal may not list pods',
        'test: the portal may only read',
        'prod-beijing refuses the portal’s credentials',
      ];
      for (const text of words) {
        expect(screen.getByText(text)).toBeInTheDocument();
      }
    });

    it('does not call nothing what nobody knows', async () => {
      renderDeployTab({
        prepare: api => {
          shanghaiIsSilent(api);
          const { list } = api.world;
          list.clusters = list.clusters.map(cluster => ({
            ...cluster,
            status: 'unreachable',
            lastContactAt: undefined,
          }));
          list.workloads = [];
        },
      });
      expect(await screen.findByText('No cluster answers')).toBeInTheDocument();
    });
  });

  describe('when there is nothing to show', () => {
    it('says what it looks for', async () => {
      renderDeployTab({
        prepare: api => {
          api.world.list.workloads = [];
          api.world.list.problems = [
            {
              code: 'not-granted',
              params: { environment: 'prod', count: 3 },
            },
            { code: 'from-the-future', params: {} },
          ];
        },
      });
      expect(await screen.findByText('Nothing runs yet')).toBeInTheDocument();
      expect(
        screen.getByText('backstage.io/kubernetes-id=order-api'),
      ).toBeInTheDocument();
      expect(
        screen.getByText(
          '3 Deployments match in prod, in namespaces that are not granted to the owner',
        ),
      ).toBeInTheDocument();
      expect(screen.getByText('from-the-future')).toBeInTheDocument();
    });

    it('says that it is not for this reader, and hides what was seen', async () => {
      const { change } = renderDeployTab();
      await rowsOf('grid', 'What runs where');
      await change(api => {
        api.failure = httpError(403);
      });
      expect(
        await screen.findByText('You may not see what runs of this service'),
      ).toBeInTheDocument();
      expect(screen.queryByRole('grid')).not.toBeInTheDocument();
      expect(screen.queryByText(CRASHED)).not.toBeInTheDocument();
    });

    it('tells an error and tries again', async () => {
      const user = userEvent.setup();
      const { api } = renderDeployTab({
        prepare: fake => {
          fake.failure = httpError(400);
        },
      });
      const again = await screen.findByRole('button', { name: 'Try again' });
      expect(screen.getByRole('alert')).toHaveTextContent(
        'The backend said no',
      );
      api.failure = undefined;
      await user.click(again);
      expect(await rowsOf('grid', 'What runs where')).toHaveLength(5);
    });

    it('keeps the last answer when a later one fails', async () => {
      const { change } = renderDeployTab();
      const rows = await rowsOf('grid', 'What runs where');
      await change(api => {
        api.failure = httpError(400);
      });
      expect(await screen.findAllByText(/^reconnecting/)).not.toHaveLength(0);
      expect(rows[0]).toBeInTheDocument();
    });
  });

  it('shows texts from clusters as texts', async () => {
    const evil = '<img src=x onerror=alert(1)>\u202egnp.sdp';
    renderDeployTab({
      prepare: api => {
        setPods(api, [
          pod(evil, evil, {
            node: evil,
            state: 'failed',
            reasons: [{ code: 'cannot-start', params: { reason: evil } }],
          }),
        ]);
        workloadIn(api, BEIJING).set({
          lastChange: {
            manager: evil,
            at: new Date().toISOString(),
            fields: [],
            role: 'release',
          },
          reasons: [{ code: evil, params: { message: `${evil}$t(x){{pod}}` } }],
        });
      },
    });
    const [row] = await rowsOf('table', 'Pods');
    expect(row).toHaveTextContent('<img src=x onerror=alert(1)>\\u{202e}gnp');
    expect(row).toHaveTextContent('Cannot start: <img src=x');
    expect(document.querySelector('img')).toBeNull();
    expect(document.body.textContent).toContain('$t(x){{pod}}');
    expect(document.body.textContent).not.toContain('\u202e');
  });

  it('names tables, tabs and regions for those who do not see them', async () => {
    renderDeployTab();
    await rowsOf('table', 'Pods');
    expect(
      screen.getAllByRole('heading').map(heading => heading.textContent),
    ).toEqual(['Environments', 'prod-beijing · order']);
    expect(screen.getByRole('tabpanel', { name: 'Pods' })).toBeInTheDocument();
    for (const bar of screen.getAllByRole('img')) {
      expect(bar).toHaveAccessibleName();
    }
    for (const button of screen.getAllByRole('button')) {
      expect(button).toHaveAccessibleName();
    }
  });
});
