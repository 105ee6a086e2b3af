/** Rights that are taken away while a rollout runs hold from the next request on; the rollout itself is nobody's session. */
import { rolloutPlanSchema } from '@pilothouse/plugin-release-common';
import { eventually } from './__testUtils__/eventually';
import { startLandscapeClusters } from './__testUtils__/startLandscapeClusters';
import { component, ORDER, startRelease } from './__testUtils__/startRelease';

const AUTHOR = 'user:default/wang.fang';
const OPS = 'user:default/guo.tao';

jest.setTimeout(60_000);

let landscape: Awaited<ReturnType<typeof startLandscapeClusters>>;
let release: Awaited<ReturnType<typeof startRelease>>;
const denied = new Set<string>();

beforeAll(async () => {
  landscape = await startLandscapeClusters();
  release = await startRelease({
    clusters: landscape.connect(),
    entities: [component('order-api')],
    denied,
    pilothouse: { environments: [{ name: 'test', clusters: ['test'] }] },
    release: {
      policies: { test: { stepInterval: '1h', bake: '1h' } },
      registries: [landscape.registry],
    },
  });
});

afterAll(async () => {
  await release?.stop();
  await landscape?.stop();
});

it('are asked for at every request, and the rollout goes on', async () => {
  const request = { entityRef: ORDER, environment: 'test', version: '1.4.2' };
  const planned = await release.post('rollouts/plan', request, AUTHOR);
  const { fingerprint, name } = rolloutPlanSchema.parse(planned.body);
  const start = { ...request, fingerprint, confirmation: name };
  const { body } = await release
    .post('rollouts', { ...start, reason: 'a better version' }, AUTHOR)
    .expect(201);
  const path = `rollouts/${body.id}`;
  const stepOf = async (user: string) => {
    const { body: rollout } = await release.get(path, user).expect(200);
    return rollout.state;
  };

  denied.add(`${AUTHOR} release.rollout.pause ${ORDER}@test`);
  await release.post(`${path}/pause`, { reason: 'x' }, AUTHOR).expect(403);
  denied.add(`${AUTHOR} release.rollout.abort ${ORDER}@test`);
  await release.post(`${path}/abort`, { reason: 'x' }, AUTHOR).expect(403);
  // Who may still look is told what they may not do.
  const { body: shown } = await release.get(path, AUTHOR).expect(200);
  expect(shown.actions.abort.allowed).toBe(false);

  denied.add(`${AUTHOR} release.workload.read ${ORDER}`);
  // Whether somebody may look is remembered for some seconds.
  await eventually(async () => {
    await release.get(path, AUTHOR).expect(403);
  }, 30_000);
  const { body: list } = await release.get('rollouts?view=all', AUTHOR);
  expect(list.rollouts).toEqual([]);

  expect(await stepOf(OPS)).toBe('running');
  await release.post(`${path}/abort`, { reason: 'over' }, OPS).expect(200);
  await eventually(async () => {
    expect(await stepOf(OPS)).toBe('aborted');
  }, 30_000);
});
