import { isDeepStrictEqual } from 'node:util';
import { transitionTime } from './conditions';
import type { ControllerContext } from './context';
import { scaledValue } from './deployment/fenceposts';
import {
  controllerOf,
  keyOf,
  kinds,
  type Condition,
  type Pod,
  type PodDisruptionBudget,
} from './objects';
import { isReady } from './pods/conditions';
import { ObjectCache } from './object-cache';
import { selects } from './selectors';

const MANAGER = 'kube-controller-manager';
const SOURCE = { component: 'controllermanager' };

/** Keeps the status of every PodDisruptionBudget: how many of its pods may go at the moment. */
export function startPodDisruptionBudgets(context: ControllerContext): void {
  const { api, pods, clock, events } = context;
  const budgets = new ObjectCache(api, kinds.podDisruptionBudgets);
  context.onStop(() => budgets.stop());

  const queue = context.observerQueue(key => {
    const budget = budgets.get(key);
    if (!budget) return;
    const selected = [...pods.inNamespace(budget.metadata.namespace)].filter(
      pod => selects(budget.spec.selector, pod.metadata.labels),
    );
    if (selected.length === 0) {
      events.record(budget, SOURCE, {
        type: 'Normal',
        reason: 'NoPods',
        message: 'No matching pods found',
      });
    }
    const status = budgetStatus(context, budget, selected, clock.now());
    if (isDeepStrictEqual(status, budget.status)) return;
    api.update(
      kinds.podDisruptionBudgets,
      { ...budget, status },
      { manager: MANAGER, subresource: 'status' },
    );
  });

  budgets.subscribe(({ type, object }) => {
    if (type !== 'DELETED') queue.add(keyOf(object));
  });
  pods.subscribe(({ type, object, previous }) => {
    const unchanged =
      type === 'MODIFIED' &&
      previous &&
      isReady(previous) === isReady(object) &&
      previous.metadata.deletionTimestamp ===
        object.metadata.deletionTimestamp &&
      isDeepStrictEqual(previous.metadata.labels, object.metadata.labels);
    if (unchanged) return;
    for (const budget of budgets.inNamespace(object.metadata.namespace)) {
      const concerned = [previous, object].some(pod =>
        selects(budget.spec.selector, pod?.metadata.labels),
      );
      if (concerned) queue.add(keyOf(budget));
    }
  });
}

function budgetStatus(
  context: ControllerContext,
  budget: PodDisruptionBudget,
  pods: Pod[],
  now: number,
): PodDisruptionBudget['status'] {
  const { expectedPods, desiredHealthy } = expectations(context, budget, pods);
  const currentHealthy = pods.filter(
    pod => isReady(pod) && !pod.metadata.deletionTimestamp,
  ).length;
  const disruptionsAllowed =
    expectedPods > 0 ? Math.max(0, currentHealthy - desiredHealthy) : 0;
  const { generation } = budget.metadata;
  return {
    observedGeneration: generation,
    currentHealthy,
    desiredHealthy,
    disruptionsAllowed,
    expectedPods,
    conditions: [allowance(budget, disruptionsAllowed > 0, now)],
  };
}

function expectations(
  context: ControllerContext,
  { spec: { minAvailable, maxUnavailable } }: PodDisruptionBudget,
  pods: Pod[],
): { expectedPods: number; desiredHealthy: number } {
  if (maxUnavailable !== undefined) {
    const expectedPods = wantedPods(context, pods);
    const allowed = scaledValue(maxUnavailable, expectedPods, 'up');
    return {
      expectedPods,
      desiredHealthy: Math.max(0, expectedPods - allowed),
    };
  }
  if (typeof minAvailable === 'string') {
    const expectedPods = wantedPods(context, pods);
    return {
      expectedPods,
      desiredHealthy: scaledValue(minAvailable, expectedPods, 'up'),
    };
  }
  return { expectedPods: pods.length, desiredHealthy: minAvailable ?? 0 };
}

/** How many pods the controllers of these pods want, each controller counted once. */
function wantedPods(context: ControllerContext, pods: Pod[]): number {
  const scales = new Map<string, number>();
  for (const pod of pods) {
    const { namespace } = pod.metadata;
    const owner = controllerOf(pod);
    if (!owner) continue;
    const key = `${namespace}/${owner.name}`;
    const set = context.statefulSets.get(key);
    const replicaSet = context.replicaSets.get(key);
    const above = replicaSet && controllerOf(replicaSet);
    const deployment =
      above && context.deployments.get(`${namespace}/${above.name}`);
    const manager = [deployment, replicaSet, set].find(
      candidate =>
        candidate && [owner.uid, above?.uid].includes(candidate.metadata.uid),
    );
    if (manager) scales.set(manager.metadata.uid, manager.spec.replicas);
  }
  return [...scales.values()].reduce((total, scale) => total + scale, 0);
}

function allowance(
  { metadata, status }: PodDisruptionBudget,
  allowed: boolean,
  now: number,
): Condition {
  const type = 'DisruptionAllowed';
  const wanted = allowed ? 'True' : 'False';
  return {
    type,
    status: wanted,
    observedGeneration: metadata.generation,
    lastTransitionTime: transitionTime(
      status?.conditions,
      { type, status: wanted },
      now,
    ),
    reason: allowed ? 'SufficientPods' : 'InsufficientPods',
    message: '',
  };
}
