import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { createPermission } from '@backstage/plugin-permission-common';

/** Read what runs of an entity: workloads, pods, revisions, events, configuration. Decided on the catalog entity. */
export const releaseWorkloadReadPermission = createPermission({
  name: 'release.workload.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/** Read the logs of an entity's pods. Decided on the catalog entity. */
export const releaseWorkloadLogsPermission = createPermission({
  name: 'release.workload.logs',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/**
 * What everything that changes something is decided on: one entity in one environment, so that a policy can say who owns
 * the entity and which environment it is.
 */
export const RESOURCE_TYPE_RELEASE_STAGE = 'release-stage';

function stagePermission<Name extends string>(
  name: Name,
  action: 'create' | 'update' | 'delete' = 'update',
) {
  return createPermission({
    name,
    attributes: { action },
    resourceType: RESOURCE_TYPE_RELEASE_STAGE,
  });
}

export const releaseWorkloadScalePermission = stagePermission(
  'release.workload.scale',
);
export const releaseWorkloadRestartPermission = stagePermission(
  'release.workload.restart',
);
/** Pause and resume a Deployment. */
export const releaseWorkloadPausePermission = stagePermission(
  'release.workload.pause',
);
export const releaseWorkloadRollbackPermission = stagePermission(
  'release.workload.rollback',
);
export const releaseWorkloadDeletePodPermission = stagePermission(
  'release.workload.delete-pod',
  'delete',
);
/** Go on with what somebody else changed, or override it. */
export const releaseWorkloadAdoptPermission = stagePermission(
  'release.workload.adopt',
);
export const releaseRolloutCreatePermission = stagePermission(
  'release.rollout.create',
  'create',
);
export const releaseRolloutPromotePermission = stagePermission(
  'release.rollout.promote',
);
/** Pause and resume a rollout. */
export const releaseRolloutPausePermission = stagePermission(
  'release.rollout.pause',
);
export const releaseRolloutAbortPermission = stagePermission(
  'release.rollout.abort',
);
export const releaseRolloutApprovePermission = stagePermission(
  'release.rollout.approve',
);
/** Go under the minimum of a policy, or act in a freeze; always with a reason. */
export const releasePolicyOverridePermission = stagePermission(
  'release.policy.override',
);

/**
 * Make a namespace for a group, with what belongs into it. Decided on the group in the environment:
 * `group:default/team-order@dev`, which is owned by itself.
 */
export const releaseNamespaceEnsurePermission = stagePermission(
  'release.namespace.ensure',
  'create',
);
/** Apply manifests into a namespace of a group; decided on as {@link releaseNamespaceEnsurePermission}. */
export const releaseManifestsApplyPermission = stagePermission(
  'release.manifests.apply',
);

/** Make and end freezes. Not about one entity. */
export const releaseFreezeManagePermission = createPermission({
  name: 'release.freeze.manage',
  attributes: { action: 'update' },
});

/** Decided on an entity in an environment. */
export const releaseStagePermissions = [
  releaseWorkloadScalePermission,
  releaseWorkloadRestartPermission,
  releaseWorkloadPausePermission,
  releaseWorkloadRollbackPermission,
  releaseWorkloadDeletePodPermission,
  releaseWorkloadAdoptPermission,
  releaseRolloutCreatePermission,
  releaseRolloutPromotePermission,
  releaseRolloutPausePermission,
  releaseRolloutAbortPermission,
  releaseRolloutApprovePermission,
  releasePolicyOverridePermission,
  releaseNamespaceEnsurePermission,
  releaseManifestsApplyPermission,
];

/** All permissions of the release plugin. */
export const releasePermissions = [
  releaseWorkloadReadPermission,
  releaseWorkloadLogsPermission,
  ...releaseStagePermissions,
  releaseFreezeManagePermission,
];

/** `component:default/order-api@prod` */
export function releaseStageRef(stage: {
  entityRef: string;
  environment: string;
}): string {
  return `${stage.entityRef}@${stage.environment}`;
}

/** @returns `undefined` for whatever is no reference of a stage */
export function parseReleaseStageRef(
  ref: string,
): { entityRef: string; environment: string } | undefined {
  const at = ref.indexOf('@');
  if (at <= 0 || at === ref.length - 1) return undefined;
  return { entityRef: ref.slice(0, at), environment: ref.slice(at + 1) };
}
