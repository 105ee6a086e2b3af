/** The database goes away in the middle of a canary and comes back: nothing happens meanwhile, and nothing is lost. */
import { workloadListSchema } from '@pilothouse/plugin-release-common';
import { setTimeout as delay } from 'node:timers/promises';
import { portalDatabase } from './__testUtils__/process/portalDatabase';
import { PortalProcess } from './__testUtils__/process/PortalProcess';
import {
  effects,
  getRollout,
  hasEnded,
  rolloutUntil,
  startRollout,
} from './__testUtils__/process/rolloutStory';
import { silentProxy } from './__testUtils__/silentProxy';
import { startLandscapeClusters } from './__testUtils__/startLandscapeClusters';
import { component, ORDER } from './__testUtils__/startRelease';

const BAKE_MS = 12_000;
/** Longer than what is left of the bake, and than a lease is held without being renewed. */
const OUTAGE_MS = 20_000;

jest.setTimeout(240_000);

const database = portalDatabase('outage');

let portal: PortalProcess;
let proxy: Awaited<ReturnType<typeof silentProxy>>;
let landscape: Awaited<ReturnType<typeof startLandscapeClusters>>;

beforeAll(async () => {
  landscape = await startLandscapeClusters();
  proxy = await silentProxy(database.connection);
  portal = await PortalProcess.start({
    clusters: landscape.access,
    entities: [component('order-api')],
    config: {
      database: database.config({ host: '127.0.0.1', port: proxy.port }),
      pilothouse: { environments: [{ name: 'test', clusters: ['test'] }] },
      release: {
        policies: {
          test: {
            stepInterval: '1s',
            bake: `${BAKE_MS / 1000}s`,
            maxCanaryReplicas: 1,
            gate: 'automatic',
          },
        },
        registries: [landscape.registry],
      },
    },
  });
});

afterAll(async () => {
  await portal?.kill();
  await proxy?.close();
  await landscape?.stop();
  await database.drop();
});

async function workload() {
  const { status, body } = await portal.get(`workloads?entityRef=${ORDER}`);
  expect(status).toBe(200);
  const [found] = workloadListSchema.parse(body).workloads;
  return found;
}

it('shows what runs, starts nothing and counts nothing until it is back', async () => {
  const request = { entityRef: ORDER, environment: 'test', version: '1.4.2' };
  const { id } = await startRollout(portal, request);
  const isBaking = ({ steps }: Awaited<ReturnType<typeof getRollout>>) =>
    steps.some(({ kind, state }) => kind === 'bake' && state === 'current');
  await rolloutUntil(portal, id, isBaking, 60_000);
  const before = await workload();

  proxy.break();
  const began = Date.now();
  // What runs is known without it.
  expect(await workload()).toMatchObject({
    release: { image: before?.release?.image },
    canary: { desired: 1 },
  });
  for (const [path, body] of [
    ['rollouts/plan', { ...request, version: '1.4.1' }],
    [`rollouts/${id}/abort`, { reason: 'wrong' }],
    ['freezes', { kind: 'stop', scope: {}, reason: 'the festival' }],
  ] as const) {
    const { status, body: said } = await portal.post(path, body);
    expect({ path, status, said: JSON.stringify(said) }).toMatchObject({
      path,
      status: 503,
      // Neither the address of the database, nor what it was asked.
      said: expect.not.stringMatching(/127\.0\.0\.1|select|insert/i),
    });
  }
  await delay(OUTAGE_MS - (Date.now() - began));
  expect(await workload()).toMatchObject({
    release: { image: before?.release?.image },
    canary: { desired: 1 },
  });
  proxy.mend();

  const rollout = await rolloutUntil(portal, id, hasEnded, 120_000);
  expect(rollout.state).toBe('succeeded');
  expect([...effects(rollout)].filter(([, count]) => count !== 1)).toEqual([]);
  expect((await workload())?.release?.image.tag).toBe('1.4.2');
  const times = rollout.history.map(({ at }) => Date.parse(at));
  // Nothing was written into its history in the outage; what it had counted before is counted on.
  const inOutage = times.filter(
    at => at > began + 2_000 && at < began + OUTAGE_MS,
  );
  expect(inOutage).toEqual([]);
  const bake = rollout.steps.find(({ kind }) => kind === 'bake');
  const lasted =
    Date.parse(bake?.endedAt ?? '') - Date.parse(bake?.enteredAt ?? '');
  expect(lasted).toBeGreaterThanOrEqual(OUTAGE_MS);
});
