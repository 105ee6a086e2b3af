/** The backend is killed in the middle of a canary, again and again, and nothing is lost or doubled. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PortalProcess } from './__testUtils__/process/PortalProcess';
import {
  effects,
  getRollout,
  hasEnded,
  rolloutUntil,
  startRollout,
} from './__testUtils__/process/rolloutStory';
import { startLandscapeClusters } from './__testUtils__/startLandscapeClusters';
import { component, ORDER } from './__testUtils__/startRelease';

/** CI kills ten times; `yarn test:chaos` fifty. */
const KILLS = Number(process.env.PILOTHOUSE_KILLS ?? 10);
const LONGEST_LIFE_MS = 8_000;

jest.setTimeout(60_000 + KILLS * 20_000);

let landscape: Awaited<ReturnType<typeof startLandscapeClusters>>;
let folder: string;
let portal: PortalProcess | undefined;

beforeAll(async () => {
  landscape = await startLandscapeClusters();
  folder = await mkdtemp(join(tmpdir(), 'release-chaos-'));
}, 60_000);

afterAll(async () => {
  await portal?.kill();
  await landscape.stop();
  await rm(folder, { recursive: true });
});

async function start(): Promise<PortalProcess> {
  portal = await PortalProcess.start({
    clusters: landscape.access,
    entities: [component('order-api')],
    config: {
      database: {
        client: 'better-sqlite3',
        connection: { directory: folder },
      },
      pilothouse: {
        environments: [
          {
            name: 'prod',
            clusters: ['prod-shanghai'],
            namespaces: ['order'],
          },
        ],
      },
      release: {
        policies: {
          prod: {
            stepInterval: '2s',
            bake: '3s',
            soak: '0s',
            maxCanaryReplicas: 3,
            gate: 'automatic',
            minimum: { stepInterval: '0s', bake: '0s', soak: '0s' },
          },
        },
        registries: [landscape.registry],
      },
    },
  });
  return portal;
}

it(`goes on after ${KILLS} kills at random moments, and writes everything once`, async () => {
  let running = await start();
  const { id } = await startRollout(running, {
    entityRef: ORDER,
    environment: 'prod',
    version: '1.4.2',
  });
  let kills = 0;
  let longestOutage = 0;
  while (kills < KILLS) {
    await delay(Math.random() * LONGEST_LIFE_MS);
    if (hasEnded(await getRollout(running, id))) break;
    await running.kill();
    kills += 1;
    const killedAt = Date.now();
    running = await start();
    longestOutage = Math.max(longestOutage, Date.now() - killedAt);
  }
  const rollout = await rolloutUntil(running, id, hasEnded, 120_000);
  expect(rollout.state).toBe('succeeded');
  const written = effects(rollout);
  const keys = new Set(
    rollout.history
      .filter(({ code }) => code === 'write-intended')
      .map(({ params }) => String(params.key)),
  );
  expect([...written].filter(([, count]) => count !== 1)).toEqual([]);
  expect([...written.keys()].sort()).toEqual([...keys].sort());
  const { body } = await running.get(`workloads?entityRef=${ORDER}`);
  expect(body).toMatchObject({
    workloads: [
      {
        release: { image: { tag: '1.4.2' } },
        canary: { desired: 0 },
      },
    ],
  });
  process.stdout.write(
    `${kills} kills, ${keys.size} writes, each once; longest outage ${longestOutage} ms\n`,
  );
});
