import type {
  WritableKind,
  WriteOutcome,
} from '@pilothouse/plugin-clusters-node';
import { createFakeClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import { deployment } from '../__testUtils__/objects';
import type { Deployment } from '../workload/objects';
import { RecentDryRuns } from './RecentDryRuns';

const RELEASE = deployment({ name: 'order-api', role: 'release' });
const IMAGE = 'r.test/order:1.0.1';

/** A cluster that counts dry runs, and may refuse them. */
function setUp() {
  const cluster = createFakeClusters('dev').cluster('dev');
  const world = { now: 0, asked: 0, refuses: false };
  cluster.apply = async <T>(
    _kind: WritableKind,
    object: Record<string, unknown>,
  ): Promise<WriteOutcome<T>> => {
    world.asked += 1;
    if (world.refuses) throw new Error('denied by a webhook');
    // As from a real cluster, of the kind that was sent.
    return { outcome: 'done', object: object as T };
  };
  const recent = new RecentDryRuns({ clock: () => world.now });
  const tryOn = (
    release: Deployment,
    { image = IMAGE, reuse = true }: { image?: string; reuse?: boolean } = {},
  ) =>
    recent.image(
      'release',
      release,
      {
        cluster,
        namespace: 'order',
        container: 'order-api',
        image,
        signal: new AbortController().signal,
      },
      { reuse },
    );
  return { world, tryOn };
}

describe('what a cluster has said to a dry run', () => {
  it('holds for a moment for the same write on the same version', async () => {
    const { world, tryOn } = setUp();
    const first = await tryOn(RELEASE, { reuse: false });
    const read = structuredClone(RELEASE);
    const again = await tryOn(read);
    expect(again).toEqual(first);
    expect(again.dryRun.before).toBe(read);
    expect(world.asked).toBe(1);
    world.now = 60_000;
    await tryOn(RELEASE);
    expect(world.asked).toBe(2);
  });

  it.each<[string, Partial<Deployment['metadata']>, { image?: string }]>([
    ['another version', { resourceVersion: 'later' }, {}],
    ['another Deployment of the name', { uid: 'another' }, {}],
    ['another image', {}, { image: 'r.test/order:1.0.2' }],
  ])('says nothing about %s', async (_, metadata, options) => {
    const { world, tryOn } = setUp();
    await tryOn(RELEASE);
    await tryOn(
      { ...RELEASE, metadata: { ...RELEASE.metadata, ...metadata } },
      options,
    );
    expect(world.asked).toBe(2);
  });

  it('is asked for whenever somebody plans, and after a refusal', async () => {
    const { world, tryOn } = setUp();
    await tryOn(RELEASE);
    await tryOn(RELEASE, { reuse: false });
    expect(world.asked).toBe(2);
    world.refuses = true;
    const refused = await tryOn(RELEASE, { reuse: false });
    expect(refused.dryRun.refused?.text).toMatch(/webhook/);
    world.refuses = false;
    await tryOn(RELEASE);
    expect(world.asked).toBe(4);
  });
});
