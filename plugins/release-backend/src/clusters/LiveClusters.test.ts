import type { WatchedKind } from '@pilothouse/plugin-clusters-node';
import {
  createFakeClusters,
  type FakeCluster,
} from '@pilothouse/plugin-clusters-node/testUtils';
import { LiveClusters } from './LiveClusters';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const CORE = ['deployments', 'namespaces', 'pods', 'replicasets'];

/** Counts what is watched, and lets the test say when first lists come. */
function observe(cluster: FakeCluster) {
  const watched: WatchedKind[] = [];
  const waits: number[] = [];
  let listed = true;
  const original = cluster.watch.bind(cluster);
  const watch = <K extends WatchedKind>(kind: K) => {
    watched.push(kind);
    const lease = original(kind);
    const { cache } = lease;
    return {
      ...lease,
      cache: {
        get synced() {
          return listed;
        },
        get: cache.get.bind(cache),
        list: cache.list.bind(cache),
        ownedBy: cache.ownedBy.bind(cache),
      },
      ready: ({ timeoutMs }: { timeoutMs: number }) => {
        waits.push(timeoutMs);
        return new Promise<boolean>(resolve => {
          setTimeout(() => resolve(false), timeoutMs);
        });
      },
      release: () => {
        watched.splice(watched.indexOf(kind), 1);
      },
    };
  };
  cluster.watch = watch;
  return {
    waits,
    watched: () => [...watched].sort(),
    silence: () => {
      listed = false;
    },
  };
}

describe('the clusters of all environments', () => {
  const fakes = createFakeClusters('dev', 'prod', 'spare');
  const dev = observe(fakes.cluster('dev'));
  const prod = observe(fakes.cluster('prod'));
  const spare = observe(fakes.cluster('spare'));
  let clusters: LiveClusters;
  const onUpheaval = jest.fn();

  beforeEach(() => {
    jest.useFakeTimers();
    onUpheaval.mockClear();
    clusters = new LiveClusters({
      clusters: fakes,
      names: ['dev', 'prod', 'gone'],
      clock: Date.now,
    });
    clusters.listen({ onChange: () => {}, onUpheaval });
  });

  afterEach(() => {
    clusters.close();
    jest.useRealTimers();
  });

  it('are watched once for everybody, and others not at all', async () => {
    const [first] = await Promise.all([clusters.open(), clusters.open()]);
    await clusters.open();
    expect([...first.keys()]).toEqual(['dev', 'prod']);
    expect(dev.watched()).toEqual(CORE);
    expect(spare.watched()).toEqual([]);
    clusters.close();
    expect([...dev.watched(), ...prod.watched()]).toEqual([]);
  });

  it('are left when nobody asks for ten minutes, and joined again', async () => {
    await clusters.open();
    jest.advanceTimersByTime(9 * MINUTE);
    await clusters.open();
    jest.advanceTimersByTime(9 * MINUTE);
    clusters.prune();
    expect(dev.watched()).toEqual(CORE);
    jest.advanceTimersByTime(2 * MINUTE);
    onUpheaval.mockClear();
    clusters.prune();
    expect(dev.watched()).toEqual([]);
    expect(onUpheaval).toHaveBeenCalled();
    await clusters.open();
    expect(dev.watched()).toEqual(CORE);
  });

  it('leave what only details need sooner', async () => {
    const live = (await clusters.open()).get('dev');
    const events = { namespace: 'order', withinMs: 2 * SECOND };
    await live?.detail('events', events);
    await live?.detail('events', events);
    await live?.detail('services', { withinMs: 2 * SECOND });
    expect(dev.watched()).toEqual([...CORE, 'events', 'services'].sort());
    jest.advanceTimersByTime(4 * MINUTE);
    await live?.detail('services', { withinMs: 2 * SECOND });
    jest.advanceTimersByTime(2 * MINUTE);
    await clusters.open();
    clusters.prune();
    expect(dev.watched()).toEqual([...CORE, 'services'].sort());
  });

  it('tell how they stand', async () => {
    await clusters.open();
    onUpheaval.mockClear();
    fakes.cluster('prod').setHealth({ status: 'unauthorized' });
    expect(onUpheaval).toHaveBeenCalledTimes(1);
    fakes.cluster('prod').setHealth({ status: 'live' });
  });

  it('are asked for again when they were not known yet', async () => {
    const list = jest
      .spyOn(fakes, 'list')
      .mockRejectedValueOnce(new Error('not yet'));
    await expect(clusters.open()).rejects.toThrow('not yet');
    expect((await clusters.open()).size).toBe(2);
    list.mockRestore();
  });

  it('follow the configuration while they run', async () => {
    const all = await fakes.list();
    const list = jest.spyOn(fakes, 'list');
    list.mockResolvedValue(all.filter(({ name }) => name === 'dev'));
    expect([...(await clusters.open()).keys()]).toEqual(['dev']);
    onUpheaval.mockClear();
    list.mockResolvedValue(all);
    expect([...(await clusters.open()).keys()]).toEqual(['dev', 'prod']);
    expect(prod.watched()).toEqual(CORE);
    expect(onUpheaval).toHaveBeenCalled();
    onUpheaval.mockClear();
    list.mockResolvedValue(all.filter(({ name }) => name === 'prod'));
    expect([...(await clusters.open()).keys()]).toEqual(['prod']);
    expect(dev.watched()).toEqual([]);
    expect(onUpheaval).toHaveBeenCalledTimes(1);
    fakes.cluster('dev').setHealth({ status: 'live' });
    expect(onUpheaval).toHaveBeenCalledTimes(1);
    await clusters.open();
    expect(onUpheaval).toHaveBeenCalledTimes(1);
    list.mockRestore();
  });

  it('are joined anew when another one has the name', async () => {
    const all = await fakes.list();
    const [, other] = await createFakeClusters('dev', 'prod').list();
    const before = (await clusters.open()).get('prod');
    const list = jest
      .spyOn(fakes, 'list')
      .mockResolvedValue([...all.slice(0, 1), other]);
    const after = (await clusters.open()).get('prod');
    expect(after).not.toBe(before);
    expect(after?.cluster).toBe(other);
    expect(prod.watched()).toEqual([]);
    list.mockRestore();
  });

  it('go on while they cannot be asked for again', async () => {
    await clusters.open();
    const list = jest
      .spyOn(fakes, 'list')
      .mockRejectedValueOnce(new Error('not now'));
    expect((await clusters.open()).size).toBe(2);
    list.mockRestore();
  });

  it('are not joined by who still waited for them at the end', async () => {
    const opening = clusters.open();
    clusters.close();
    await opening;
    expect([...dev.watched(), ...prod.watched()]).toEqual([]);
  });

  it('are waited for until it is known whether what they listed holds', async () => {
    fakes.cluster('prod').setHealth({ status: 'connecting' });
    let opened = false;
    const opening = clusters.open().then(() => {
      opened = true;
    });
    await jest.advanceTimersByTimeAsync(100);
    expect(opened).toBe(false);
    fakes.cluster('prod').setHealth({ status: 'live' });
    await opening;
    expect(jest.getTimerCount()).toBe(0);
  });

  it('are not waited for when it is known that they do not answer', async () => {
    prod.silence();
    fakes.cluster('prod').setHealth({ status: 'unreachable' });
    await clusters.open();
    expect(prod.waits).toEqual([]);
  });

  it('are waited for two seconds by the first who asks, by others the rest', async () => {
    prod.silence();
    fakes.cluster('prod').setHealth({ status: 'connecting' });
    const first = clusters.open();
    await jest.advanceTimersByTimeAsync(1500);
    const second = clusters.open();
    await jest.advanceTimersByTimeAsync(500);
    await Promise.all([first, second]);
    await clusters.open();
    expect(prod.waits).toEqual([...Array(4).fill(2000), ...Array(4).fill(500)]);
  });

  it('are not waited for any more once they are lost', async () => {
    prod.silence();
    fakes.cluster('prod').setHealth({ status: 'connecting' });
    const opened = clusters.open();
    await jest.advanceTimersByTimeAsync(100);
    fakes.cluster('prod').setHealth({ status: 'unreachable' });
    await expect(opened).resolves.toBeDefined();
  });
});
