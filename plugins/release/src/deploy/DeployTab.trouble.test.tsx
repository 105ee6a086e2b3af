import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { FakeReleaseApi } from '../../dev/FakeReleaseApi';
import { pod, SHANGHAI } from '../../dev/fixtures/orderApi';
import { shanghaiIsUnread } from '../../dev/trouble';
import { renderDeployTab } from './__testUtils__/renderDeployTab';
import {
  httpError,
  rowsOf,
  shanghaiIsSilent,
  workloadIn,
} from './__testUtils__/world';

const CRASHED = 'order-api-7d9f8b6c5-t5r9v';

/** Pods as Shanghai told them when it was well. */
function givePods(api: FakeReleaseApi) {
  const pods = [pod('order-api-7d9f8b6c5-aaaaa', '1.4.0')];
  api.world.pods.set(SHANGHAI, {
    pods,
    total: pods.length,
    now: new Date().toISOString(),
  });
}

describe('the Deploy tab, when a cluster is not as it should be', () => {
  it('keeps its last values, counts its silence and leaves the others', async () => {
    renderDeployTab({ prepare: shanghaiIsSilent });
    const rows = await rowsOf('grid', 'What runs where');
    expect(rows[4]).toHaveTextContent(/1\.4\.0.*6 \/ 6No answer for [3-5]\d s/);
    expect(rows[0]).toHaveTextContent('Healthy');
    const chip = screen.getByText(/^prod-shanghai unreachable for [3-5]\d s$/);
    expect(chip).toHaveAttribute(
      'title',
      expect.stringContaining('connect ECONNREFUSED'),
    );
    const shown = rows[4].textContent;
    await waitFor(() => expect(rows[4].textContent).not.toBe(shown));
    expect(rows[4]).toHaveTextContent(/No answer for [34]\d s/);
  });

  it('shows nothing as alive of what it knew, and says how old that is', async () => {
    renderDeployTab({
      search: `?workload=${SHANGHAI}`,
      prepare: api => {
        shanghaiIsSilent(api);
        givePods(api);
      },
    });
    const panel = await screen.findByRole('region', {
      name: 'prod-shanghai · order',
    });
    expect(panel).toHaveTextContent(
      /prod-shanghai does not answer: last known [3-5]\d s ago/,
    );
    const pods = await rowsOf('table', 'Pods');
    expect(pods).not.toHaveLength(0);
    for (const row of pods) {
      expect(row).toHaveTextContent('Unknown');
      expect(row).not.toHaveTextContent('Ready');
    }
  });

  it('says in Chinese how old that is, with a blank before the number', async () => {
    renderDeployTab({
      language: 'zh',
      search: `?workload=${SHANGHAI}`,
      prepare: shanghaiIsSilent,
    });
    expect(
      await screen.findByRole('region', { name: 'prod-shanghai · order' }),
    ).toHaveTextContent(/prod-shanghai 无响应：显示 [3-5]\d 秒前的数据/);
  });

  it('tells refused credentials from silence', async () => {
    renderDeployTab({
      search: `?workload=${SHANGHAI}`,
      prepare: api => shanghaiIsSilent(api, 38, 'refused'),
    });
    const rows = await rowsOf('grid', 'What runs where');
    expect(rows[4]).toHaveTextContent(
      /Credentials refused; last known [3-5]\d s ago/,
    );
    expect(
      screen.getByRole('region', { name: 'prod-shanghai · order' }),
    ).toHaveTextContent(
      /prod-shanghai refuses the portal’s credentials: last known [3-5]\d s ago/,
    );
    expect(
      screen.getByText(
        /^prod-shanghai has refused the portal’s credentials for [3-5]\d s$/,
      ),
    ).toBeInTheDocument();
  });

  it('says when a cluster fell behind, whose pods it still knows', async () => {
    const since = new Date(Date.now() - 3_900_000).toISOString();
    renderDeployTab({
      search: `?workload=${SHANGHAI}`,
      prepare: api => {
        givePods(api);
        workloadIn(api, SHANGHAI).set({ staleSince: since });
        api.world.list.clusters = api.world.list.clusters.map(cluster =>
          cluster.name === 'prod-shanghai'
            ? { ...cluster, status: 'stale', since }
            : cluster,
        );
      },
    });
    expect(
      await screen.findByRole('region', { name: 'prod-shanghai · order' }),
    ).toHaveTextContent('prod-shanghai is behind: as of 1 h ago');
    // It answers, so its last contact is now: that is not how far it is behind.
    expect(
      screen.getByText('prod-shanghai is behind by 1 h'),
    ).toBeInTheDocument();
    const [first] = await rowsOf('table', 'Pods');
    expect(first).toHaveTextContent('Ready');
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
      /^prod-beijing has refused the portal’s credentials/,
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

describe('the Deploy tab, when a cluster has not been read', () => {
  const NOTE =
    'prod-shanghai has not been read yet: what runs there is not known';

  it('says so, and shows the others', async () => {
    renderDeployTab({ prepare: shanghaiIsUnread });
    expect(await rowsOf('grid', 'What runs where')).toHaveLength(4);
    expect(screen.getByText(NOTE)).toBeInTheDocument();
    // It stands where the row would; above all else it would only be in the way.
    expect(screen.getAllByText(/not known/)).toHaveLength(1);
  });

  it.each([
    ['unreachable', /^prod-shanghai does not answer: what runs there is not/],
    ['unauthorized', /^prod-shanghai refuses the portal’s credentials: what/],
    ['unsupported', /^The sign-in of prod-shanghai needs a person: what runs/],
  ] as const)('says why when it is %s', async (status, text) => {
    renderDeployTab({
      prepare: api => {
        shanghaiIsUnread(api);
        const { list } = api.world;
        list.clusters = list.clusters.map(cluster => ({ ...cluster, status }));
      },
    });
    expect(await screen.findByText(text)).toBeInTheDocument();
  });

  it('says what the portal may not', async () => {
    renderDeployTab({
      language: 'zh',
      prepare: api => {
        shanghaiIsUnread(api);
        const params = {
          cluster: 'prod-shanghai',
          verb: 'list',
          resource: 'deployments',
        };
        api.world.list.problems = [{ code: 'forbidden', params }];
      },
    });
    expect(
      await screen.findByText(
        'prod-shanghai 上的运行情况未知：门户无权 list deployments',
      ),
    ).toBeInTheDocument();
  });

  it('calls no workload gone that may be there', async () => {
    renderDeployTab({
      search: `?workload=${SHANGHAI}`,
      prepare: shanghaiIsUnread,
    });
    const panel = await screen.findByRole('region', {
      name: 'prod-shanghai · order',
    });
    expect(panel).toHaveTextContent(NOTE);
    expect(panel).not.toHaveTextContent('not there any more');
  });

  it('does not say that nothing runs', async () => {
    renderDeployTab({
      prepare: api => {
        shanghaiIsUnread(api);
        api.world.list.workloads = [];
      },
    });
    expect(await screen.findByText('Nothing found so far')).toBeInTheDocument();
    expect(screen.getByText(NOTE)).toBeInTheDocument();
    expect(screen.queryByText('Nothing runs yet')).not.toBeInTheDocument();
  });
});

describe('the Deploy tab, when there is nothing to show', () => {
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
    expect(screen.getByRole('alert')).toHaveTextContent('The backend said no');
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
