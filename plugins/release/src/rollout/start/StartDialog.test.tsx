import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { conflict } from '../../../dev/FakeRolloutApi';
import type { FakeRolloutApi } from '../../../dev/FakeRolloutApi';
import { FINDINGS, planOf } from '../../../dev/fixtures/plan';
import { rolloutWorld } from '../../../dev/fixtures/rolloutWorlds';
import { renderDeployTab } from '../../deploy/__testUtils__/renderDeployTab';

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

async function openDialog(
  prepareRollouts?: (api: FakeRolloutApi) => void,
  language: 'en' | 'zh' = 'en',
) {
  const user = userEvent.setup();
  const rendered = renderDeployTab({ prepareRollouts, language });
  const name = language === 'zh' ? '新建发布…' : 'New rollout…';
  await user.click(await screen.findByRole('button', { name }));
  const dialog = within(await screen.findByRole('dialog'));
  return {
    ...rendered,
    user,
    dialog,
    next: () => user.click(dialog.getByRole('button', { name: 'Next' })),
  };
}

function startsWorld(api: FakeRolloutApi) {
  // What it starts is there only when it was started.
  const { rollouts } = rolloutWorld('canary');
  api.startRollout = async request => {
    api.starts.push(request);
    const { refusal } = api;
    api.refusal = undefined;
    if (refusal) throw refusal;
    api.world.rollouts = rollouts;
    return rollouts[0];
  };
}

// What a reader prefers outlives the page.
afterEach(() => localStorage.clear());

describe('starting a rollout', () => {
  it('goes from the image to the plan to the start, which happens once', async () => {
    const { user, dialog, next, rollouts } = await openDialog(startsWorld);
    const images = await dialog.findByRole('grid', {
      name: 'Images to choose from',
    });
    expect(
      within(images).getByRole('row', { name: 'B1.4.1' }),
    ).toHaveTextContent(/test, staging.*183 MiB/);
    expect(dialog.getByText('Choose an image first.')).toBeVisible();
    await next();
    expect(images).toBeInTheDocument();
    await user.click(within(images).getByRole('row', { name: /^1\.4\.2/ }));
    await next();
    const bake = dialog.getByLabelText(/^Bake/);
    await user.clear(bake);
    await user.type(bake, '48h');
    await user.click(dialog.getByRole('checkbox', { name: 'prod-shanghai' }));
    await next();
    expect(
      await dialog.findByText(
        'order-api allows 25% unavailable pods; the promotion goes one pod at a time and never below',
      ),
    ).toBeVisible();
    expect(rollouts.plans).toEqual([
      {
        entityRef: 'component:default/order-api',
        environment: 'prod',
        version: '1.4.2',
        clusters: ['prod-beijing'],
        policy: { bakeMs: 48 * 3_600_000 },
      },
    ]);
    expect(dialog.getByText('gitlab-runner')).toBeVisible();
    const diff = dialog.getByRole('table', {
      name: 'Difference of order-api in prod-beijing',
    });
    expect(
      within(diff)
        .getByText(/maxUnavailable: 0/)
        .closest('[role="row"]'),
    ).toHaveAttribute('data-kind', 'added');
    await user.click(dialog.getByRole('radio', { name: 'Side by side' }));
    const row = within(diff)
      .getAllByText(/image: /)[0]
      .closest('[role="row"]');
    expect(row).toHaveTextContent(/−.*:1\.4\.0.*\+.*:1\.4\.2/);
    await next();
    const start = dialog.getByRole('button', { name: 'Start the rollout' });
    expect(dialog.getByText('Please say why.')).toBeVisible();
    await user.type(dialog.getByLabelText(/^Reason/), 'ORD-813');
    expect(dialog.getByText('Type the name of the service.')).toBeVisible();
    await user.type(dialog.getByLabelText(/^Type order-api/), 'order-api');
    await user.dblClick(start);
    expect(
      await screen.findByRole('region', { name: /^Rollout/ }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(rollouts.starts).toHaveLength(1);
    expect(rollouts.starts[0]).toMatchObject({
      reason: 'ORD-813',
      confirmation: 'order-api',
      fingerprint: expect.stringMatching(/^plan-/),
      idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it('remembers how the reader wants differences to be shown', async () => {
    const { user, dialog } = await openDialog();
    await planIt();
    const split = () => dialog.findByRole('radio', { name: 'Side by side' });
    expect(await split()).not.toBeChecked();
    await user.click(await split());
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'New rollout…' }));
    const again = within(await screen.findByRole('dialog'));
    await planIt(again);
    expect(
      await again.findByRole('radio', { name: 'Side by side' }),
    ).toBeChecked();

    async function planIt(inside = dialog) {
      await user.click(await inside.findByRole('row', { name: /^1\.4\.2/ }));
      await user.click(inside.getByRole('button', { name: 'Next' }));
      await user.click(inside.getByRole('button', { name: 'Next' }));
    }
  });

  it('takes a tag that is not listed, and knows what is none', async () => {
    const { user, dialog } = await openDialog(api => {
      api.world.images = {
        ...api.world.images,
        tags: [],
        problems: [
          { code: 'registry-away', params: { host: 'registry.yunfan.test' } },
        ],
      };
    });
    expect(
      await dialog.findByText(/^registry\.yunfan\.test does not answer/),
    ).toBeVisible();
    const search = dialog.getByLabelText('Search tags');
    await user.type(search, 'not a tag');
    expect(
      dialog.queryByRole('button', { name: /^Take/ }),
    ).not.toBeInTheDocument();
    await user.clear(search);
    await user.type(search, '9.9.9-hotfix');
    await user.click(
      dialog.getByRole('button', { name: 'Take “9.9.9-hotfix” as it is' }),
    );
    expect(dialog.queryByText('nothing yet')).not.toBeInTheDocument();
    expect(dialog.getByRole('button', { name: 'Next' })).not.toHaveAttribute(
      'aria-disabled',
    );
  });

  it('holds the minimum of a policy against those who may not override it', async () => {
    const { user, dialog, next } = await openDialog();
    await user.click(await dialog.findByRole('row', { name: /^1\.4\.2/ }));
    await next();
    const interval = dialog.getByLabelText(/^Between canary pods/);
    for (const [text, said] of [
      ['5m', /^Under the minimum of 1h: needs release\.policy\.override/],
      ['soon', /^Not a duration/],
    ] as const) {
      await user.clear(interval);
      await user.type(interval, text);
      expect(dialog.getByText(said)).toBeVisible();
      expect(interval).toHaveAttribute('aria-invalid', 'true');
      await next();
      expect(
        dialog.getByText('Correct the fields that are marked.'),
      ).toBeVisible();
    }
    await user.click(dialog.getByRole('radio', { name: 'rolling' }));
    expect(
      dialog.queryByLabelText(/^Between canary pods/),
    ).not.toBeInTheDocument();
    expect(dialog.getByRole('button', { name: 'Next' })).not.toHaveAttribute(
      'aria-disabled',
    );
  });

  async function toPlan(
    dialog: ReturnType<typeof within>,
    user: ReturnType<typeof userEvent.setup>,
    next: () => Promise<void>,
  ) {
    await user.click(await dialog.findByRole('row', { name: /^1\.4\.2/ }));
    await next();
    await next();
  }

  it('is held by what blocks the plan', async () => {
    const { dialog, user, next } = await openDialog(api => {
      api.world.plan = request =>
        planOf(request, ago, [
          ...FINDINGS,
          {
            severity: 'blocking',
            code: 'image-missing',
            params: { image: 'x:1.4.2' },
          },
        ]);
    });
    await toPlan(dialog, user, next);
    const list = await dialog.findByRole('region', { name: 'What was found' });
    expect(within(list).getAllByRole('listitem')[0]).toHaveTextContent(
      'blocksThe image is not in the registry: x:1.4.2',
    );
    expect(
      dialog.getByText('The plan has findings that block it.'),
    ).toBeVisible();
    await next();
    expect(dialog.queryByLabelText(/^Reason/)).not.toBeInTheDocument();
  });

  it('takes the place of another rollout only when told to', async () => {
    const { dialog, user, next, rollouts } = await openDialog(api => {
      api.world.plan = request =>
        planOf(
          request,
          ago,
          request.supersedes
            ? []
            : [
                {
                  severity: 'blocking',
                  code: 'rollout-active',
                  params: { rollout: 'other', author: 'user:default/zhao.min' },
                },
              ],
        );
    });
    await toPlan(dialog, user, next);
    expect(
      await dialog.findByText('Another rollout is active, by zhao.min'),
    ).toBeVisible();
    await user.click(dialog.getByRole('checkbox', { name: /^Take its place/ }));
    expect(await dialog.findByText('Nothing stands out')).toBeVisible();
    expect(rollouts.plans.at(-1)).toMatchObject({ supersedes: 'other' });
  });

  it('shows the new plan when the world has changed, and starts nothing', async () => {
    const { dialog, user, next, rollouts } = await openDialog(api => {
      startsWorld(api);
      api.refusal = conflict();
    });
    await toPlan(dialog, user, next);
    await dialog.findByRole('region', { name: 'What was found' });
    await next();
    await user.type(dialog.getByLabelText(/^Reason/), 'ORD-813');
    await user.type(dialog.getByLabelText(/^Type order-api/), 'order-api');
    await user.click(dialog.getByRole('button', { name: 'Start the rollout' }));
    expect(
      await dialog.findByText(/^Something changed since the plan was made/),
    ).toBeVisible();
    expect(rollouts.plans).toHaveLength(2);
    await next();
    await user.click(dialog.getByRole('button', { name: 'Start the rollout' }));
    expect(
      await screen.findByRole('region', { name: /^Rollout/ }),
    ).toBeInTheDocument();
    const [first, second] = rollouts.starts;
    expect(second.idempotencyKey).toBe(first.idempotencyKey);
  });

  it('lets those who may act against a freeze, with a reason', async () => {
    const { dialog, user, next, rollouts } = await openDialog(api => {
      startsWorld(api);
      const { stages } = api.world.stages;
      for (const stage of stages) stage.actions.override = { allowed: true };
      api.world.plan = request =>
        planOf(request, ago, [
          {
            severity: 'blocking',
            code: 'frozen',
            params: { freeze: 'weekend', to: '' },
          },
        ]);
    });
    await toPlan(dialog, user, next);
    expect(await dialog.findByText(/weekend/)).toBeVisible();
    await next();
    await user.type(dialog.getByLabelText(/^Reason(?! for)/), 'ORD-813');
    await user.type(dialog.getByLabelText(/^Type order-api/), 'order-api');
    expect(dialog.getByText('Say why you act against the rule.')).toBeVisible();
    await user.type(
      dialog.getByLabelText(/^Reason for acting against/),
      'outage',
    );
    await user.click(dialog.getByRole('button', { name: 'Start the rollout' }));
    await screen.findByRole('region', { name: /^Rollout/ });
    expect(rollouts.starts[0]).toMatchObject({
      override: { reason: 'outage' },
    });
  });

  it('stays and says why where nobody may', async () => {
    const user = userEvent.setup();
    renderDeployTab({
      prepareRollouts: api => {
        for (const stage of api.world.stages.stages) {
          stage.actions['create-rollout'] = {
            allowed: false,
            why: {
              code: 'no-permission',
              params: { permission: 'release.rollout.create' },
            },
          };
        }
      },
    });
    const open = await screen.findByRole('button', { name: 'New rollout…' });
    expect(open).toHaveAccessibleDescription(
      'You may not do this here: it needs release.rollout.create',
    );
    await user.click(open);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('speaks Chinese', async () => {
    const { dialog } = await openDialog(undefined, 'zh');
    expect(
      await dialog.findByRole('grid', { name: '可选的镜像' }),
    ).toBeVisible();
    expect(dialog.getByText('请先选择镜像。')).toBeVisible();
    expect(dialog.getByRole('button', { name: /确认/ })).toBeDisabled();
    // Backstage UI would say it in English.
    expect(dialog.getByRole('button', { name: '关闭' })).toBeVisible();
    expect(dialog.queryByRole('button', { name: 'Close' })).toBeNull();
  });
});
