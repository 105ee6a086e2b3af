import type { RevisionList, Role } from '@pilothouse/plugin-release-common';
import type { FoundWorkload } from '../workload/entityView';
import {
  capped,
  replicaSetsOf,
  revisionOf,
  type Deployment,
  type WorkloadObjects,
} from '../workload/objects';
import { containersOf } from '../workload/side';

/** Deployments keep ten by themselves. */
const MAX_REVISIONS = 200;
const CHANGE_CAUSE = 'kubernetes.io/change-cause';

function revisionsOf(
  role: Role,
  deployment: Deployment,
  serviceName: string,
  objects: WorkloadObjects,
): RevisionList['revisions'] {
  const current = revisionOf(deployment);
  return replicaSetsOf(deployment, objects)
    .map(replicaSet => {
      const { metadata, spec, status } = replicaSet;
      const number = revisionOf(replicaSet) ?? 0;
      const cause = metadata?.annotations?.[CHANGE_CAUSE];
      return {
        role,
        number,
        replicaSet: metadata?.name ?? '',
        uid: metadata?.uid ?? '',
        containers: containersOf(spec?.template, serviceName).containers,
        changeCause: cause ? capped(cause) : undefined,
        createdAt: metadata?.creationTimestamp ?? '',
        current: number === current,
        desired: spec?.replicas ?? 0,
        ready: status?.readyReplicas ?? 0,
      };
    })
    .sort((a, b) => b.number - a.number);
}

/** Release before canary, newest first. */
export function listRevisions(
  found: FoundWorkload,
  objects: WorkloadObjects,
  now: number,
): RevisionList {
  const { release, canary, workload } = found;
  const revisions = [
    ...(release ? revisionsOf('release', release, workload.name, objects) : []),
    ...(canary ? revisionsOf('canary', canary, workload.name, objects) : []),
  ];
  return {
    revisions: revisions.slice(0, MAX_REVISIONS),
    staleSince: found.workload.staleSince,
    now: new Date(now).toISOString(),
  };
}
