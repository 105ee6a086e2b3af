/** Two replicas of the portal on one Postgres: whichever stands still, the other goes on, and nothing is done twice. */
import type { Rollout } from '@pilothouse/plugin-release-common';
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
import { startLandscapeClusters } from './__testUtils__/startLandscapeClusters';
import { component, ORDER } from './__testUtils__/startRelease';

/** Well past the time for which a lease is held without being renewed. */
const STANDSTILL_MS = 20_000;

jest.setTimeout(240_000);

const database = portalDatabase('replicas');

const portals: PortalProcess[] = [];
let landscape: Awaited<ReturnType<typeof startLandscapeClusters>>;

beforeAll(async () => {
  landscape = await startLandscapeClusters();
  const start = () =>
    PortalProcess.start({
      clusters: landscape.access,
      entities: [component('order-api')],
      config: {
        database: database.config(),
        pilothouse: {
          environments: [{ name: 'test', clusters: ['test'] }],
        },
        release: {
          policies: {
            test: { stepInterval: '5s', bake: '5s', gate: 'automatic' },
          },
          registries: [landscape.registry],
        },
      },
    });
  portals.push(await start());
  portals.push(await start());
});

afterAll(async () => {
  await Promise.all(portals.map(portal => portal.kill()));
  await landscape.stop();
  await database.drop();
});

const linesOf = ({ history }: Rollout) =>
  history.map(
    ({ at, code, params }) => `${at} ${code} ${JSON.stringify(params)}`,
  );

it('goes on when its holder freezes, and refuses what that one does when it wakes', async () => {
  const [first, second] = portals;
  const { id } = await startRollout(first, {
    entityRef: ORDER,
    environment: 'test',
    version: '1.4.2',
  });
  // One of the two holds the rollout; each stands still in turn.
  for (const [frozen, awake] of [
    [first, second],
    [second, first],
  ]) {
    frozen.freeze();
    const { history } = await getRollout(awake, id);
    await delay(STANDSTILL_MS);
    const later = await getRollout(awake, id);
    frozen.thaw();
    if (hasEnded(later)) break;
    if (later.history.length === history.length) {
      throw new Error(
        `Nothing happened after:\n${linesOf(later).join('\n')}\n${awake.log}`,
      );
    }
  }
  const rollout = await rolloutUntil(first, id, hasEnded, 120_000);
  expect(rollout.state).toBe('succeeded');
  expect([...effects(rollout)].filter(([, count]) => count !== 1)).toEqual([]);
  const sequences = rollout.history.map(({ sequence }) => sequence);
  expect(new Set(sequences).size).toBe(sequences.length);
  expect(await getRollout(second, id)).toMatchObject({ state: 'succeeded' });
});
