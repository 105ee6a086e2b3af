import { renderInTestApp } from '@backstage/frontend-test-utils';
import { inLanguage } from '@pilothouse/pilothouse-react/testUtils';
import { ResponseError } from '@backstage/errors';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { PilothouseQueryProvider } from '@pilothouse/pilothouse-react';
import type {
  PipelinesApi,
  ProjectOverview,
} from '@pilothouse/plugin-pipelines-common';
import { screen, within } from '@testing-library/react';
import { pipelinesApiRef } from '../api/pipelinesApi';
import { PipelineCard } from './PipelineCard';

const at = new Date(Date.now() - 12.5 * 60_000).toISOString();

const OVERVIEW: ProjectOverview = {
  project: { path: 'order/order-api', url: 'https://git.test/order/order-api' },
  pipelines: [
    {
      id: 92,
      status: 'running',
      ref: 'main',
      commit: '3f2a91c0d4e5f60718293a4b5c6d7e8f90a1b2c3',
      createdAt: at,
      url: 'https://git.test/order/order-api/-/pipelines/92',
    },
    {
      id: 91,
      status: 'failed',
      ref: 'fix/<b>bold</b>',
      commit: '0123456789abcdef0123456789abcdef01234567',
      createdAt: at,
    },
  ],
  mergeRequests: [
    {
      number: 12,
      title: 'Refund twice is once too often',
      author: '王芳',
      draft: true,
      createdAt: at,
      url: 'https://git.test/order/order-api/-/merge_requests/12',
    },
  ],
  releases: [],
  problems: [],
  asOf: at,
};

function renderCard(
  answer: ProjectOverview | Error,
  language: 'en' | 'zh' = 'en',
) {
  const api: PipelinesApi = {
    getOverview: jest.fn(async () => {
      if (answer instanceof Error) throw answer;
      return answer;
    }),
  };
  renderInTestApp(
    <PilothouseQueryProvider>
      <EntityProvider
        entity={{
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name: 'order-api' },
        }}
      >
        <PipelineCard />
      </EntityProvider>
    </PilothouseQueryProvider>,
    { apis: [[pipelinesApiRef, api]], config: inLanguage(language) },
  );
  return api;
}

async function refused(status: number) {
  return ResponseError.fromResponse(
    new Response(
      JSON.stringify({ error: { name: 'X', message: 'No' }, response: {} }),
      { status, headers: { 'content-type': 'application/json' } },
    ) as never,
  );
}

describe('the Pipeline card', () => {
  it('tells state, branch, commit and time of each pipeline, and leads to it', async () => {
    const api = renderCard(OVERVIEW);
    const table = await screen.findByRole('table', {
      name: 'Latest pipelines',
    });
    const rows = within(table).getAllByRole('row').slice(1);
    expect(rows.map(row => row.textContent)).toEqual([
      'Runningmain3f2a91c012 min ago',
      'Failedfix/<b>bold</b>0123456712 min ago',
    ]);
    expect(within(rows[0]).getByRole('link')).toHaveAttribute(
      'href',
      'https://git.test/order/order-api/-/pipelines/92',
    );
    expect(within(rows[1]).queryByRole('link')).toBeNull();
    expect(api.getOverview).toHaveBeenCalledWith(
      { kind: 'Component', namespace: 'default', name: 'order-api' },
      expect.anything(),
    );
  });

  it('lists what waits to be merged, and says where there is nothing', async () => {
    renderCard(OVERVIEW);
    const requests = await screen.findByRole('region', {
      name: /^Open merge requests/,
    });
    expect(requests).toHaveTextContent(
      '!12 Refund twice is once too oftenDraftby 王芳',
    );
    expect(screen.getByRole('region', { name: /^Releases/ })).toHaveTextContent(
      'None yet',
    );
    expect(
      screen.getByRole('link', { name: 'Open in GitLab' }),
    ).toHaveAttribute('href', 'https://git.test/order/order-api');
  });

  it('speaks Chinese', async () => {
    renderCard(OVERVIEW, 'zh');
    const table = await screen.findByRole('table', { name: '最近的流水线' });
    expect(within(table).getByText('运行中')).toBeVisible();
    expect(screen.getByRole('heading', { name: '流水线' })).toBeVisible();
  });

  it('loses only the list that could not be read', async () => {
    renderCard({
      ...OVERVIEW,
      pipelines: [],
      problems: [{ part: 'pipelines', code: 'away' }],
    });
    expect(
      await screen.findByText('GitLab does not answer. It is asked again.'),
    ).toBeVisible();
    expect(screen.getByText(/Refund twice/)).toBeVisible();
    expect(screen.queryByText('No pipeline has run yet')).toBeNull();
  });

  it("says why another's project is not shown", async () => {
    renderCard(await refused(403));
    expect(
      await screen.findByText(/names the project of another repository/),
    ).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Open in GitLab' })).toBeNull();
  });
});
