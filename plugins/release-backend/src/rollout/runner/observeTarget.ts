import type {
  ObjectCache,
  WatchedKinds,
} from '@pilothouse/plugin-clusters-node';
import type { Message, Role } from '@pilothouse/plugin-release-common';
import {
  podsOf,
  type Deployment,
  type Pod,
  type ReplicaSet,
  type WorkloadObjects,
} from '../../workload/objects';
import type { TargetDefinition } from '../definition';
import type { TargetObservation } from '../observation';
import { setsOf } from './deploymentSets';
import { observeDeployment } from './observeDeployment';

/** What the watches of one cluster say. */
export interface ClusterView {
  /** All of them are true now. */
  current: boolean;
  /** Why not. */
  problem?: Message;
  /** Missing before the watches were opened. */
  objects?: WorkloadObjects & {
    autoscalers: ObjectCache<WatchedKinds['horizontalpodautoscalers']>;
  };
  /** Whether namespaces and autoscalers are known; without them the rest still is. */
  knows: { namespaces: boolean; autoscalers: boolean };
}

/** A Deployment that was read from the cluster itself; none where there is none. */
export interface ReadBack {
  role: Role;
  deployment?: Deployment;
}

/** Everything that is seen of one target: what is decided on, and what it is made of. */
export interface TargetScene {
  observation: TargetObservation;
  release?: Deployment;
  canary?: Deployment;
  pods: {
    /** Of the canary's present template. */
    canary: readonly Pod[];
    /** Of the release's present template. */
    releaseNew: readonly Pod[];
    releaseOld: readonly Pod[];
  };
}

interface Options {
  view: ClusterView;
  /** By the clock of the database. */
  now: number;
  readBack?: ReadBack;
  /** Why it could not be read, where it should have been. */
  unread?: TargetObservation['unread'];
}

/** Looks at one target of a rollout. Reading never reaches the cluster. */
export function observeTarget(
  target: TargetDefinition,
  { view, now, readBack, unread }: Options,
): TargetScene {
  const { namespace, container } = target;
  const { objects, current, problem, knows } = view;
  const cached = (role: Role, name: string) =>
    readBack?.role === role
      ? readBack.deployment
      : objects?.deployments.get(namespace, name);
  const release = cached('release', target.name);
  const canary = cached('canary', target.canaryName);
  const autoscalers =
    objects && knows.autoscalers
      ? objects.autoscalers.list(namespace)
      : undefined;
  const sets = {
    release: release && objects && setsOf(release, objects),
    canary: canary && objects && setsOf(canary, objects),
  };
  const podsOfSets = (all: readonly ReplicaSet[] = []) =>
    objects ? all.flatMap(set => podsOf(set, objects).filter(lives)) : [];
  const canaryPods = podsOfSets(sets.canary?.present);
  return {
    observation: {
      workloadId: target.workloadId,
      current,
      problem,
      at: now,
      namespaceGone: Boolean(
        current &&
          objects &&
          knows.namespaces &&
          isGone(objects.namespaces.get(undefined, namespace)),
      ),
      release:
        release &&
        observeDeployment(release, {
          container,
          recorded: target.release.template,
          autoscalers,
          sets: sets.release,
        }),
      canary:
        canary &&
        observeDeployment(canary, {
          container,
          autoscalers,
          sets: sets.canary,
        }),
      canaryReady: Math.min(
        canaryPods.filter(isReady).length,
        // The ReplicaSet's controller counts by its own clock which pods have been ready for long enough.
        sum(sets.canary?.present, ({ status }) => status?.availableReplicas),
      ),
      readBack: readBack && [readBack.role],
      unread: unread && { reason: unread.reason, forMs: unread.forMs },
    },
    release,
    canary,
    pods: {
      canary: canaryPods,
      releaseNew: podsOfSets(sets.release?.present),
      releaseOld: podsOfSets(sets.release?.past),
    },
  };
}

export function isReady(pod: Pod): boolean {
  return Boolean(
    pod.status?.conditions?.some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    ),
  );
}

/** A pod that is on its way out, or ended, proves nothing. */
function lives({ metadata, status }: Pod): boolean {
  return (
    !metadata?.deletionTimestamp &&
    status?.phase !== 'Succeeded' &&
    status?.phase !== 'Failed'
  );
}

/** In a namespace that is being deleted nothing can be made any more. */
function isGone(namespace: WatchedKinds['namespaces'] | undefined): boolean {
  return (
    namespace === undefined ||
    namespace.metadata?.deletionTimestamp !== undefined
  );
}

function sum<T>(
  items: readonly T[] = [],
  value: (item: T) => number | undefined,
): number {
  return items.reduce((total, item) => total + (value(item) ?? 0), 0);
}
