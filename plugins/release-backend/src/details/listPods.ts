import type { Pod, PodList, Role } from '@pilothouse/plugin-release-common';
import type { FoundWorkload } from '../workload/entityView';
import {
  capped,
  podsOf,
  replicaSetsOf,
  revisionOf,
  type Deployment,
  type Pod as WirePod,
  type WorkloadObjects,
} from '../workload/objects';
import { podHealth } from '../workload/podHealth';
import { containersOf } from '../workload/side';

/** What a screen can show; more are counted. */
const MAX_PODS = 500;

/** A pod of a workload, and through which Deployment and revision it belongs to it. */
export interface OwnedPod {
  role: Role;
  revision?: number;
  deployment: Deployment;
  pod: WirePod;
}

/** The pods of a workload by ownership, whatever their labels say: a Deployment's ReplicaSets, and their pods. */
export function ownedPods(
  found: FoundWorkload,
  objects: WorkloadObjects,
): OwnedPod[] {
  const sides = [
    { role: 'canary' as const, deployment: found.canary },
    { role: 'release' as const, deployment: found.release },
  ];
  return sides.flatMap(({ role, deployment }) =>
    deployment
      ? replicaSetsOf(deployment, objects).flatMap(replicaSet =>
          podsOf(replicaSet, objects).map(pod => ({
            role,
            revision: revisionOf(replicaSet),
            deployment,
            pod,
          })),
        )
      : [],
  );
}

/** Containers of a pod with what the cluster says of them; those not started yet included. */
export function containersOfPod(pod: WirePod): Pod['containers'] {
  const { spec, status } = pod;
  const both = [
    {
      init: true,
      containers: spec?.initContainers,
      statuses: status?.initContainerStatuses,
    },
    {
      init: false,
      containers: spec?.containers,
      statuses: status?.containerStatuses,
    },
  ];
  return both.flatMap(({ init, containers = [], statuses = [] }) =>
    containers.map(({ name }) => {
      const told = statuses.find(status_ => status_.name === name);
      return {
        name,
        ready: told?.ready ?? false,
        restarts: told?.restartCount ?? 0,
        init,
        hasPrevious: told?.lastState?.terminated !== undefined,
      };
    }),
  );
}

function podOf(owned: OwnedPod, serviceName: string, now: number): Pod {
  const { role, revision, deployment, pod } = owned;
  const { metadata, spec, status } = pod;
  const seconds = deployment.spec?.progressDeadlineSeconds ?? 600;
  const health = podHealth(pod, { now, deadlineMs: seconds * 1000 });
  const containers = containersOfPod(pod);
  return {
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    role,
    image: containersOf({ spec }, serviceName).image,
    revision,
    node: spec?.nodeName || undefined,
    ip: status?.podIP || undefined,
    restarts: containers.reduce((sum, { restarts }) => sum + restarts, 0),
    createdAt: metadata?.creationTimestamp ?? new Date(now).toISOString(),
    state: health.state,
    reasons: health.reasons.map(({ code, params }) => ({
      code,
      params: Object.fromEntries(
        Object.entries(params).map(([key, value]) => [
          key,
          typeof value === 'string' ? capped(value) : value,
        ]),
      ),
    })),
    containers,
  };
}

const TROUBLE: readonly Pod['state'][] = [
  'failed',
  'not-ready',
  'unknown',
  'starting',
  'terminating',
  'ready',
  'succeeded',
];

function trouble({ state, reasons }: Pod): number {
  return TROUBLE.indexOf(state) - (reasons.length > 0 ? 0.5 : 0);
}

/** Canary first, trouble first, then by name. */
export function listPods(
  found: FoundWorkload,
  objects: WorkloadObjects,
  now: number,
): PodList {
  const pods = ownedPods(found, objects)
    .map(owned => podOf(owned, found.workload.name, now))
    .sort(
      (a, b) =>
        Number(a.role === 'release') - Number(b.role === 'release') ||
        trouble(a) - trouble(b) ||
        Number(a.name > b.name) - Number(a.name < b.name),
    );
  return {
    pods: pods.slice(0, MAX_PODS),
    total: pods.length,
    staleSince: found.workload.staleSince,
    now: new Date(now).toISOString(),
  };
}
