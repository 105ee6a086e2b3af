import { OPERATION_FINDINGS } from '@pilothouse/plugin-release-common';
import type {
  Finding,
  OperationPlan,
  OperationRequest,
  OperationResult,
} from '@pilothouse/plugin-release-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { FakeRolloutApi } from '../../dev/FakeRolloutApi';
import { renderDeployTab } from '../deploy/__testUtils__/renderDeployTab';

const TEST = '?workload=test/test/order/order-api';

interface Options {
  language?: 'en' | 'zh';
  search?: string;
  findings?: Finding[];
  result?: () => OperationResult;
  prepare?: (api: FakeRolloutApi) => void;
}

/** Shows the tab with a backend that plans and does what it is asked. */
function open(options: Options = {}) {
  const { findings = [], search = TEST } = options;
  const plans: OperationPlan['operation'][] = [];
  const done: OperationRequest[] = [];
  renderDeployTab({
    language: options.language,
    search,
    prepareRollouts: api => {
      api.planOperation = async ({ workloadId, operation }) => {
        plans.push(operation);
        return {
          fingerprint: `f${plans.length}`,
          workloadId,
          operation,
          diffs: [],
          findings,
          startable: true,
          now: new Date().toISOString(),
        };
      };
      api.operate = async request => {
        done.push(request);
        return options.result?.() ?? { changeId: 'c1', outcome: 'done' };
      };
      options.prepare?.(api);
    },
  });
  return { plans, done };
}

async function choose(item: string, menu: RegExp = /^What can be done/) {
  await userEvent.click(await screen.findByRole('button', { name: menu }));
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
  return within(await screen.findByRole('dialog'));
}

const finding = (
  code: string,
  severity: Finding['severity'] = 'warning',
  params: Finding['params'] = {},
): Finding => ({ code, severity, params });

describe('operations on a workload', () => {
  it('plans first, asks why, and does what was planned', async () => {
    const { plans, done } = open({ findings: [finding('last-ready-pod')] });
    const dialog = await choose('Restart…');
    expect(
      await dialog.findByText(/only ready pod: nothing answers/),
    ).toBeVisible();
    const act = dialog.getByRole('button', { name: 'Restart' });
    expect(act).toHaveAccessibleDescription('Please say why.');
    await userEvent.click(act);
    expect(done).toEqual([]);
    await userEvent.type(dialog.getByLabelText(/^Reason/), ' new certificate ');
    await userEvent.click(act);
    await waitFor(() =>
      expect(done).toEqual([
        {
          workloadId: 'test/test/order/order-api',
          entityRef: expect.stringMatching(/order-api$/),
          operation: { operation: 'restart', role: 'release' },
          fingerprint: 'f1',
          reason: 'new certificate',
        },
      ]),
    );
    expect(plans).toHaveLength(1);
    // A toast fades in.
    await waitFor(() =>
      expect(screen.getByText('order-api restarts on test')).toBeVisible(),
    );
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('asks for the name in a protected environment, and blocks what the plan blocks', async () => {
    const { done } = open({
      search: '?workload=prod/prod-beijing/order/order-api',
    });
    const dialog = await choose('Scale…');
    const pods = dialog.getByRole('textbox', { name: /^Pods/ });
    await userEvent.clear(pods);
    await userEvent.type(pods, '8{Tab}');
    await userEvent.type(dialog.getByLabelText(/^Reason/), 'sale');
    const act = dialog.getByRole('button', { name: 'Scale' });
    await waitFor(() =>
      expect(act).toHaveAccessibleDescription('Type order-api.'),
    );
    await userEvent.type(
      dialog.getByLabelText(/^Type order-api to confirm/),
      'order-api',
    );
    await userEvent.click(act);
    await waitFor(() =>
      expect(done).toEqual([
        expect.objectContaining({
          operation: { operation: 'scale', role: 'release', replicas: 8 },
          confirmation: 'order-api',
        }),
      ]),
    );
  });

  it('does nothing that the plan blocks, and says so', async () => {
    const { done } = open({
      findings: [finding('out-of-bounds', 'blocking', { min: 1, max: 20 })],
    });
    const dialog = await choose('Scale…');
    expect(
      await dialog.findByText('Only 1 to 20 pods are allowed here'),
    ).toBeVisible();
    await userEvent.type(dialog.getByLabelText(/^Reason/), 'sale');
    const act = dialog.getByRole('button', { name: 'Scale' });
    expect(act).toHaveAccessibleDescription(
      'The plan has findings that block it.',
    );
    await userEvent.click(act);
    expect(done).toEqual([]);
  });

  it('asks for a second reason in a freeze, of those who may', async () => {
    const { done } = open({
      findings: [finding('frozen', 'blocking', { freeze: 'weekend' })],
      prepare: api => {
        for (const { actions } of api.world.stages.stages) {
          actions.override = { allowed: true };
        }
      },
    });
    const dialog = await choose('Pause…');
    await userEvent.type(
      await dialog.findByLabelText(/^Reason(?! for)/),
      'stop it',
    );
    await userEvent.type(
      await dialog.findByLabelText(/^Reason for acting in the freeze/),
      'INC-12',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Pause' }));
    await waitFor(() =>
      expect(done).toEqual([
        expect.objectContaining({ override: { reason: 'INC-12' } }),
      ]),
    );
  });

  it('plans again when somebody was faster, and loses nothing that was typed', async () => {
    const { plans, done } = open({
      result: () => ({ changeId: 'c1', outcome: 'conflict' }),
    });
    const dialog = await choose('Restart…');
    const reason = dialog.getByLabelText(/^Reason/);
    await userEvent.type(reason, 'x');
    const act = dialog.getByRole('button', { name: 'Restart' });
    await waitFor(() => expect(act).not.toHaveAttribute('aria-disabled'));
    await userEvent.click(act);
    expect(
      await dialog.findByText(/Somebody was faster: nothing was changed/),
    ).toBeVisible();
    expect(reason).toHaveValue('x');
    await waitFor(() => expect(plans).toHaveLength(2));
    await waitFor(() => expect(act).not.toHaveAttribute('aria-disabled'));
    await userEvent.click(act);
    await waitFor(() =>
      expect(done.map(({ fingerprint }) => fingerprint)).toEqual(['f1', 'f2']),
    );
  });

  it('does not call done what nobody knows', async () => {
    open({ result: () => ({ changeId: 'c1', outcome: 'unknown' }) });
    const dialog = await choose('Restart…');
    await userEvent.type(dialog.getByLabelText(/^Reason/), 'x');
    const act = dialog.getByRole('button', { name: 'Restart' });
    await waitFor(() => expect(act).not.toHaveAttribute('aria-disabled'));
    await userEvent.click(act);
    expect(
      await screen.findByText(
        'Nobody knows whether it was done: order-api on test',
      ),
    ).toBeVisible();
  });

  it('rolls back to the revision of a row', async () => {
    const { done } = open({
      search: '?workload=prod/prod-beijing/order/order-api&view=revisions',
      findings: [
        finding('config-changed', 'warning', {
          kind: 'ConfigMap',
          name: 'order-config',
          at: '2026-11-20T10:00:00Z',
        }),
      ],
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Roll back to revision 6…' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      await dialog.findByText(/ConfigMap order-config has changed since/),
    ).toBeVisible();
    await userEvent.type(dialog.getByLabelText(/^Reason/), 'coupons');
    await userEvent.type(dialog.getByLabelText(/^Type/), 'order-api');
    await userEvent.click(dialog.getByRole('button', { name: 'Roll back' }));
    await waitFor(() =>
      expect(done[0]?.operation).toEqual({
        operation: 'roll-back',
        role: 'release',
        revision: 6,
      }),
    );
  });

  it('says why somebody may not, and asks no cluster for it', async () => {
    const { plans } = open({
      language: 'zh',
      prepare: api => {
        for (const { actions } of api.world.stages.stages) {
          actions.restart = {
            allowed: false,
            why: {
              code: 'no-permission',
              params: { permission: 'release.workload.restart' },
            },
          };
          actions['roll-back'] = actions.restart;
        }
      },
    });
    const rollback = await screen.findByRole('button', { name: '回滚…' });
    expect(rollback).toHaveAttribute('aria-disabled', 'true');
    expect(rollback).toHaveAccessibleDescription(/release\.workload\.restart/);
    await userEvent.click(screen.getByRole('button', { name: /^可对/ }));
    await userEvent.click(
      await screen.findByRole('menuitem', { name: /^重启…/ }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole('alert')).toHaveTextContent(
      '你在此处无权操作：需要 release.workload.restart',
    );
    expect(dialog.getByRole('button', { name: '重启' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    expect(plans).toEqual([]);
  });

  it.each(['en', 'zh'] as const)(
    'has words for all findings, in %s',
    async language => {
      open({
        language,
        findings: OPERATION_FINDINGS.map(code => finding(code)),
      });
      const dialog = await choose(
        language === 'en' ? 'Restart…' : '重启…',
        language === 'en' ? /^What can be done/ : /^可对/,
      );
      const list = await dialog.findByRole('list');
      const words = within(list)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent);
      expect(new Set(words).size).toBe(OPERATION_FINDINGS.length);
      for (const word of words) {
        expect(word).toMatch(
          language === 'en' ? /^warning[A-Z ]/ : /^警告.*\p{Script=Han}/u,
        );
        expect(word).not.toMatch(/[{}]|finding\.|(warning|警告)[a-z-]+$/);
      }
    },
  );
});

describe('the banner of freezes', () => {
  it('says what holds, what will within a day, and until when', async () => {
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    open({
      prepare: api => {
        const freeze = {
          id: 'f1',
          kind: 'stop' as const,
          scope: { environments: ['test'] },
          reason: 'INC-12 <b>',
          source: 'people' as const,
          createdBy: 'user:default/guo.tao',
        };
        const [, test, , prod] = api.world.stages.stages;
        test.freezes = [{ freeze, active: true, from: at(-60_000) }];
        prod.freezes = [
          {
            freeze: { ...freeze, id: 'f2', source: 'config', scope: {} },
            active: false,
            from: at(72 * 60_000 + 30_000),
            to: at(10 * 3_600_000),
          },
        ];
      },
    });
    const holds = await screen.findByText(
      'Freeze on test until somebody ends it.',
    );
    const banner = holds.closest('[role=status]');
    expect(banner).toHaveTextContent('“INC-12 <b>” by guo.tao.');
    expect(banner).toHaveTextContent(/Freeze on prod from .* to .*\./);
    expect(banner).toHaveTextContent('Begins in 1 h 12 min.');
    expect(
      screen.getAllByRole('link', { name: 'Freeze calendar' })[0],
    ).toHaveAttribute('href', '/deploy/freezes');
  });
});
