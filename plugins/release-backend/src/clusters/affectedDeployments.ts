import type {
  CacheChange,
  WatchedKind,
  WatchedKinds,
  WatchedObject,
} from '@pilothouse/plugin-clusters-node';
import type { Deployment, WorkloadObjects } from '../workload/objects';

type Owned = Pick<WatchedKinds['pods' | 'replicasets'], 'metadata'>;

/** Every object that a change speaks of: what it is now, and what it was. */
function objectsOf<T>(changes: readonly CacheChange<T>[]): T[] {
  return changes.flatMap(change => {
    if (change.type === 'relist') return [];
    const before = change.type === 'set' ? change.before : undefined;
    return before ? [change.object, before] : [change.object];
  });
}

function controllerName(object: Owned, kind: string): string | undefined {
  return object.metadata?.ownerReferences?.find(
    owner => owner.controller && owner.kind === kind,
  )?.name;
}

/** Of what is gone, as pods are when they are said to be killed, only the name tells whose it was. */
function makerName(name: string): string | undefined {
  const dash = name.lastIndexOf('-');
  return dash > 0 ? name.slice(0, dash) : undefined;
}

function deploymentOf(
  kind: string,
  namespace: string | undefined,
  name: string | undefined,
  objects: WorkloadObjects,
): Deployment | undefined {
  if (!name) return undefined;
  switch (kind) {
    case 'Deployment':
      return objects.deployments.get(namespace, name);
    case 'ReplicaSet': {
      const replicaSet = objects.replicasets.get(namespace, name);
      const owner = replicaSet
        ? controllerName(replicaSet, 'Deployment')
        : makerName(name);
      return deploymentOf('Deployment', namespace, owner, objects);
    }
    case 'Pod': {
      const pod = objects.pods.get(namespace, name);
      const owner = pod ? controllerName(pod, 'ReplicaSet') : makerName(name);
      return deploymentOf('ReplicaSet', namespace, owner, objects);
    }
    default:
      return undefined;
  }
}

function affectedBy(
  kind: WatchedKind,
  object: WatchedObject,
  objects: WorkloadObjects,
): (Deployment | undefined)[] {
  const { namespace, name } = object.metadata ?? {};
  const owner = (ownerKind: string) =>
    deploymentOf(
      ownerKind,
      namespace,
      controllerName(object, ownerKind),
      objects,
    );
  switch (kind) {
    case 'pods':
      return [owner('ReplicaSet')];
    case 'replicasets':
      return [owner('Deployment')];
    case 'events': {
      if (!('involvedObject' in object)) return [];
      const about = object.involvedObject;
      // Which Deployment it steers, only the autoscaler itself tells: it may not be watched.
      if (about.kind === 'HorizontalPodAutoscaler') {
        return [...objects.deployments.list(namespace)];
      }
      return [deploymentOf(about.kind ?? '', namespace, about.name, objects)];
    }
    case 'horizontalpodautoscalers': {
      // It writes down what it measures all the time: that is news only to what it steers.
      const spec = 'spec' in object ? object.spec : undefined;
      if (!spec || !('scaleTargetRef' in spec)) return [];
      const { kind: steered, name: target } = spec.scaleTargetRef;
      return steered === 'Deployment'
        ? [deploymentOf(steered, namespace, target, objects)]
        : [];
    }
    case 'resourcequotas':
      // It counts every pod that comes or goes, and stands in no view: plans look at it.
      return [];
    case 'namespaces':
      return [...objects.deployments.list(name)];
    default:
      // What stands around the pods may be about any of its namespace.
      return [...objects.deployments.list(namespace)];
  }
}

/**
 * The Deployments that a batch of changes is about, as they are and as they were: a pod is its Deployment's, a Namespace
 * its Deployments', an autoscaler is that of what it steers, a Service may be that of any in its namespace.
 *
 * @returns `undefined` when anything may have changed
 */
export function affectedDeployments(
  kind: WatchedKind,
  changes: readonly CacheChange<WatchedObject>[],
  objects: WorkloadObjects,
): ReadonlySet<Pick<Deployment, 'metadata'>> | undefined {
  if (changes.some(({ type }) => type === 'relist')) return undefined;
  const affected = new Set<Pick<Deployment, 'metadata'>>();
  for (const object of objectsOf(changes)) {
    if (kind === 'deployments') affected.add(object);
    else {
      for (const deployment of affectedBy(kind, object, objects)) {
        if (deployment) affected.add(deployment);
      }
    }
  }
  return affected;
}
