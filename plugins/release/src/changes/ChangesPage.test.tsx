import { CHANGE_ACTIONS } from '@pilothouse/plugin-release-common';
import type { Change, ChangeQuery } from '@pilothouse/plugin-release-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderDeployPage } from '../pages/__testUtils__/renderDeployPage';

const TARGET = {
  environment: 'prod',
  cluster: 'prod-beijing',
  namespace: 'order',
};

function change(part: Partial<Change> = {}): Change {
  return {
    id: 'c1',
    sequence: 1,
    at: new Date(Date.now() - 90_000).toISOString(),
    actor: 'user:default/li.wei',
    action: 'scale',
    entityRef: 'component:default/order-api',
    environment: 'prod',
    target: TARGET,
    name: 'order-api',
    role: 'release',
    reason: 'sale at eight',
    before: { replicas: 6 },
    after: { replicas: 12 },
    outcome: 'done',
    ...part,
  };
}

/** Shows a ledger, and tells what it was asked. */
function open(
  changes: Change[],
  options: { search?: string; language?: 'en' | 'zh'; cursor?: string } = {},
) {
  const asked: ChangeQuery[] = [];
  renderDeployPage({
    path: `changes${options.search ?? ''}`,
    language: options.language,
    prepare: api => {
      api.listChanges = async (query: ChangeQuery) => {
        asked.push(query);
        return {
          changes,
          cursor: query.cursor ? undefined : options.cursor,
          now: new Date().toISOString(),
        };
      };
    },
  });
  return asked;
}

async function rows(name = 'Changes, the latest first') {
  const table = await screen.findByRole('table', { name });
  return within(table).getAllByRole('row').slice(1);
}

describe('the ledger', () => {
  it('says who did what, where, why, and what came of it', async () => {
    open([change()]);
    const [row] = await rows();
    expect(Array.from(row.children, cell => cell.textContent)).toEqual([
      '1 min ago',
      'li.wei',
      'Scaled',
      'order-apiprod-beijing',
      'replicas 6 → 12',
      'sale at eight',
      'Done',
    ]);
    expect(
      within(row).getByRole('link', { name: 'order-api' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/order-api/deploy?workload=prod%2Fprod-beijing%2Forder%2Forder-api',
    );
  });

  it.each(['en', 'zh'] as const)(
    'has words for all it keeps, in %s',
    async language => {
      open(
        CHANGE_ACTIONS.map((action, index) =>
          change({
            id: `c${index}`,
            action,
            outcome: (
              ['begun', 'done', 'refused', 'conflict', 'unknown'] as const
            )[index % 5],
          }),
        ),
        { language },
      );
      const shown = await rows(
        language === 'en' ? 'Changes, the latest first' : '变更，最近的在前',
      );
      const words = shown.map(
        row => within(row).getByRole('rowheader').textContent,
      );
      expect(new Set(words).size).toBe(CHANGE_ACTIONS.length);
      for (const word of words)
        expect(word).not.toMatch(/^[a-z-]+$|[{}]|action\./);
      const outcomes = shown.map(row =>
        within(row).getAllByRole('cell').at(-1),
      );
      for (const outcome of outcomes) {
        expect(outcome?.textContent).toMatch(
          language === 'en' ? /^[A-Z]/ : /^\p{Script=Han}/u,
        );
      }
    },
  );

  it.each([
    [
      'en',
      'canary: replicas 2 → 5',
      'release: pod template as recorded → edited beside its image',
      'release: changed by kubectl-edit',
      'outcome Rolled back',
    ],
    [
      'zh',
      '金丝雀：副本数 2 → 5',
      '正式版：Pod 模板 与原记录相同 → 在镜像之外被改动',
      '正式版：改动者 kubectl-edit',
      '结果 已退回',
    ],
  ] as const)(
    'says what was taken over, and how a rollout ended: %s',
    async (language, ...lines) => {
      open(
        [
          change({
            action: 'adopt-drift',
            before: { 'canary replicas': 2, 'release template': 'recorded' },
            after: {
              'canary replicas': 5,
              'release template': 'edited',
              'release manager': 'kubectl-edit',
            },
          }),
          change({
            id: 'c2',
            action: 'end-rollout',
            before: {},
            after: { outcome: 'rolled-back' },
          }),
        ],
        { language },
      );
      const shown = await rows(
        language === 'en' ? 'Changes, the latest first' : '变更，最近的在前',
      );
      const values = shown.flatMap(row =>
        within(row)
          .getAllByRole('listitem')
          .map(item => item.textContent),
      );
      expect(values).toEqual(lines);
    },
  );

  it('names the portal and pipelines, leads to the rollout, and shows hostile text as text', async () => {
    open([
      change({
        id: 'c2',
        actor: 'portal',
        action: 'promote',
        reason: undefined,
        rolloutId: 'r1',
        before: { image: 'registry.yunfan.test/order/order-api:1.4.0' },
        after: {
          image: 'registry.yunfan.test/order/order-api:1.4.1@sha256:aa',
        },
        outcome: 'refused',
        message: {
          code: 'write-refused',
          params: { message: 'quota <img src=x>\u202e' },
        },
      }),
      change({ id: 'c3', actor: 'service:ci', reason: '<b>x</b>\u202e' }),
    ]);
    const [byPortal, byPipeline] = await rows();
    expect(byPortal).toHaveTextContent('the portal');
    expect(byPortal).toHaveTextContent('image 1.4.0 → 1.4.1');
    expect(byPortal).toHaveTextContent('Refusedquota <img src=x>\\u{202e}');
    expect(
      within(byPortal).getByRole('link', {
        name: 'Changes of the rollout of order-api',
      }),
    ).toHaveAttribute('href', '/deploy/changes?rollout=r1');
    expect(byPipeline).toHaveTextContent('ci (pipeline)');
    expect(byPipeline).toHaveTextContent('<b>x</b>\\u{202e}');
  });

  it('says of a freeze what it covers and when', async () => {
    open(
      [
        change({
          action: 'create-freeze',
          entityRef: undefined,
          target: undefined,
          environment: undefined,
          role: undefined,
          reason: '周末',
          before: {},
          after: {
            freeze: '周末',
            kind: 'weekly',
            environments: 'staging, prod',
            systems: 'system:default/order',
            from: 'friday 18:00',
            to: 'monday 09:00',
            timezone: 'Asia/Shanghai',
          },
        }),
      ],
      { language: 'zh' },
    );
    const [row] = await rows('变更，最近的在前');
    expect(row).toHaveTextContent('staging、prod 上的系统 order');
    expect(row).toHaveTextContent('每周五 18:00 至周一 09:00，Asia/Shanghai');
  });

  it('asks for what its address says, page by page', async () => {
    const asked = open([change()], {
      search: '?system=system:default/order&range=7d',
      cursor: '17',
    });
    await rows();
    const [{ since, ...first }] = asked;
    expect(first).toEqual({ system: 'system:default/order', limit: 50 });
    expect(Date.now() - Date.parse(since ?? '')).toBeCloseTo(
      7 * 86_400_000,
      -5,
    );
    const older = screen.getByRole('button', { name: 'Older' });
    await userEvent.click(older);
    await screen.findByText('Page 2');
    await waitFor(() => expect(asked.at(-1)?.cursor).toBe('17'));
    await waitFor(() => expect(older).toBeDisabled());
    await userEvent.click(screen.getByRole('button', { name: 'Newer' }));
    expect(await screen.findByText('Page 1')).toBeVisible();
  });

  it('shows a rollout whole, and a way back to everything', async () => {
    const asked = open([], { search: '?rollout=r1' });
    await userEvent.click(
      (
        await screen.findAllByRole('button', { name: 'Clear the filter' })
      )[0],
    );
    await waitFor(() => expect(asked.at(-1)?.rolloutId).toBeUndefined());
    expect(asked[0]).toEqual({ rolloutId: 'r1', limit: 50 });
    expect(asked.at(-1)?.since).toBeDefined();
  });

  it('says that it cannot be read, or may not be', async () => {
    renderDeployPage({
      path: 'changes',
      prepare: api => {
        api.failure = Object.assign(new Error('no'), { statusCode: 403 });
      },
    });
    expect(await screen.findByText('You may not see this')).toBeVisible();
  });
});
