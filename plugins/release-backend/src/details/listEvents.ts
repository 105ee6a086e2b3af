import type { WatchedKinds } from '@pilothouse/plugin-clusters-node';
import type {
  ClusterEvent,
  EventList,
} from '@pilothouse/plugin-release-common';
import type { FoundWorkload } from '../workload/entityView';
import {
  capped,
  replicaSetsOf,
  timeOf,
  type WorkloadObjects,
} from '../workload/objects';
import { ownedPods } from './listPods';

type WireEvent = WatchedKinds['events'];
type Autoscaler = WatchedKinds['horizontalpodautoscalers'];

const MAX_EVENTS = 200;
const MAX_MESSAGE = 1024;

/** Whether an autoscaler steers one of the workload's Deployments. */
export function steers(autoscaler: Autoscaler, deployment: string): boolean {
  const target = autoscaler.spec?.scaleTargetRef;
  return target?.kind === 'Deployment' && target.name === deployment;
}

function lastTime(event: WireEvent): number {
  // What the events API writes has no lastTimestamp: a series carries its own, a single one the time it was seen.
  const text =
    event.series?.lastObservedTime ??
    event.lastTimestamp ??
    event.eventTime ??
    event.metadata.creationTimestamp;
  return timeOf(text) ?? 0;
}

function eventOf(event: WireEvent): ClusterEvent {
  const last = lastTime(event);
  const first = timeOf(event.firstTimestamp ?? event.eventTime) ?? last;
  return {
    uid: event.metadata.uid ?? '',
    at: new Date(last).toISOString(),
    firstAt: new Date(Math.min(first, last)).toISOString(),
    count: event.series?.count ?? event.count ?? 1,
    type: event.type === 'Warning' ? 'Warning' : 'Normal',
    reason: capped(event.reason, 128),
    message: capped(event.message, MAX_MESSAGE),
    object: {
      kind: capped(event.involvedObject.kind, 128),
      name: capped(event.involvedObject.name, 253),
    },
    source: capped(event.source?.component ?? event.reportingComponent, 128),
  };
}

/**
 * The events about a workload's Deployments, ReplicaSets, pods and autoscalers, newest first. Those of pods that are
 * gone are told apart by name, which begins with that of their ReplicaSet.
 */
export function listEvents(
  found: FoundWorkload,
  objects: WorkloadObjects,
  events: readonly WireEvent[],
  autoscalers: readonly Autoscaler[],
  now: number,
): EventList {
  const deployments = [found.release, found.canary].flatMap(deployment =>
    deployment ? [deployment] : [],
  );
  const names = deployments.map(({ metadata }) => metadata?.name ?? '');
  const replicaSets = deployments
    .flatMap(deployment => [...replicaSetsOf(deployment, objects)])
    .map(({ metadata }) => metadata?.name ?? '');
  const pods = ownedPods(found, objects).map(
    ({ pod }) => pod.metadata?.name ?? '',
  );
  const own = new Map<string, ReadonlySet<string>>([
    ['Deployment', new Set(names)],
    ['ReplicaSet', new Set(replicaSets)],
    ['Pod', new Set(pods)],
    [
      'HorizontalPodAutoscaler',
      new Set(
        autoscalers
          .filter(autoscaler => names.some(name => steers(autoscaler, name)))
          .map(({ metadata }) => metadata?.name ?? ''),
      ),
    ],
  ]);
  const isOwn = ({ involvedObject: { kind = '', name = '' } }: WireEvent) => {
    if (own.get(kind)?.has(name)) return true;
    if (kind !== 'Pod') return false;
    const dash = name.lastIndexOf('-');
    return dash > 0 && Boolean(own.get('ReplicaSet')?.has(name.slice(0, dash)));
  };
  // What a wrong clock wrote about the future is no newer than what happens now.
  const order = (event: WireEvent) => Math.min(lastTime(event), now);
  const mine = events.filter(isOwn).sort((a, b) => order(b) - order(a));
  return {
    events: mine.slice(0, MAX_EVENTS).map(eventOf),
    total: mine.length,
    staleSince: found.workload.staleSince,
    now: new Date(now).toISOString(),
  };
}
