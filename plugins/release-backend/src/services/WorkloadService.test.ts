import {
  createFakeClusters,
  type FakeCluster,
} from '@pilothouse/plugin-clusters-node/testUtils';
import { namespaceNamed, newVersion, place } from '../__testUtils__/objects';
import { LiveClusters } from '../clusters/LiveClusters';
import { Environments } from '../config/Environments';
import { Grants } from '../config/Grants';
import { parseLabelSelector } from '../selector/parseLabelSelector';
import type { Pod } from '../workload/objects';
import { EntityViews } from './EntityViews';
import { WorkloadService } from './WorkloadService';

const ID = 'prod/prod/order/order-api';
const BINDING = {
  entityRef: 'component:default/order-api',
  owners: ['group:default/team-order'],
  selector: parseLabelSelector('app=order-api'),
  problems: [],
};

describe('the hold of a workload on a pod that was opened', () => {
  let cluster: FakeCluster;
  let clusters: LiveClusters;
  let workloads: WorkloadService;
  let pod: Pod;

  beforeEach(async () => {
    const fakes = createFakeClusters('prod');
    cluster = fakes.cluster('prod');
    place(cluster, { name: 'order-api' });
    const environments = new Environments([
      { name: 'prod', protected: true, clusters: ['prod'] },
    ]);
    const house = { environments, grants: new Grants([]) };
    const views = new EntityViews({ house, clock: Date.now });
    clusters = new LiveClusters({
      clusters: fakes,
      names: ['prod'],
      clock: Date.now,
    });
    const forget = () => {
      views.invalidate(undefined);
    };
    clusters.listen({ onChange: forget, onUpheaval: forget });
    workloads = new WorkloadService({
      clusters,
      environments,
      views,
      clock: Date.now,
    });
    ({ pod } = await workloads.openPod(BINDING, ID, 'order-api-0'));
  });

  afterEach(() => clusters.close());

  const hold = () => workloads.holdOnPod(BINDING, ID, pod);
  const changed = (metadata: Pod['metadata']): Pod => ({
    ...pod,
    metadata: {
      ...pod.metadata,
      resourceVersion: newVersion(),
      ...metadata,
    },
  });

  it('lasts while nothing changes', async () => {
    expect(await hold()).toBe('owned');
  });

  it('ends with the pod, also when another takes its name', async () => {
    cluster.put('pods', changed({ uid: 'successor' }));
    expect(await hold()).toBe('gone');
    cluster.remove('pods', changed({ uid: 'successor' }));
    expect(await hold()).toBe('gone');
  });

  it('is lost when the pod is taken out of the workload', async () => {
    cluster.put('pods', changed({ ownerReferences: [] }));
    expect(await hold()).toBe('lost');
  });

  it('is refused when the namespace is given to somebody else', async () => {
    cluster.put('namespaces', namespaceNamed('order', 'team-payment'));
    await expect(hold()).rejects.toMatchObject({ name: 'NotFoundError' });
  });
});
