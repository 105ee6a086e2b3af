import { createFakeClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import { parseImage, type Workload } from '@pilothouse/plugin-release-common';
import { deployment } from '../__testUtils__/objects';
import { Simulation } from '../rollout/__testUtils__/simulate';
import type { RolloutState } from '../rollout/state';
import { sideOf } from '../workload/side';
import { recordedTemplate } from './recordedRelease';
import { targetDefinition } from './targetDefinition';
import { TargetScenes } from './TargetScenes';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const LIVE = deployment({
  name: 'order-api',
  role: 'release',
  image: 'r.test/order/order-api:1.4.2',
});
const RECORDED = deployment({
  name: 'order-api',
  role: 'release',
  image: 'r.test/order/order-api:1.4.1',
}).spec?.template;

/** The rollout has come to what is asked for, with the template of a release as it was kept. */
function superseded(reached: (state: RolloutState) => boolean) {
  const run = new Simulation();
  const [target] = run.definition.targets;
  if (target && RECORDED) target.release.template = { ...RECORDED };
  run.until(reached);
  return {
    events: run.world.store.events,
    workloadId: target?.workloadId ?? '',
  };
}

const promoteIs = (promote: string) => (state: RolloutState) =>
  Object.values(state.targets).some(target => target.promote === promote);

async function planned(recorded: typeof RECORDED) {
  const cluster = createFakeClusters('dev').cluster('dev');
  cluster.put('deployments', LIVE);
  const workload: Workload = {
    id: 'dev/dev/order/order-api',
    target: { environment: 'dev', cluster: 'dev', namespace: 'order' },
    name: 'order-api',
    release: sideOf(LIVE, 'order-api'),
    state: 'healthy',
    reasons: [],
    drift: false,
  };
  const scenes = new TargetScenes({
    workloads: {
      open: async () => ({
        cluster: { cluster, detail: async () => undefined },
        status: 'live',
      }),
    },
    images: {
      resolve: async () => ({ found: true, digest: DIGEST, platforms: [] }),
    },
    clock: () => 0,
  });
  return scenes.of(
    { entityRef: 'component:default/order-api', owners: [], problems: [] },
    {
      workload,
      version: { tag: '1.4.3' },
      usesCanary: false,
      recorded: async () => recorded,
      tried: false,
      signal: new AbortController().signal,
    },
  );
}

describe('superseding a rollout that promotes', () => {
  it('knows the template that the release goes back to', () => {
    const { events, workloadId } = superseded(promoteIs('begun'));
    expect(recordedTemplate({ events }, workloadId)).toEqual(RECORDED);
  });

  it.each<[string, (state: RolloutState) => boolean]>([
    ['has not begun to', ({ stepIndex }) => stepIndex > 0],
    ['is done with it', promoteIs('complete')],
  ])('leaves the release as it is where it %s', (_, reached) => {
    const { events, workloadId } = superseded(reached);
    expect(recordedTemplate({ events }, workloadId)).toBeUndefined();
  });

  it('starts from what was there before, and goes back there', async () => {
    const scene = await planned(RECORDED);
    expect(scene.current).toEqual(parseImage('r.test/order/order-api:1.4.1'));
    expect(targetDefinition(scene).release).toMatchObject({
      uid: LIVE.metadata?.uid,
      image: 'r.test/order/order-api:1.4.1',
      template: RECORDED,
    });
  });

  it('starts from what is there where nothing is taken back', async () => {
    const scene = await planned(undefined);
    expect(targetDefinition(scene).release).toMatchObject({
      image: 'r.test/order/order-api:1.4.2',
      template: LIVE.spec?.template,
    });
  });
});
