import type { JsonObject } from '../json';
import { numberAt, objectAt, stringAt } from './access';
import type { Findings } from './findings';
import { labelErrors } from './names';
import { checkNotNegative } from './probes';
import {
  checkAtMostAll,
  checkCountOrPercent,
  checkEndless,
  checkSelected,
  checkStatus,
  isNothing,
} from './workload-parts';

function checkDeploymentStrategy(
  findings: Findings,
  strategy: JsonObject | undefined,
): void {
  const type = stringAt(strategy, 'type');
  const update = objectAt(strategy, 'rollingUpdate');
  const field = 'spec.strategy.rollingUpdate';
  if (type === 'Recreate') {
    if (update)
      findings.forbidden(
        field,
        "may not be specified when strategy `type` is 'Recreate'",
      );
    return;
  }
  if (type !== 'RollingUpdate') {
    findings.notSupported(
      'spec.strategy',
      {
        Type: type ?? '',
        RollingUpdate: update
          ? {
              MaxUnavailable: update.maxUnavailable ?? 0,
              MaxSurge: update.maxSurge ?? 0,
            }
          : null,
      },
      ['Recreate', 'RollingUpdate'],
    );
    return;
  }
  const { maxUnavailable, maxSurge } = update ?? {};
  const down = `${field}.maxUnavailable`;
  const sound = [
    checkCountOrPercent(findings, maxUnavailable, down),
    checkCountOrPercent(findings, maxSurge, `${field}.maxSurge`),
  ];
  if (isNothing(maxUnavailable) && isNothing(maxSurge))
    findings.invalid(down, maxUnavailable, 'may not be 0 when `maxSurge` is 0');
  if (sound[0]) checkAtMostAll(findings, maxUnavailable, down);
}

export function checkDeployment(findings: Findings, object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  checkNotNegative(findings, spec, 'replicas', 'spec');
  if (checkSelected(findings, spec, 'deployment'))
    checkEndless(findings, spec, 'ReplicaSet');
  checkDeploymentStrategy(findings, objectAt(spec, 'strategy'));
  checkNotNegative(findings, spec, 'minReadySeconds', 'spec');
  checkNotNegative(findings, spec, 'revisionHistoryLimit', 'spec');
  checkNotNegative(findings, spec, 'progressDeadlineSeconds', 'spec');
  const deadline = numberAt(spec, 'progressDeadlineSeconds') ?? 0;
  if (deadline <= (numberAt(spec, 'minReadySeconds') ?? 0))
    findings.invalid(
      'spec.progressDeadlineSeconds',
      deadline,
      'must be greater than minReadySeconds',
    );
}

export function checkDeploymentStatus(
  findings: Findings,
  object: JsonObject,
): void {
  checkStatus(
    findings,
    object,
    ['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas'],
    'status.replicas',
  );
}

export function checkReplicaSet(findings: Findings, object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  checkNotNegative(findings, spec, 'replicas', 'spec');
  checkNotNegative(findings, spec, 'minReadySeconds', 'spec');
  if (checkSelected(findings, spec, 'deployment'))
    checkEndless(findings, spec, 'ReplicaSet');
}

function checkStatefulStrategy(
  findings: Findings,
  strategy: JsonObject | undefined,
): void {
  const type = stringAt(strategy, 'type');
  const update = objectAt(strategy, 'rollingUpdate');
  const field = 'spec.updateStrategy.rollingUpdate';
  if (type === 'RollingUpdate')
    checkNotNegative(findings, update, 'partition', field);
  else if (type !== 'OnDelete')
    findings.invalid(
      'spec.updateStrategy',
      { Type: type, RollingUpdate: null },
      "must be 'RollingUpdate' or 'OnDelete'",
    );
  else if (update)
    findings.invalid(
      field,
      {
        Partition: update.partition ?? null,
        MaxUnavailable: update.maxUnavailable ?? null,
      },
      "only allowed for updateStrategy 'RollingUpdate'",
    );
}

export function checkStatefulSet(findings: Findings, object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  const management = stringAt(spec, 'podManagementPolicy');
  if (management !== 'OrderedReady' && management !== 'Parallel')
    findings.invalid(
      'spec.podManagementPolicy',
      management,
      "must be 'OrderedReady' or 'Parallel'",
    );
  checkStatefulStrategy(findings, objectAt(spec, 'updateStrategy'));
  for (const key of ['whenDeleted', 'whenScaled']) {
    const value = stringAt(spec, 'persistentVolumeClaimRetentionPolicy', key);
    if (value !== 'Retain' && value !== 'Delete')
      findings.notSupported(
        `spec.persistentVolumeClaimRetentionPolicy.${key}`,
        value,
        ['Retain', 'Delete'],
      );
  }
  checkNotNegative(findings, spec, 'replicas', 'spec');
  checkNotNegative(findings, spec, 'minReadySeconds', 'spec');
  checkNotNegative(
    findings,
    objectAt(spec, 'ordinals'),
    'start',
    'spec.ordinals',
  );
  const service = stringAt(spec, 'serviceName');
  if (service) findings.each('spec.serviceName', service, labelErrors(service));
  checkSelected(findings, spec, 'statefulset');
  checkEndless(findings, spec, 'StatefulSet');
}

export function checkStatefulSetStatus(
  findings: Findings,
  object: JsonObject,
): void {
  checkStatus(
    findings,
    object,
    [
      'replicas',
      'readyReplicas',
      'currentReplicas',
      'updatedReplicas',
      'availableReplicas',
    ],
    'status.replicas',
  );
}

export function checkDaemonSet(findings: Findings, object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  checkSelected(findings, spec, 'daemonset');
  checkEndless(findings, spec, 'DaemonSet');
  checkNotNegative(findings, spec, 'minReadySeconds', 'spec');
  const strategy = objectAt(spec, 'updateStrategy');
  const type = stringAt(strategy, 'type');
  if (type !== 'RollingUpdate' && type !== 'OnDelete')
    findings.notSupported(
      'spec.updateStrategy',
      { Type: type, RollingUpdate: null },
      ['RollingUpdate', 'OnDelete'],
    );
  const { maxUnavailable, maxSurge } =
    objectAt(strategy, 'rollingUpdate') ?? {};
  const down = 'spec.updateStrategy.rollingUpdate.maxUnavailable';
  if (checkCountOrPercent(findings, maxUnavailable, down))
    checkAtMostAll(findings, maxUnavailable, down);
  if (isNothing(maxUnavailable) && isNothing(maxSurge))
    findings.required(down, 'cannot be 0 when maxSurge is 0');
  checkNotNegative(findings, spec, 'revisionHistoryLimit', 'spec');
}
