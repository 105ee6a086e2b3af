/** The backend is killed in the middle of a canary, again and again, and nothing is lost or doubled. */
import type { Rollout } from '@pilothouse/plugin-release-common';
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
/** One after the other, for as long as there are kills left. */
const VERSIONS = ['1.4.2', '1.4.1'];

// A start takes seconds, and many on a machine with much to do.
jest.setTimeout(120_000 + KILLS * 30_000);

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

/** What every rollout must have come to, however often it was interrupted. */
function expectOnceAndWell(rollout: Rollout): number {
  expect(rollout.state).toBe('succeeded');
  const written = effects(rollout);
  const intended = rollout.history
    .filter(({ code }) => code === 'write-intended')
    .map(({ params }) => String(params.key));
  expect([...written].filter(([, count]) => count !== 1)).toEqual([]);
  expect([...written.keys()].sort()).toEqual([...new Set(intended)].sort());
  return written.size;
}

it(`goes on after ${KILLS} kills at random moments, and writes everything once`, async () => {
  let running = await start();
  const total = { kills: 0, rollouts: 0, writes: 0, longestOutage: 0 };
  while (total.kills < KILLS) {
    const version = VERSIONS[total.rollouts % VERSIONS.length];
    const { id } = await startRollout(running, {
      entityRef: ORDER,
      environment: 'prod',
      version,
    });
    while (total.kills < KILLS) {
      await delay(Math.random() * LONGEST_LIFE_MS);
      if (hasEnded(await getRollout(running, id))) break;
      await running.kill();
      total.kills += 1;
      const killedAt = Date.now();
      running = await start();
      const outage = Date.now() - killedAt;
      total.longestOutage = Math.max(total.longestOutage, outage);
    }
    const rollout = await rolloutUntil(running, id, hasEnded, 120_000);
    total.writes += expectOnceAndWell(rollout);
    total.rollouts += 1;
    const { body } = await running.get(`workloads?entityRef=${ORDER}`);
    expect(body).toMatchObject({
      workloads: [
        { release: { image: { tag: version } }, canary: { desired: 0 } },
      ],
    });
  }
  process.stdout.write(
    `${total.kills} kills in ${total.rollouts} rollouts, ${total.writes} writes, each once; longest outage ${total.longestOutage} ms\n`,
  );
});
