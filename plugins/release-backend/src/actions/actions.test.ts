import { mockCredentials } from '@backstage/backend-test-utils';
import { WORKLOAD_REASONS } from '@pilothouse/plugin-release-common';
import { createCompany } from '../__testUtils__/company';
import { containerStatus, event, pod } from '../__testUtils__/objects';
import { component, ORDER, startRelease } from '../__testUtils__/startRelease';
import { reasonText } from './reasonText';

describe('the actions', () => {
  const clusters = createCompany();
  const other = 'user:default/other';
  let release: Awaited<ReturnType<typeof startRelease>>;

  beforeAll(async () => {
    const cluster = clusters.cluster('prod-beijing');
    const [set] = cluster
      .watch('replicasets')
      .cache.ownedBy('order', 'uid-order-order-api');
    cluster.put(
      'pods',
      pod(
        set,
        'order-api-0',
        containerStatus({
          ready: false,
          restartCount: 4,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
        }),
      ),
    );
    cluster.put('events', event({ kind: 'Pod', name: 'order-api-0' }));
    release = await startRelease({
      clusters,
      entities: [component('order-api')],
      denied: new Set([`${other} release.workload.read ${ORDER}`]),
    });
  });

  afterAll(() => release.stop());

  function invoke(name: string, input: object, user?: string) {
    return release.actions.invoke({
      id: `test:${name}`,
      input: JSON.parse(JSON.stringify(input)),
      credentials: mockCredentials.user(user),
    });
  }

  it('say whether they change anything', async () => {
    const { actions } = await release.actions.list();
    const kindOf = ({
      readOnly,
      destructive,
    }: (typeof actions)[0]['attributes']) => {
      if (readOnly) return 'reads';
      return destructive ? 'changes' : 'holds';
    };
    expect(
      Object.fromEntries(
        actions.map(({ name, attributes }) => [name, kindOf(attributes)]),
      ),
    ).toEqual({
      'list-workloads': 'reads',
      'get-workload': 'reads',
      'list-rollouts': 'reads',
      'get-rollout': 'reads',
      'plan-rollout': 'reads',
      'start-rollout': 'changes',
      'abort-rollout': 'changes',
      'pause-rollout': 'holds',
      'resume-rollout': 'changes',
      'approve-rollout': 'changes',
      'promote-rollout': 'changes',
      'adopt-drift': 'changes',
      'override-drift': 'changes',
      'list-stages': 'reads',
      'list-images': 'reads',
      'list-changes': 'reads',
      'list-freezes': 'reads',
      'create-freeze': 'holds',
      'end-freeze': 'changes',
      'ensure-namespace': 'holds',
      'validate-manifests': 'reads',
      'apply-manifests': 'changes',
      'plan-operation': 'reads',
      'operate-workload': 'changes',
    });
  });

  it('say that doing some twice is not doing them once', async () => {
    const { actions } = await release.actions.list();
    expect(
      actions.flatMap(({ name, attributes }) =>
        attributes.idempotent ? [] : [name],
      ),
    ).toEqual(['start-rollout', 'create-freeze', 'operate-workload']);
  });

  it('know no other input than theirs', async () => {
    const { actions } = await release.actions.list();
    for (const { name } of actions) {
      await expect(invoke(name, { admin: true })).rejects.toThrow(
        /unrecognized_keys.*admin/s,
      );
    }
  });

  it('list what runs where, with sentences', async () => {
    const { output } = await invoke('list-workloads', { entityRef: ORDER });
    expect(output).toMatchObject({
      environments: ['dev', 'prod'],
      workloads: [
        { environment: 'dev', state: 'healthy', release: { version: '1.4.0' } },
        {
          id: 'prod/prod-beijing/order/order-api',
          state: 'degraded',
          canary: { version: '1.4.1', ready: 1 },
          reasons: [
            {
              code: 'crash-loop',
              text: 'order-api-0 keeps crashing: exit code 137 (OOMKilled), 4 restarts.',
            },
          ],
        },
        { cluster: 'prod-shanghai' },
      ],
      clusters: [
        { name: 'dev', status: 'live' },
        { name: 'prod-beijing', status: 'live' },
        { name: 'prod-shanghai', status: 'live' },
      ],
      problems: [],
    });
  });

  it('read one with its pods and events', async () => {
    const { output } = await invoke('get-workload', {
      entityRef: ORDER,
      workloadId: 'prod/prod-beijing/order/order-api',
    });
    expect(output).toMatchObject({
      workload: { state: 'degraded' },
      totalPods: 4,
      pods: [
        { name: 'order-api-canary-0', state: 'ready' },
        {
          name: 'order-api-0',
          state: 'failed',
          restarts: 4,
          reasons: [{ code: 'crash-loop' }],
        },
        {},
        {},
      ],
      events: [{ object: 'Pod order-api-0', message: 'Scaled up' }],
    });
  });

  it.each([
    ['no permission', { entityRef: ORDER }, other, 'NotAllowedError'],
    [
      'no entity',
      { entityRef: 'component:default/x' },
      undefined,
      'NotFoundError',
    ],
    ['no reference', { entityRef: 'x' }, undefined, 'InputError'],
  ])('refuse whoever has %s', async (_, input, user, error) => {
    for (const [name, more] of [
      ['list-workloads', {}],
      ['get-workload', { workloadId: 'a/b/c/d' }],
    ] as const) {
      await expect(
        invoke(name, { ...input, ...more }, user),
      ).rejects.toMatchObject({ name: error });
    }
  });

  it('refuse a workload that is not the entity’s', async () => {
    await expect(
      invoke('get-workload', {
        entityRef: ORDER,
        workloadId: 'prod/prod-beijing/payment/payment-api',
      }),
    ).rejects.toThrow(/has no workload/);
  });

  it('have a sentence for every reason', () => {
    for (const code of WORKLOAD_REASONS) {
      const text = reasonText({ code, params: { pod: 'x' } });
      expect(text).not.toBe(`${code}.`);
    }
    expect(reasonText({ code: 'new-one', params: {} })).toBe('new-one.');
  });
});
