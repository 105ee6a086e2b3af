import { ROLLOUTS_CHANNEL } from '@pilothouse/plugin-release-common';
import type { Rollout } from '@pilothouse/plugin-release-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { conflict } from '../../dev/FakeRolloutApi';
import { allowed } from '../../dev/fixtures/rollouts';
import { renderDeployTab } from '../deploy/__testUtils__/renderDeployTab';
import {
  clusterIsSilent,
  httpError,
  workloadIn,
} from '../deploy/__testUtils__/world';
import { BEIJING } from '../../dev/fixtures/orderApi';

const ID = 'rollout-812';

/** The panel of the rollout, by its heading. */
async function panel(name = /^Rollout/) {
  return within(await screen.findByRole('region', { name }));
}

/** Nothing is seen of where the rollout acts. */
function blind(code: string, seconds: number): Rollout['blind'] {
  return {
    code,
    params: { cluster: 'prod-beijing' },
    since: new Date(Date.now() - seconds * 1_000).toISOString(),
  };
}

/** What stands beside a term. */
function besides(term: string, inside: ReturnType<typeof within>) {
  return inside.getByText(term, { selector: 'dt' }).nextElementSibling;
}

function button(name: string) {
  return screen.getByRole('button', { name });
}

describe('the rollout on the Deploy tab', () => {
  it('says where it is, what comes next, and what if it fails', async () => {
    renderDeployTab({ rollout: 'canary' });
    const rollout = await panel();
    expect(rollout.getByRole('heading', { level: 2 })).toHaveTextContent(
      'RolloutA1.4.0→B1.4.1',
    );
    expect(rollout.getByText(/by li\.wei/)).toBeVisible();
    expect(rollout.getByText('“fix coupon rounding, ORD-812”')).toBeVisible();
    expect(rollout.getByText('prod-beijing · canary')).toBeVisible();
    const rail = await rollout.findByRole('list', {
      name: 'Steps of the rollout',
    });
    const stops = within(rail).getAllByRole('listitem');
    expect(stops).toHaveLength(10);
    expect(stops[2]).toHaveAttribute('aria-current', 'step');
    expect(stops[2]).toHaveTextContent(/^2 pods3 h 4\d min left/);
    expect(stops[5]).toHaveTextContent('Approvalteam-orderahead, by a person');
    expect(besides('Now', rollout)).toHaveTextContent(
      '2 of 7 ready pods are canary, about 29% of traffic',
    );
    expect(besides('Next', rollout)).toHaveTextContent(
      /^Canary pod 3 at \d\d:\d\d, if evidence passes$/,
    );
    expect(besides('If it fails', rollout)).toHaveTextContent(
      'canary to 0, release untouched, team-order told',
    );
  });

  it('says it in Chinese', async () => {
    renderDeployTab({ rollout: 'canary', language: 'zh' });
    const rollout = await panel(/^发布/);
    await rollout.findByRole('list', { name: '发布步骤' });
    expect(besides('当前', rollout)).toHaveTextContent(
      '7 个就绪 Pod 中 2 个为金丝雀，约 29% 流量',
    );
    expect(besides('若失败', rollout)).toHaveTextContent(
      '金丝雀归零，正式版不动，通知 team-order',
    );
    expect(rollout.getByText('观察期结束且证据通过后方可推全')).toBeVisible();
    await userEvent.setup().click(button('显示 11 条'));
    const history = within(rollout.getByRole('region', { name: '发布历史' }));
    expect(history.getByText('完成：1 个，已观察 6 小时')).toBeVisible();
    expect(history.getAllByText('wang.fang')).toHaveLength(2);
  });

  it('keeps Promote, Pause and Abort in their places, and says why one is blocked', async () => {
    const { rollouts } = renderDeployTab({ rollout: 'canary' });
    const bar = await screen.findByRole('group', { name: 'What you can do' });
    const names = () =>
      within(bar)
        .getAllByRole('button')
        .map(({ textContent }) => textContent);
    expect(names()).toEqual(['Promote', 'Pause', 'Abort']);
    expect(button('Promote')).toHaveAttribute('aria-disabled', 'true');
    expect(button('Promote')).toHaveAccessibleDescription(
      /Promote opens after the bake/,
    );
    await userEvent.setup().click(button('Promote'));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(rollouts.acts).toEqual([]);
  });

  it('leads to the logs of both sides, to what was written, and to the runbook', async () => {
    const { api } = renderDeployTab({ rollout: 'canary' });
    const links = within(
      await screen.findByRole('navigation', { name: 'More about the rollout' }),
    );
    expect(links.getByRole('link', { name: 'Its changes' })).toHaveAttribute(
      'href',
      `/deploy/changes?rollout=${ID}`,
    );
    expect(links.getByRole('link', { name: 'Runbook' })).toHaveAttribute(
      'href',
      '/docs/default/component/order-api/runbook',
    );
    const canary = links.getByRole('button', { name: 'Canary logs' });
    await waitFor(() =>
      expect(canary).toHaveAttribute('aria-disabled', 'false'),
    );
    await userEvent.setup().click(canary);
    expect(await screen.findByRole('region', { name: /^Log/ })).toHaveFocus();
    expect(api.logRequests[0]).toMatchObject({
      workloadId: BEIJING,
      pod: expect.stringContaining('canary'),
    });
  });

  it('says why there are no logs to see', async () => {
    renderDeployTab({
      rollout: 'canary',
      prepare: api => api.world.pods.clear(),
    });
    const release = await screen.findByRole('button', { name: 'Release logs' });
    expect(release).toHaveAttribute('aria-disabled', 'true');
    expect(release).toHaveAttribute('title', 'There are no such pods now');
  });

  it('shows evidence of canary and release side by side', async () => {
    renderDeployTab({ rollout: 'aborting' });
    const table = await screen.findByRole('table', {
      name: 'Evidence since the step began',
    });
    const [, crash, errors] = within(table).getAllByRole('row');
    expect(crash).toHaveTextContent(
      /^Pods in a crash loop.*exit 137, out of memory.*20fail$/,
    );
    expect(errors).toHaveTextContent('error-rate0.11%0.09%unknown');
    expect(
      within(crash).getByRole('link', {
        name: 'Logs of the canary (opens elsewhere)',
      }),
    ).toHaveAttribute('rel', 'noopener noreferrer');
  });

  it('says that the clock stands, and since when', async () => {
    renderDeployTab({ rollout: 'stuck' });
    const rollout = await panel();
    expect(
      await rollout.findByText(/^Stuck for/, { exact: false }),
    ).toHaveTextContent('Stuck for 8 min: prod-beijing does not answer');
    expect(besides('Clock', rollout)).toHaveTextContent(
      /Stands since .*: prod-beijing does not answer2 h 19 min of 6 h observed so far/,
    );
    expect(besides('Next', rollout)).toHaveTextContent(
      'when the clock runs again',
    );
  });

  it.each([
    [
      'en',
      /^The canary goes to 0; .*Waits for prod-beijing, which has not answered for 4\d s$/,
    ],
    ['zh', /^金丝雀正在归零；正式版不动。等待 prod-beijing：已 4\d 秒无响应$/],
  ] as const)(
    'says for which cluster an abort waits: %s',
    async (language, text) => {
      renderDeployTab({
        language,
        rollout: 'aborting',
        prepareRollouts: rollouts =>
          rollouts.change(ID, { blind: blind('cluster-away', 47) }),
      });
      expect(await screen.findByText(text)).toBeVisible();
      // Nothing runs down any more.
      const rail = screen.getByRole('list', {
        name: language === 'zh' ? '发布步骤' : 'Steps of the rollout',
      });
      expect(rail).not.toHaveTextContent(/left|还剩/);
      expect(rail).toHaveTextContent(/stopped here|在此停止/);
    },
  );

  it('counts the silence of the cluster, which may be older than the abort', async () => {
    renderDeployTab({
      rollout: 'aborting',
      prepare: api => clusterIsSilent(api, BEIJING, 95),
      prepareRollouts: rollouts =>
        rollouts.change(ID, { blind: blind('cluster-away', 47) }),
    });
    expect(
      await screen.findByText(/has not answered for 1 min 3\d s$/),
    ).toBeVisible();
  });

  it('says why an abort waits for a cluster that answers again', async () => {
    renderDeployTab({
      rollout: 'aborting',
      prepareRollouts: rollouts =>
        rollouts.change(ID, { blind: blind('connecting', 6) }),
    });
    const rollout = await panel();
    await rollout.findByRole('list', { name: 'Steps of the rollout' });
    expect(besides('Now', rollout)).toHaveTextContent(
      'Not yet: prod-beijing is being connected to',
    );
  });

  it('says what hinders an abort whose cluster answers', async () => {
    renderDeployTab({
      rollout: 'aborting',
      prepareRollouts: rollouts =>
        rollouts.change(ID, {
          stuck: {
            code: 'forbidden',
            params: { cluster: 'prod-beijing', verb: 'patch', resource: 'x' },
            since: new Date().toISOString(),
          },
        }),
    });
    const rollout = await panel();
    expect(rollout.getByText('Aborting, stuck')).toBeVisible();
    await rollout.findByRole('list', { name: 'Steps of the rollout' });
    expect(besides('Now', rollout)).toHaveTextContent(/Not yet: .*may not/);
  });

  it.each([
    ['gate', 'Waits for an approval'],
    ['held', /^Frozen until .*: weekend$/],
    ['paused', 'Paused by wang.fang'],
    ['paused', 'Goes on with 2 pods when somebody presses Resume'],
    ['drift', 'Goes on with 2 pods when somebody settles what was changed'],
    ['promoting', /^prod-beijing gets 1\.4\.1 one pod at a time/],
    ['promoting', /^prod-beijing back to 1\.4\.0, then canary to 0/],
    ['soaking', /^stops: prod-beijing stays on 1\.4\.1/],
    ['reader', /^You may not do this here: it needs release\.rollout\.abort/],
  ])('tells of a rollout that is %s: %s', async (rollout, text) => {
    renderDeployTab({ rollout });
    expect(await (await panel()).findByText(text)).toBeVisible();
  });

  it('folds what has ended, and shows cause, evidence and history again', async () => {
    renderDeployTab({ rollout: 'aborted' });
    const rollout = await panel();
    expect(rollout.getByText('Aborted')).toBeVisible();
    expect(
      rollout.queryByRole('list', { name: 'Steps of the rollout' }),
    ).not.toBeInTheDocument();
    const user = userEvent.setup();
    await user.click(button('Show'));
    const rail = await rollout.findByRole('list', {
      name: 'Steps of the rollout',
    });
    expect(within(rail).getAllByRole('listitem')[2]).toHaveTextContent(
      /^2 podsstopped here/,
    );
    expect(
      await rollout.findByText(
        'Why it ended: Evidence failed: Pods in a crash loop (kubernetes)',
      ),
    ).toBeVisible();
    expect(
      rollout.getByRole('table', { name: 'Evidence when it failed' }),
    ).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Promote' }),
    ).not.toBeInTheDocument();
    await user.click(button('Show 13 lines'));
    const [latest] = within(
      rollout.getByRole('region', { name: 'History of the rollout' }),
    ).getAllByRole('listitem');
    expect(latest).toHaveTextContent(/Ended: Aborted$/);
  });

  it('says how much of a long history is left out, where it is', async () => {
    renderDeployTab({
      rollout: 'canary',
      prepareRollouts: rollouts => rollouts.change(ID, { historyOmitted: 240 }),
    });
    await userEvent
      .setup()
      .click(await screen.findByRole('button', { name: 'Show 11 lines' }));
    const lines = within(
      screen.getByRole('region', { name: 'History of the rollout' }),
    ).getAllByRole('listitem');
    expect(lines.at(-2)).toHaveTextContent('240 lines in between are left out');
    expect(lines.at(-1)).toHaveTextContent(/Started/);
  });

  it('stands in the rows of the environments', async () => {
    renderDeployTab({
      rollout: 'canary',
      prepare: api =>
        workloadIn(api, BEIJING).set({ state: 'healthy', reasons: [] }),
    });
    const grid = within(
      await screen.findByRole('grid', { name: 'What runs where' }),
    );
    const state = await grid.findByText('Canary, step 2 of 4');
    expect(state.closest('[role="row"]')).toHaveTextContent(
      /^prodprod-beijing/,
    );
    expect(
      grid.getByText('after prod-beijing').closest('[role="row"]'),
    ).toHaveTextContent('prod-shanghai');
  });

  it('follows what happens without closing what is open', async () => {
    const { change } = renderDeployTab({ rollout: 'canary' });
    const user = userEvent.setup();
    await user.click(
      await screen.findByRole('button', { name: 'Show 11 lines' }),
    );
    const history = screen.getByRole('list', { name: '' });
    await change((_, rollouts) => {
      rollouts.change(ID, { state: 'aborting' });
    });
    expect(
      await screen.findByText(/^The canary goes to 0; the release/),
    ).toBeVisible();
    expect(history).toBeInTheDocument();
  });

  it('asks again at once when another replica of the backend tells of a change', async () => {
    const { change, rollouts } = renderDeployTab({ rollout: 'canary' });
    await screen.findByRole('button', { name: 'Show 11 lines' });
    // The first signal of all makes every query ask: that signals arrive is news.
    await change(() => {});
    const list = jest.spyOn(rollouts, 'listRollouts');
    const one = jest.spyOn(rollouts, 'getRollout');
    await change(() => {}, ROLLOUTS_CHANNEL);
    expect(list).toHaveBeenCalled();
    expect(one).toHaveBeenCalled();
  });

  it('says when rollouts cannot be read, and is silent where there are none', async () => {
    renderDeployTab({
      rollout: 'canary',
      prepareRollouts: rollouts => {
        rollouts.failure = httpError(500);
      },
    });
    expect(
      await screen.findByRole('region', {
        name: 'The rollout cannot be read just now',
      }),
    ).toBeVisible();
  });
});

describe('acting on a rollout', () => {
  async function open(name: string, rollout = 'canary') {
    const user = userEvent.setup();
    const rendered = renderDeployTab({ rollout });
    await user.click(await screen.findByRole('button', { name }));
    const dialog = within(await screen.findByRole('dialog'));
    return { ...rendered, user, dialog };
  }

  it('says what an abort will do, asks why, and shows what came of it', async () => {
    const { dialog, user, rollouts } = await open('Abort');
    expect(
      dialog.getByText('In prod: prod-beijing / order, prod-shanghai / order'),
    ).toBeVisible();
    expect(
      dialog.getByText(
        'The canary goes to 0 at once. The release is not touched.',
      ),
    ).toBeVisible();
    const abort = dialog.getByRole('button', { name: 'Abort' });
    expect(abort).toHaveAttribute('aria-disabled', 'true');
    await user.click(abort);
    expect(rollouts.acts).toEqual([]);
    await user.type(dialog.getByLabelText(/^Reason/), '  wrong coupon ');
    await user.dblClick(abort);
    expect(await screen.findByText('Aborting')).toBeVisible();
    expect(rollouts.acts).toEqual([
      { action: 'abort', command: { reason: 'wrong coupon' } },
    ]);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(button('Abort')).toHaveAttribute('aria-disabled', 'true');
  });

  it('asks for the name of the service before a protected environment changes', async () => {
    const { dialog, user, rollouts } = await open('Approve…', 'gate');
    const approve = dialog.getByRole('button', { name: 'Approve' });
    await user.type(dialog.getByLabelText(/^Type order-api/), 'order');
    await user.click(approve);
    expect(rollouts.acts).toEqual([]);
    await user.type(dialog.getByLabelText(/^Type order-api/), '-api');
    await user.click(approve);
    expect(await screen.findByText('Approved by wang.fang')).toBeVisible();
    expect(rollouts.acts).toEqual([{ action: 'approve', command: {} }]);
  });

  it('tells the loser of a race how it is now', async () => {
    const { dialog, user, rollouts } = await open('Pause');
    rollouts.refusal = conflict();
    rollouts.change(ID, {
      state: 'aborting',
      actions: allowed(['pause', 'on-its-way', { action: 'aborting' }]),
    });
    await user.type(dialog.getByLabelText(/^Reason/), 'wait');
    await user.click(dialog.getByRole('button', { name: 'Pause' }));
    expect(
      await dialog.findByText(
        'Somebody was faster. This is how it is now: Aborting.',
      ),
    ).toBeVisible();
    expect(
      (await dialog.findAllByText('It is already on its way: Aborting'))[0],
    ).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Pause' }));
    expect(rollouts.acts).toHaveLength(1);
  });

  it.each([
    [
      'en',
      'prod-beijing: the pod template of the canary is edited beside its image',
      /^ ?It cannot be set back: what it was like is recorded nowhere/,
      'Override…',
    ],
    [
      'zh',
      'prod-beijing：金丝雀的 Pod 模板在镜像之外被改动',
      /^ ?无法改回：没有记录它原来的样子/,
      '覆盖…',
    ],
  ] as const)(
    'says why what was found can only be taken over: %s',
    async (language, what, why, override) => {
      renderDeployTab({
        language,
        rollout: 'drift',
        prepareRollouts: rollouts =>
          rollouts.change(ID, {
            drift: [
              {
                workloadId: BEIJING,
                role: 'canary',
                field: 'template',
                expected: 'recorded',
                found: 'edited',
                manager: 'kubectl-set',
                at: new Date().toISOString(),
                adoptable: true,
                overridable: false,
              },
            ],
            actions: allowed(['override', 'not-overridable']),
          }),
      });
      expect(await screen.findByText(what)).toBeVisible();
      const blocked = screen.getByRole('button', { name: override });
      expect(blocked).toHaveAttribute('aria-disabled', 'true');
      expect(blocked).toHaveAccessibleDescription(why);
      expect(
        screen.queryByText(/^Take over goes on|^接管：按现状/),
      ).not.toBeInTheDocument();
    },
  );

  it('settles what somebody else has changed', async () => {
    const { dialog, user, rollouts } = await open('Override…', 'drift');
    expect(
      screen.getByText(
        'prod-beijing: replicas of the canary is 5 instead of 2',
      ),
    ).toBeInTheDocument();
    await user.type(dialog.getByLabelText(/^Reason/), 'by mistake');
    await user.type(dialog.getByLabelText(/^Type order-api/), 'order-api');
    await user.click(dialog.getByRole('button', { name: 'Override' }));
    expect(
      await screen.findByRole('button', { name: 'Resume' }),
    ).toBeInTheDocument();
    expect(rollouts.acts).toEqual([
      { action: 'override', command: { reason: 'by mistake' } },
    ]);
    expect(
      screen.queryByText('Changed outside of the rollout'),
    ).not.toBeInTheDocument();
  });
});
