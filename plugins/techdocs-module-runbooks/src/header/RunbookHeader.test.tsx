import type { CompoundEntityRef } from '@backstage/catalog-model';
import {
  discoveryApiRef,
  fetchApiRef,
  identityApiRef,
} from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  techdocsApiRef,
  TechDocsReaderPageProvider,
  useTechDocsReaderPage,
} from '@backstage/plugin-techdocs-react';
import { inLanguage } from '@pilothouse/pilothouse-react/testUtils';
import type { Runbook } from '@pilothouse/plugin-runbooks-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useEffect, useRef } from 'react';
import { Route, Routes } from 'react-router-dom';
import { RunbookHeader } from './RunbookHeader';

const OPS = 'component:default/ops-runbooks';
const page = (language: string, title: string) => ({
  language,
  title,
  path: `${language}/redis-full`,
  url: `/docs/default/component/ops-runbooks/${language}/redis-full`,
});
const REDIS: Runbook = {
  id: `${OPS}#redis-full`,
  entityRef: OPS,
  owner: 'group:default/ops',
  pages: [page('en', 'Redis is full'), page('zh', 'Redis 写满')],
  kind: 'incident',
  severity: 'critical',
  alerts: ['RedisMemoryFull', 'RedisDown'],
  services: ['component:default/cart-api', 'component:default/order-api'],
  reviewEvery: 'P90D',
  reviewed: '2026-01-01',
  reviewDue: '2026-04-01',
  rto: 'P1DT30M',
  faults: [
    { code: 'wrong', field: 'rpo', message: 'x', path: 'en/redis-full' },
  ],
};

const STEPS = ['Look', 'Act'].map(
  text =>
    `<li class="task-list-item"><label><input type="checkbox" disabled></label> ${text}</li>`,
);

/** Puts a page into its shadow root, as the reader does. */
function Page({ steps }: { steps: readonly string[] }) {
  const host = useRef<HTMLDivElement>(null);
  const { setShadowRoot } = useTechDocsReaderPage();
  useEffect(() => {
    const root =
      host.current?.shadowRoot ?? host.current?.attachShadow({ mode: 'open' });
    if (!root) return;
    root.innerHTML = `<ul>${steps.join('')}</ul>`;
    setShadowRoot(root);
  }, [setShadowRoot, steps]);
  return <div ref={host} data-testid="page" />;
}

const ENTITY: CompoundEntityRef = {
  kind: 'Component',
  namespace: 'default',
  name: 'ops-runbooks',
};

function render(
  path: string,
  options: { status?: number; language?: 'en' | 'zh' } = {},
) {
  const { status = 200, language = 'en' } = options;
  const answer = {
    runbooks: [REDIS],
    problems: [],
    now: '2026-11-21T08:00:00.000Z',
  };
  const fetch = jest.fn(
    async () => new Response(JSON.stringify(answer), { status }),
  );
  const never = () => new Promise<never>(() => {});
  renderInTestApp(
    <Routes>
      <Route
        path="/docs/*"
        element={
          <TechDocsReaderPageProvider entityRef={ENTITY}>
            <RunbookHeader />
            <Page steps={STEPS} />
          </TechDocsReaderPageProvider>
        }
      />
    </Routes>,
    {
      initialRouteEntries: [`/docs/${path}`],
      config: inLanguage(language),
      apis: [
        [fetchApiRef, { fetch }],
        [discoveryApiRef, { getBaseUrl: async id => `http://x/api/${id}` }],
        [
          techdocsApiRef,
          {
            getTechDocsMetadata: never,
            getEntityMetadata: never,
            getCookie: never,
            getApiOrigin: never,
          },
        ],
        [
          identityApiRef,
          {
            getBackstageIdentity: async () => ({
              type: 'user' as const,
              userEntityRef: 'user:default/li.wei',
              ownershipEntityRefs: [],
            }),
            getProfileInfo: async () => ({}),
            getCredentials: async () => ({}),
            signOut: async () => {},
          },
        ],
      ],
    },
  );
  return fetch;
}

const boxes = () => [
  ...(screen
    .getByTestId('page')
    .shadowRoot?.querySelectorAll<HTMLInputElement>('input') ?? []),
];

beforeEach(() => window.localStorage.clear());

describe('the header of a runbook', () => {
  it('says what it is for, whose, and what is wrong with it', async () => {
    render('en/redis-full/');
    const header = await screen.findByRole('region', {
      name: 'About this runbook',
    });
    expect(header).toHaveTextContent('Incident runbookcritical');
    expect(header).toHaveTextContent('Front matter: rpo');
    expect(header).toHaveTextContent('Review overdue since Apr 1, 2026');
    expect(header).toHaveTextContent('Never drilled');
    expect(header).toHaveTextContent('ownerops');
    expect(header).toHaveTextContent('servicescart-apiorder-api');
    expect(header).toHaveTextContent('alertsRedisMemoryFullRedisDown');
    expect(header).toHaveTextContent('back within1 d 30 min');
    expect(
      within(header).getByRole('link', { name: '简体中文' }),
    ).toHaveAttribute('href', REDIS.pages[1].url);
  });

  it('speaks Chinese', async () => {
    render('zh/redis-full', { language: 'zh' });
    const header = await screen.findByRole('region', { name: '关于本手册' });
    expect(header).toHaveTextContent('故障处理手册严重');
    expect(
      within(header).getByRole('link', { name: 'English' }),
    ).toHaveAttribute('href', REDIS.pages[0].url);
    expect(await screen.findByText('已完成 0 / 2 步')).toBeVisible();
  });

  it('makes the task list a checklist, by keyboard too', async () => {
    render('en/redis-full');
    expect(await screen.findByText('0 of 2 steps done')).toBeVisible();
    const [look, act] = boxes();
    await userEvent.click(look);
    expect(await screen.findByText('1 of 2 steps done')).toBeVisible();
    act.focus();
    await userEvent.keyboard(' ');
    expect(await screen.findByText('All 2 steps done')).toBeVisible();
    expect(screen.getByRole('progressbar', { name: 'Steps done' })).toHaveValue(
      2,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Start over' }));
    expect(await screen.findByText('0 of 2 steps done')).toBeVisible();
    expect(boxes().map(({ checked }) => checked)).toEqual([false, false]);
  });

  it.each([
    ['a page that is no runbook', 'en/other', 200],
    ['a page whose index cannot be asked', 'en/redis-full', 503],
    ['a page of documentation that may not be seen', 'en/redis-full', 404],
  ])('leaves alone %s', async (_, path, status) => {
    const fetch = render(path, { status });
    await waitFor(() => expect(fetch).toHaveBeenCalled());
    await waitFor(() => expect(boxes()).toHaveLength(2));
    expect(
      screen.queryByRole('region', { name: 'About this runbook' }),
    ).toBeNull();
    expect(boxes().every(({ disabled }) => disabled)).toBe(true);
  });
});
