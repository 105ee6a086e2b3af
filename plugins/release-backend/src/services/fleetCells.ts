import {
  versionOf,
  type FleetCell,
  type Workload,
} from '@pilothouse/plugin-release-common';
import type { EntityView } from '../workload/entityView';

/** What needs a person comes first. */
const TROUBLE: readonly Workload['state'][] = [
  'degraded',
  'unknown',
  'progressing',
  'healthy',
  'stopped',
];

function worst(workloads: readonly Workload[]): Workload {
  return workloads.reduce((worse, workload) =>
    TROUBLE.indexOf(workload.state) < TROUBLE.indexOf(worse.state)
      ? workload
      : worse,
  );
}

function cellOf(workloads: readonly Workload[]): FleetCell {
  const workload = worst(workloads);
  const { target, release, canary } = workload;
  const wanted = canary && canary.desired > 0 ? canary : undefined;
  const image = release?.image ?? canary?.image;
  return {
    environment: target.environment,
    cluster: target.cluster,
    workloadId: workload.id,
    workloads: workloads.length,
    version: image ? versionOf(image) : '',
    canaryVersion: wanted && versionOf(wanted.image),
    ready: release?.ready ?? 0,
    desired: release?.desired ?? 0,
    canaryReady: wanted?.ready,
    canaryDesired: wanted?.desired,
    state: workload.state,
    reason: workload.reasons.at(0),
    drift: workloads.some(({ drift }) => drift),
    staleSince: workload.staleSince,
  };
}

/** A cell per environment and cluster on which an entity has workloads, in their order. */
export function fleetCells(view: EntityView): FleetCell[] {
  const places = new Map<string, Workload[]>();
  for (const { workload } of view.found) {
    const { environment, cluster } = workload.target;
    const place = `${environment}/${cluster}`;
    const others = places.get(place);
    if (others) others.push(workload);
    else places.set(place, [workload]);
  }
  return [...places.values()].map(cellOf);
}
