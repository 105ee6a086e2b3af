import type {
  WatchedKind,
  WatchedObject,
} from '@pilothouse/plugin-clusters-node';
import {
  createFakeClusters,
  type FakeCluster,
} from '@pilothouse/plugin-clusters-node/testUtils';
import {
  deployment,
  event,
  namespaceNamed,
  newVersion,
  place,
} from '../__testUtils__/objects';
import { affectedDeployments } from '../clusters/affectedDeployments';
import { LiveCluster } from '../clusters/LiveCluster';
import { snapshotsOf } from '../clusters/LiveClusters';
import { Environments } from '../config/Environments';
import { Grants } from '../config/Grants';
import type { EntityBinding } from '../entity/bindEntity';
import { parseLabelSelector } from '../selector/parseLabelSelector';
import { EntityViews } from './EntityViews';

const MINUTE = 60_000;

function binding(name: string, selector: string): EntityBinding {
  return {
    entityRef: `component:default/${name}`,
    owners: ['group:default/team-order'],
    selector: parseLabelSelector(selector),
    problems: [],
  };
}

describe('views of entities', () => {
  let now: number;
  let cluster: FakeCluster;
  let views: EntityViews;
  let live: LiveCluster;
  /** What each change was found to be about. */
  let affected: string[][];

  const byId = binding('order-api', 'backstage.io/kubernetes-id=order-api');
  const bySet = binding('all', 'app in (order-api,pay-api)');
  const pay = binding('pay-api', 'app=pay-api');
  const get = (one: EntityBinding) =>
    views.get(one, snapshotsOf(new Map([['prod', live]])));

  beforeEach(() => {
    now = Date.parse('2026-11-20T12:00:00Z');
    affected = [];
    cluster = createFakeClusters('prod').cluster('prod');
    const environments = new Environments([
      { name: 'prod', protected: true, clusters: ['prod'] },
    ]);
    views = new EntityViews({
      house: { environments, grants: new Grants([]) },
      clock: () => now,
    });
    live = new LiveCluster({
      cluster,
      clock: () => now,
      onChange: (_, kind, changes) => {
        const { objects } = live.snapshot();
        const refs = views.invalidate(
          objects && affectedDeployments(kind, changes, objects),
        );
        affected.push([...refs].map(ref => ref.split('/')[1]).sort());
      },
    });
    live.open();
  });

  afterEach(() => live.close());

  it('are kept until a change concerns them', () => {
    const { replicaSet, pods } = place(cluster, { name: 'order-api' });
    place(cluster, { name: 'pay-api' });
    const kept = [byId, bySet, pay].map(get);
    expect([byId, bySet, pay].map(get)).toEqual(kept);
    expect(get(pay)).toBe(kept[2]);
    affected = [];

    const again = <T extends { metadata?: object }>(object: T): T => ({
      ...object,
      metadata: { ...object.metadata, resourceVersion: newVersion() },
    });
    cluster.put('deployments', deployment({ name: 'order-api', replicas: 5 }));
    cluster.put('replicasets', again(replicaSet));
    cluster.put('pods', again(pods[0]));
    cluster.remove('pods', pods[0]);
    expect(affected).toEqual(Array(4).fill(['all', 'order-api']));
    expect(get(byId).found[0].workload.release?.desired).toBe(5);
    expect(get(pay)).toBe(kept[2]);
  });

  it('are made anew when a Deployment comes, leaves, or is another’s', () => {
    expect(get(byId).found).toHaveLength(0);
    const { deployment: order } = place(cluster, { name: 'order-api' });
    expect(get(byId).found).toHaveLength(1);
    cluster.put('deployments', {
      ...order,
      metadata: {
        ...order.metadata,
        resourceVersion: newVersion(),
        labels: { 'backstage.io/kubernetes-id': 'other' },
      },
    });
    expect(get(byId).found).toHaveLength(0);
    cluster.put('deployments', deployment({ name: 'order-api' }));
    expect(get(byId).found).toHaveLength(1);
    cluster.remove('deployments', order);
    expect(get(byId).found).toHaveLength(0);
  });

  it('are made anew when the namespace is given to somebody else', () => {
    place(cluster, { name: 'order-api' });
    expect(get(byId).found).toHaveLength(1);
    cluster.put('namespaces', namespaceNamed('order', 'team-payment'));
    expect(get(byId)).toMatchObject({
      found: [],
      problems: [{ code: 'not-granted' }],
    });
  });

  it('are all made anew when anything may have changed', () => {
    const before = get(pay);
    get(byId);
    affected = [];
    cluster.relist('deployments');
    expect(affected).toEqual([['order-api', 'pay-api']]);
    expect(get(pay)).not.toBe(before);
  });

  it('stay as they are when only what stands around changes', () => {
    const { pods, replicaSet } = place(cluster, { name: 'order-api' });
    place(cluster, { name: 'pay-api' });
    const kept = [byId, bySet, pay].map(get);
    const { objects: caches } = live.snapshot();
    if (!caches) throw new Error('The cluster is not open');
    const concerned = (kind: WatchedKind, object: WatchedObject): string[] => {
      const refs = views.concerned(
        affectedDeployments(kind, [{ type: 'set', object }], caches),
      );
      return [...refs].map(ref => ref.split('/')[1]).sort();
    };
    const metadata = { name: 'order-api', namespace: 'order' };
    const all = ['all', 'order-api', 'pay-api'];
    for (const kind of ['poddisruptionbudgets', 'services'] as const) {
      expect(concerned(kind, { metadata })).toEqual(all);
    }
    // One that measures four times a minute is nothing to those beside what it steers.
    const steering = (kind: string, name: string) =>
      concerned('horizontalpodautoscalers', {
        metadata,
        spec: { scaleTargetRef: { kind, name }, maxReplicas: 2 },
      });
    expect(steering('Deployment', 'pay-api')).toEqual(['all', 'pay-api']);
    expect(steering('StatefulSet', 'pay-api')).toEqual([]);
    expect(steering('Deployment', 'somebody-elses')).toEqual([]);
    const about = (kind: string, name: string) =>
      concerned('events', event({ kind, name }));
    expect(about('HorizontalPodAutoscaler', 'any')).toEqual(all);
    const own = ['all', 'order-api'];
    expect(about('Pod', pods[0].metadata?.name ?? '')).toEqual(own);
    // Those that are gone are known by their names.
    expect(about('Pod', `${replicaSet.metadata?.name}-gone`)).toEqual(own);
    expect(about('ReplicaSet', 'order-api-gone')).toEqual(own);
    expect(about('Pod', 'somebody-elses')).toEqual([]);
    expect(about('Node', 'order-api')).toEqual([]);
    expect([byId, bySet, pay].map(get)).toEqual(kept);
    expect(get(byId)).toBe(kept[0]);
  });

  it('are made anew when time alone changes what they say', () => {
    const { pods } = place(cluster, { name: 'order-api', replicas: 1 });
    const restarted = new Date(now - 9 * MINUTE).toISOString();
    const [status] = pods[0].status?.containerStatuses ?? [];
    cluster.put('pods', {
      ...pods[0],
      metadata: { ...pods[0].metadata, resourceVersion: newVersion() },
      status: {
        ...pods[0].status,
        containerStatuses: [
          {
            ...status,
            restartCount: 1,
            lastState: {
              terminated: { exitCode: 1, finishedAt: restarted },
            },
          },
        ],
      },
    });
    const codes = () =>
      get(byId).found[0].workload.reasons.map(({ code }) => code);
    views.invalidate(undefined);
    expect(codes()).toEqual(['restarted']);
    now += MINUTE;
    expect(codes()).toEqual([]);
  });

  it('are kept apart for who was told other annotations of the entity', () => {
    place(cluster, { name: 'order-api' });
    place(cluster, { name: 'pay-api' });
    const moved = { ...byId, selector: pay.selector };
    const [one, other] = [get(byId), get(moved)];
    expect([get({ ...byId }), get(moved)]).toEqual([one, other]);
    expect(get({ ...byId })).toBe(one);
    expect(get(moved)).toBe(other);
  });

  it('follow the entity, and are forgotten when nobody asks', () => {
    place(cluster, { name: 'order-api' });
    place(cluster, { name: 'pay-api' });
    get(byId);
    const moved = { ...byId, selector: pay.selector };
    expect(get(moved).found[0].workload.name).toBe('pay-api');
    affected = [];
    cluster.put('deployments', deployment({ name: 'order-api', replicas: 9 }));
    cluster.put('deployments', deployment({ name: 'pay-api', replicas: 9 }));
    expect(affected.flat()).not.toContain('all');
    now += 15 * MINUTE;
    views.prune();
    expect(views.invalidate(undefined).size).toBe(0);
  });
});
