/** Operations on the simulated company: what they say, and what they do to Deployments. */
import { mockServices } from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import { LiveClusters } from '../clusters/LiveClusters';
import { Environments } from '../config/Environments';
import { Grants } from '../config/Grants';
import { bindEntity } from '../entity/bindEntity';
import { EntityViews } from '../services/EntityViews';
import { WorkloadService } from '../services/WorkloadService';
import { eventually } from '../__testUtils__/eventually';
import { startLandscapeClusters } from '../__testUtils__/startLandscapeClusters';
import { component } from '../__testUtils__/startRelease';
import type { Operation } from '@pilothouse/plugin-release-common';
import { OperationService } from './OperationService';
import type { BegunChange, OperationPorts } from './ports';

const TEST = 'test/test/order/order-api';
const PROD = 'prod/prod-shanghai/order/order-api';
const SUBJECT = { binding: bindEntity(component('order-api')) };
const OPERATOR = { actor: 'user:default/li.wei', overrides: false };

jest.setTimeout(20_000);

let landscape: Awaited<ReturnType<typeof startLandscapeClusters>>;
let live: LiveClusters;
let workloads: WorkloadService;
const ledger: (BegunChange & { settled?: object })[] = [];
const world = {
  rollout: undefined as string | undefined,
  /** Begins between the plan of an operation and its write. */
  rolloutMeanwhile: undefined as string | undefined,
  frozen: false,
  /** Which workload is being changed, and by which change. */
  turn: undefined as string | undefined,
};

let operations: OperationService;

beforeAll(async () => {
  landscape = await startLandscapeClusters();
  const environments = new Environments([
    { name: 'test', protected: false, clusters: ['test'] },
    {
      name: 'prod',
      protected: true,
      clusters: ['prod-beijing', 'prod-shanghai'],
    },
  ]);
  const house = { environments, grants: new Grants([]) };
  const clock = Date.now;
  const views = new EntityViews({ house, clock });
  live = new LiveClusters({
    clusters: landscape.connect(),
    names: environments.clusters,
    clock,
  });
  live.listen({
    onChange: () => views.invalidate(undefined),
    onUpheaval: () => views.invalidate(undefined),
  });
  workloads = new WorkloadService({
    clusters: live,
    environments,
    views,
    clock,
  });
  operations = new OperationService(ports());
}, 60_000);

afterAll(async () => {
  live.close();
  await landscape.stop();
});

beforeEach(() => {
  ledger.length = 0;
  world.rollout = undefined;
  world.rolloutMeanwhile = undefined;
  world.frozen = false;
  world.turn = undefined;
});

function ports(): OperationPorts {
  return {
    workloads,
    clock: Date.now,
    toYaml: object => JSON.stringify(object, null, 2),
    boundsOf: () => ({ min: 1, max: 20 }),
    isProtected: environment => environment === 'prod',
    logger: mockServices.logger.mock(),
    turns: {
      take: async (workloadId, changeId) => {
        if (world.turn) throw new ConflictError(`${world.turn} has it`);
        world.turn = `${workloadId} ${changeId}`;
      },
      end: async (workloadId, changeId) => {
        if (world.turn === `${workloadId} ${changeId}`) world.turn = undefined;
      },
    },
    rolloutOn: async () => world.rollout,
    freezeOf: async () =>
      world.frozen
        ? {
            active: true,
            from: '2026-11-20T10:00:00Z',
            freeze: {
              id: 'f',
              kind: 'stop',
              scope: {},
              reason: 'the festival',
              source: 'people',
            },
          }
        : undefined,
    ledger: {
      begin: async change => {
        world.rollout ??= world.rolloutMeanwhile;
        return `${ledger.push(change) - 1}`;
      },
      settle: async (id, settled) => {
        ledger[Number(id)].settled = settled;
      },
    },
  };
}

const release = async (id: string) => {
  const { workload } = (await workloads.open(SUBJECT.binding, id)).found;
  if (!workload.release) throw new Error(`${id} has no release`);
  return workload.release;
};

async function plan(id: string, operation: Operation) {
  return operations.plan(SUBJECT, id, operation);
}

async function run(id: string, operation: Operation, more: object = {}) {
  const { fingerprint } = await plan(id, operation);
  return operations.run(
    SUBJECT,
    id,
    {
      entityRef: SUBJECT.binding.entityRef,
      operation,
      reason: 'because of a test',
      fingerprint,
      ...more,
    },
    OPERATOR,
  );
}

const scale = (replicas: number): Operation => ({
  operation: 'scale',
  role: 'release',
  replicas,
});
const RESTART: Operation = { operation: 'restart', role: 'release' };

it('scales, and notes who, why, before and after', async () => {
  expect(await plan(TEST, scale(3))).toMatchObject({
    startable: true,
    findings: [],
  });
  expect(await run(TEST, scale(3))).toMatchObject({ outcome: 'done' });
  await eventually(async () =>
    expect(await release(TEST)).toMatchObject({ desired: 3 }),
  );
  expect(ledger).toEqual([
    {
      actor: OPERATOR.actor,
      action: 'scale',
      entityRef: SUBJECT.binding.entityRef,
      system: undefined,
      environment: 'test',
      target: { environment: 'test', cluster: 'test', namespace: 'order' },
      name: 'order-api',
      role: 'release',
      reason: 'because of a test',
      before: { replicas: 2 },
      after: { replicas: 3 },
      settled: { outcome: 'done' },
    },
  ]);
});

it.each([
  [21, 'out-of-bounds', 'blocking'],
  [0, 'out-of-bounds', 'blocking'],
])('does not scale to %d: %s', async (replicas, code, severity) => {
  expect(await plan(TEST, scale(replicas))).toMatchObject({
    startable: false,
    findings: expect.arrayContaining([
      { code, severity, params: { min: 1, max: 20 } },
    ]),
  });
  await expect(run(TEST, scale(replicas))).rejects.toMatchObject({
    name: 'ConflictError',
    message: expect.stringContaining(code),
  });
  expect(ledger).toEqual([]);
});

it('restarts with new pods, shows the change first, and refuses while paused', async () => {
  const planned = await plan(TEST, RESTART);
  expect(planned.diffs).toHaveLength(1);
  expect(planned.diffs[0].before).not.toContain('restartedAt');
  expect(planned.diffs[0].after).toContain('restartedAt');
  const pause: Operation = { operation: 'pause', role: 'release' };
  await run(TEST, pause);
  await eventually(async () => expect((await release(TEST)).paused).toBe(true));
  await expect(run(TEST, RESTART)).rejects.toThrow('paused');
  await expect(run(TEST, pause)).rejects.toThrow('already-paused');
  await run(TEST, { operation: 'resume', role: 'release' });
  await run(TEST, RESTART);
  await eventually(async () => {
    const { found } = await workloads.open(SUBJECT.binding, TEST);
    expect(found.workload.state).toBe('progressing');
  });
});

it('rolls back to a revision, and says what the next apply will do', async () => {
  const { found, objects } = await workloads.openWithPods(
    SUBJECT.binding,
    PROD,
  );
  const owner = found.release?.metadata?.uid ?? '';
  const revisions = objects.replicasets
    .ownedBy('order', owner)
    .map(({ metadata }) =>
      Number(metadata?.annotations?.['deployment.kubernetes.io/revision']),
    )
    .sort((a, b) => a - b);
  const operation: Operation = {
    operation: 'roll-back',
    role: 'release',
    revision: revisions[revisions.length - 2],
  };
  const before = (await release(PROD)).image.tag;
  const planned = await plan(PROD, operation);
  expect(planned.startable).toBe(true);
  expect(planned.findings.map(({ code }) => code)).toContain(
    'next-apply-undoes',
  );
  await expect(run(PROD, operation)).rejects.toMatchObject({
    name: 'InputError',
    message: expect.stringContaining('confirmation'),
  });
  await run(PROD, operation, { confirmation: 'order-api' });
  await eventually(async () =>
    expect((await release(PROD)).image.tag).not.toBe(before),
  );
  expect(ledger[0]).toMatchObject({
    action: 'roll-back',
    after: { revision: operation.revision },
    settled: { outcome: 'done' },
  });
  await expect(
    plan(PROD, { operation: 'roll-back', role: 'release', revision: 999 }),
  ).resolves.toMatchObject({
    startable: false,
    findings: [{ code: 'revision-gone' }, { code: 'next-apply-undoes' }],
  });
});

it('deletes a pod of the workload, and of no other', async () => {
  const { found, objects } = await workloads.openWithPods(
    SUBJECT.binding,
    TEST,
  );
  const pods = objects.pods
    .list('order')
    .map(({ metadata }) => metadata?.name ?? '');
  const own = pods.find(name => /^order-api-[a-z0-9]+-/.test(name)) ?? '';
  const other = pods.find(name => name.startsWith('order-web-')) ?? 'none';
  expect(found.workload.name).toBe('order-api');
  expect(await run(TEST, { operation: 'delete-pod', pod: own })).toMatchObject({
    outcome: 'done',
  });
  await eventually(async () => {
    const now = await workloads.openWithPods(SUBJECT.binding, TEST);
    const pod = now.objects.pods.get('order', own);
    // It may take its time to end.
    expect(!pod || pod.metadata?.deletionTimestamp !== undefined).toBe(true);
  });
  expect(
    await plan(TEST, { operation: 'delete-pod', pod: other }),
  ).toMatchObject({
    startable: false,
    findings: [{ code: 'pod-gone', params: { pod: other } }],
  });
});

it('is not done on a world that changed since it was planned', async () => {
  const { fingerprint } = await plan(TEST, scale(4));
  await run(TEST, scale(2));
  await expect(
    operations.run(
      SUBJECT,
      TEST,
      {
        entityRef: SUBJECT.binding.entityRef,
        operation: scale(4),
        reason: 'late',
        fingerprint,
      },
      OPERATOR,
    ),
  ).rejects.toThrow('plan it again');
});

it('is held by a freeze and by a rollout; only the freeze can be overridden', async () => {
  world.frozen = true;
  await expect(run(TEST, RESTART)).rejects.toThrow('frozen');
  const override = { override: { reason: 'the shop is down' } };
  await expect(run(TEST, RESTART, override)).rejects.toThrow('frozen');
  const { fingerprint } = await plan(TEST, RESTART);
  const request = {
    entityRef: SUBJECT.binding.entityRef,
    operation: RESTART,
    reason: 'fix',
    fingerprint,
    ...override,
  };
  const ops = { actor: 'user:default/guo.tao', overrides: true };
  await operations.run(SUBJECT, TEST, request, ops);
  expect(ledger.map(({ reason }) => reason)).toEqual([
    'fix (override: the shop is down)',
  ]);
  world.rollout = 'r-1';
  await expect(operations.run(SUBJECT, TEST, request, ops)).rejects.toThrow(
    'rollout-active',
  );
});

it('waits for nobody who changes the workload already', async () => {
  const { fingerprint } = await plan(TEST, RESTART);
  world.turn = 'change-1';
  await expect(run(TEST, RESTART)).rejects.toThrow('change-1 has it');
  expect(ledger).toMatchObject([{ settled: { outcome: 'refused' } }]);
  expect(await plan(TEST, RESTART)).toMatchObject({ fingerprint });
  expect(world.turn).toBe('change-1');
});

it('leaves the workload to others once it is done, or refused', async () => {
  await run(TEST, scale(3));
  expect(world.turn).toBeUndefined();
  const { fingerprint } = await plan(TEST, RESTART);
  world.rolloutMeanwhile = 'r-3';
  await expect(run(TEST, RESTART, { fingerprint })).rejects.toThrow('r-3');
  expect(world.turn).toBeUndefined();
});

it('leaves a workload to the rollout that has begun meanwhile', async () => {
  const { fingerprint } = await plan(TEST, RESTART);
  world.rolloutMeanwhile = 'r-2';
  await expect(run(TEST, RESTART)).rejects.toThrow(
    `${TEST}: rollout r-2 has begun meanwhile, and has it now`,
  );
  expect(ledger).toMatchObject([{ settled: { outcome: 'refused' } }]);
  // Of the same generation: nothing was written.
  expect(await plan(TEST, RESTART)).toMatchObject({ fingerprint });
});

it('does nothing on a cluster that is away', async () => {
  await landscape.control('PUT', '/api/clusters/test/fault', {
    mode: 'refuse',
  });
  await eventually(async () =>
    expect((await workloads.open(SUBJECT.binding, TEST)).status).toBe(
      'unreachable',
    ),
  );
  await expect(plan(TEST, RESTART)).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
  });
  await landscape.control('POST', '/api/reset', {});
});
