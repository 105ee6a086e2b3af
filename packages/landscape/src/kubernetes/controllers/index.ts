import type { KubeApi } from '../types';
import { ControllerContext, type ControllerOptions } from './context';
import { startDeploymentController } from './deployment/controller';
import { startEndpointSlices } from './endpoint-slices';
import { expireEvents } from './events';
import { startGarbageCollector } from './garbage-collector';
import { startNamespaces } from './namespaces';
import { startNodes } from './nodes';
import { startPodDisruptionBudgets } from './pod-disruption-budgets';
import { startKubelets } from './pods/kubelet';
import { startScheduler } from './pods/scheduler';
import { startReplicaSetController } from './replicaset/controller';
import { startStatefulSetController } from './statefulset/controller';
import { startVolumeClaims } from './volume-claims';

export type { ControllerOptions } from './context';
export type { NodeOptions } from './nodes';

/**
 * Starts what makes a cluster live: the controller manager, the scheduler and the kubelets of all nodes.
 *
 * @remarks
 * All of them work on the cluster's clock and only when something changed. With a `SimulatedClock` that stands still,
 * `advance(0)` lets everything settle that needs no time, always in the same order.
 */
export function startControllers(
  api: KubeApi,
  options: ControllerOptions,
): { stop(): void } {
  const context = new ControllerContext(api, options);
  startNodes(context);
  startNamespaces(context);
  startGarbageCollector(context);
  startVolumeClaims(context);
  startDeploymentController(context);
  startReplicaSetController(context);
  startStatefulSetController(context);
  startScheduler(context);
  startKubelets(context);
  startEndpointSlices(context);
  startPodDisruptionBudgets(context);
  expireEvents(context);
  return { stop: () => context.stop() };
}
