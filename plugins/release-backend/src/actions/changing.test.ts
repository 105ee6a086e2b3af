import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import * as z from 'zod';
import { companyPerTest } from '../__testUtils__/companyPerTest';
import { component, ORDER } from '../__testUtils__/startRelease';

const OPS = 'user:default/guo.tao';
const STRANGER = 'user:default/tang.yi';
const WORKLOAD = 'dev/dev/order/order-api';
const ID = '0f6a4c1e-6a43-4a57-9a8e-3f1d2f9b7c10';
const PLAN = { entityRef: ORDER, environment: 'dev', version: '1.4.1' };
const CONSENT = { fingerprint: 'x', reason: 'why not' };

const withId = z.object({ id: z.string() });
const company = companyPerTest();

async function invoke(
  name: string,
  input: object,
  credentials: BackstageCredentials = mockCredentials.user(OPS),
): Promise<object> {
  const { output } = await company.release.actions.invoke({
    id: `test:${name}`,
    input: JSON.parse(JSON.stringify(input)),
    credentials,
  });
  return Object(output);
}

const stop = { kind: 'stop', environments: ['dev'], reason: 'Fire' };

describe('actions that change something', () => {
  it('make, list and end freezes, noted as over HTTP', async () => {
    await company.start();
    const made = await invoke('create-freeze', stop);
    expect(made).toMatchObject({
      kind: 'stop',
      environments: ['dev'],
      createdBy: OPS,
    });
    const { id } = withId.parse(made);
    expect(await invoke('list-freezes', {})).toMatchObject({
      freezes: [{ id, active: true, reason: 'Fire' }],
    });
    expect(await invoke('list-stages', { entityRef: ORDER })).toMatchObject({
      stages: [
        {
          environment: 'dev',
          workloads: ['order-api'],
          policy: { strategy: 'canary', gate: 'automatic' },
          freezes: [expect.stringMatching(/^holds from .*: Fire$/)],
        },
        { environment: 'prod', protected: true, freezes: [] },
      ],
      managesFreezes: true,
    });
    const ended = await invoke('end-freeze', { freezeId: id, reason: 'Out' });
    expect(ended).toMatchObject({ id, endedBy: OPS });
    const { body } = await company.release.get('changes', OPS).expect(200);
    expect(body.changes).toMatchObject([
      { action: 'end-freeze', actor: OPS, reason: 'Out' },
      { action: 'create-freeze', actor: OPS, reason: 'Fire' },
    ]);
    expect(company.release.audit.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'freeze-create',
        meta: expect.objectContaining({ by: 'action', reason: 'Fire' }),
      }),
    );
  });

  it('refuse freezes to whom HTTP refuses them', async () => {
    await company.start({
      denied: new Set([`${STRANGER} release.freeze.manage undefined`]),
    });
    const { id } = withId.parse(await invoke('create-freeze', stop));
    for (const who of [
      mockCredentials.user(STRANGER),
      mockCredentials.service('some-service'),
    ]) {
      for (const [name, input] of [
        ['create-freeze', stop],
        ['end-freeze', { freezeId: id, reason: 'x' }],
      ] as const) {
        await expect(invoke(name, input, who)).rejects.toThrow(
          'You need the permission release.freeze.manage',
        );
      }
    }
    expect(company.release.audit.fail).toHaveBeenCalledTimes(4);
  });

  it.each<[string, object, RegExp]>([
    ['create-freeze', { ...stop, reason: 'a\0b' }, /Input reason: has to be/],
    [
      'create-freeze',
      { ...stop, environments: ['qa'] },
      /scope\.environments\.0: has to be one of the environments: dev, prod/,
    ],
    ['create-freeze', { ...stop, kind: 'weekly' }, /Input weekly: is missing/],
    ['end-freeze', { freezeId: '../x', reason: 'x' }, /freezeId: has to be an/],
    ['end-freeze', { freezeId: ID, reason: 'x' }, /There is no freeze/],
    ['plan-rollout', { ...PLAN, policy: { bake: 1 } }, /unrecognized_keys/],
    [
      'plan-rollout',
      { ...PLAN, policy: { maxCanaryReplicas: 99 } },
      /policy\.maxCanaryReplicas: has to be from 1 to 50/,
    ],
    [
      'start-rollout',
      { ...PLAN, ...CONSENT, reason: '\u200b' },
      /Input reason: has to be text/,
    ],
    [
      'start-rollout',
      { ...PLAN, ...CONSENT, override: { reason: 'x', by: 'me' } },
      /unrecognized_keys/,
    ],
    ['adopt-drift', { rolloutId: ID, reason: 'x' }, /There is no rollout/],
    [
      'override-drift',
      { rolloutId: '..', reason: 'x' },
      /rolloutId: has to be/,
    ],
    [
      'override-drift',
      { rolloutId: ID, reason: ' ' },
      /reason: has to be text/,
    ],
    [
      'plan-operation',
      {
        entityRef: '../x',
        workloadId: WORKLOAD,
        operation: 'restart',
      },
      /entityRef: has to be one entity reference/,
    ],
    [
      'plan-operation',
      {
        entityRef: ORDER,
        workloadId: WORKLOAD,
        operation: 'restart',
        replicas: 3,
      },
      /operation\.replicas: is not known; there are operation, role$/,
    ],
    [
      'operate-workload',
      {
        entityRef: ORDER,
        workloadId: WORKLOAD,
        operation: 'restart',
        ...CONSENT,
        override: { reason: 'a\u202eb' },
      },
      /override\.reason: has to be text/,
    ],
    [
      'list-images',
      { entityRef: ORDER, workloadId: 'x' },
      /workloadId: has to be the id of a workload/,
    ],
    ['list-stages', { entityRef: 'x' }, /entityRef: has to be one entity/],
    ['list-changes', { since: 'yesterday' }, /since: has to be a time/],
    ['list-rollouts', { cursor: 'x' }, /cursor: has to be the cursor/],
  ])('refuse what is wrong, by name: %s %j', async (name, input, message) => {
    await company.start();
    await expect(invoke(name, input)).rejects.toThrow(message);
  });

  it('ask for the right to override, and tell nothing of what is hidden', async () => {
    await company.start({
      entities: [component('order-api')],
      denied: new Set([
        `${OPS} release.policy.override ${ORDER}@dev`,
        `${OPS} release.policy.override ${ORDER}@prod`,
      ]),
      hidden: new Set([`${STRANGER} ${ORDER}`]),
    });
    const override = { reason: 'money is lost' };
    await expect(
      invoke('operate-workload', {
        entityRef: ORDER,
        workloadId: WORKLOAD,
        operation: 'restart',
        ...CONSENT,
        override,
      }),
    ).rejects.toThrow('release.policy.override');
    await expect(
      invoke('start-rollout', { ...PLAN, ...CONSENT, override }),
    ).rejects.toThrow('release.policy.override');
    for (const [name, input] of [
      ['list-stages', { entityRef: ORDER }],
      ['list-images', { entityRef: ORDER, workloadId: WORKLOAD }],
      ['plan-rollout', PLAN],
    ] as const) {
      await expect(
        invoke(name, input, mockCredentials.user(STRANGER)),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
    }
  });
});
