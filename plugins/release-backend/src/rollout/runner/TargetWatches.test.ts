import { createFakeClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import { namespaceNamed, newVersion, place } from '../../__testUtils__/objects';
import { TargetWatches } from './TargetWatches';

async function watched() {
  const clusters = createFakeClusters('prod');
  const told: { cluster: string; concerned?: string[] }[] = [];
  const watches = new TargetWatches({
    clusters,
    monotonic: () => 0,
    onChange: (cluster, concerned) =>
      told.push({ cluster, concerned: concerned && [...concerned].sort() }),
  });
  await watches.follow(new Set(['prod']));
  const cluster = clusters.cluster('prod');
  const api = place(cluster, { name: 'order-api' });
  place(cluster, { name: 'order-web' });
  told.length = 0;
  return { cluster, told, api };
}

/** As it is after something happened to it. */
function changed<T extends { metadata?: object }>(object: T): T {
  const metadata = { ...object.metadata, resourceVersion: newVersion() };
  return { ...object, metadata };
}

describe('TargetWatches', () => {
  it('tells whose pod it is that changed, and wakes no neighbour in the namespace', async () => {
    const { cluster, told, api } = await watched();
    const [pod] = api.pods;
    cluster.put('pods', changed(pod));
    cluster.put('replicasets', changed(api.replicaSet));
    cluster.put('deployments', changed(api.deployment));
    cluster.remove('pods', pod);
    cluster.remove('deployments', api.deployment);
    expect(told).toEqual(
      Array(5).fill({ cluster: 'prod', concerned: ['order/order-api'] }),
    );
  });

  it('tells of a whole namespace, also when nothing is in it any more', async () => {
    const { cluster, told } = await watched();
    cluster.put('namespaces', namespaceNamed('order'));
    cluster.put('namespaces', namespaceNamed('empty'));
    cluster.remove('namespaces', namespaceNamed('empty'));
    expect(told.map(({ concerned }) => concerned)).toEqual([
      ['order', 'order/order-api', 'order/order-web'],
      ['empty'],
      ['empty'],
    ]);
  });

  it('tells of everything when it cannot say what changed', async () => {
    const { cluster, told } = await watched();
    cluster.relist('pods');
    cluster.setHealth({ status: 'unreachable' });
    cluster.setState('pods', 'behind');
    expect(told).toEqual(
      Array(3).fill({ cluster: 'prod', concerned: undefined }),
    );
  });
});
