import { ConflictError } from '@backstage/errors';
import type { Role } from '@pilothouse/plugin-release-common';
import type { DeploymentRecord, TargetDefinition } from '../rollout/definition';
import type { Deployment } from '../workload/objects';
import { containersOf } from '../workload/side';
import { templateOf } from './dryRuns';
import type { TargetScene } from './PlanScene';

function recordOf(deployment: Deployment, container: string): DeploymentRecord {
  const { metadata, spec } = deployment;
  const { containers } = containersOf(spec?.template, container);
  const image = containers.find(({ name }) => name === container)?.image;
  return {
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    image: image?.reference ?? '',
    replicas: spec?.replicas ?? 1,
  };
}

/**
 * What a rollout keeps of a target for all its life: what was there, and what is to be.
 *
 * @throws ConflictError for a target without a release; plans call that blocking
 */
export function targetDefinition(scene: TargetScene): TargetDefinition {
  const { workload, release, canary, container, wanted, holders } = scene;
  const { environment, cluster, namespace } = workload.target;
  if (!release) {
    throw new ConflictError(`${workload.id} has no release Deployment`);
  }
  const confirmed = (role: Role) =>
    holders
      .filter(holder => holder.role === role)
      .map(({ manager }) => manager);
  return {
    workloadId: workload.id,
    environment,
    cluster,
    namespace,
    name: workload.name,
    container,
    image: wanted.reference,
    release: { ...recordOf(release, container), template: templateOf(release) },
    ...(canary && { canary: recordOf(canary, container) }),
    canaryName: scene.canaryName,
    confirmedManagers: {
      release: confirmed('release'),
      canary: confirmed('canary'),
    },
  };
}
