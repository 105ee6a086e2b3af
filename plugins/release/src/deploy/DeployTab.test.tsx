import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { BEIJING, pod, SHANGHAI, side } from '../../dev/fixtures/orderApi';
import { renderDeployTab } from './__testUtils__/renderDeployTab';
import { rowsOf, setPods, workloadIn } from './__testUtils__/world';

const CRASHED = 'order-api-7d9f8b6c5-t5r9v';

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

    it('gives the release all traffic where there is no canary', async () => {
      renderDeployTab({
        prepare: api =>
          workloadIn(api, SHANGHAI).set({
            canary: undefined,
            canaryShare: undefined,
          }),
      });
      const rows = await rowsOf('grid', 'What runs where');
      expect(
        within(rows[4]).getByRole('img', {
          name: 'Traffic (est.): release 100%, canary 0%',
        }),
      ).toBeInTheDocument();
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
      await userEvent.setup().click(rows[1]);
      expect(
        await screen.findByRole('region', {
          name: 'dev · order · order-worker',
        }),
      ).toBeInTheDocument();
    });
  });

  describe('lets choose a workload', () => {
    it('by keys, and keeps it in the address', async () => {
      const user = userEvent.setup();
      renderDeployTab();
      await rowsOf('grid', 'What runs where');
      (await screen.findByRole('button', { name: 'New rollout…' })).focus();
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
    ).toEqual(['Environments', 'prod-beijing · order', 'Changes']);
    expect(screen.getByRole('tabpanel', { name: 'Pods' })).toBeInTheDocument();
    for (const bar of screen.getAllByRole('img')) {
      expect(bar).toHaveAccessibleName();
    }
    for (const button of screen.getAllByRole('button')) {
      expect(button).toHaveAccessibleName();
    }
  });
});
