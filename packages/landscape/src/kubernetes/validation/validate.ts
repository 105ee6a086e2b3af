import { isObject, type JsonObject } from '../json';
import type { Json, KubeObject, ResourceType, Subresource } from '../types';
import { objectAt } from './access';
import {
  checkAutoscaler,
  checkDisruptionBudget,
  checkEvent,
  checkLease,
} from './autoscaling';
import { checkCronJob, checkJob } from './batch';
import {
  checkClaim,
  checkConfigMap,
  checkImmutableData,
  checkLimitRange,
  checkResourceQuota,
  checkSecret,
} from './config';
import { checkCustom } from './custom';
import type { FieldError } from './field-error';
import { Findings } from './findings';
import {
  checkClaimUpdate,
  checkJobUpdate,
  checkSecretUpdate,
  checkSelectorUpdate,
  checkStatefulSetUpdate,
  checkUnchanged,
} from './immutable';
import { checkMetadata, checkMetadataUpdate } from './metadata';
import { checkIngress, checkNetworkPolicy } from './networking';
import { checkPodSpec } from './pod-spec';
import { checkPodUpdate } from './pod-update';
import { checkRole, checkRoleBinding, checkRoleBindingUpdate } from './rbac';
import { checkTaints } from './scheduling';
import {
  checkEndpointSlice,
  checkService,
  checkServiceStatus,
  checkServiceUpdate,
} from './services';
import {
  checkDaemonSet,
  checkDeployment,
  checkDeploymentStatus,
  checkReplicaSet,
  checkStatefulSet,
  checkStatefulSetStatus,
} from './workloads';

type Check = (findings: Findings, object: JsonObject) => void;
type UpdateCheck = (
  findings: Findings,
  object: JsonObject,
  old: JsonObject,
) => void;

/** What may be in an object of a kind. */
const OBJECT_CHECKS: Record<string, Check> = {
  ClusterRole: checkRole,
  ClusterRoleBinding: checkRoleBinding,
  ConfigMap: checkConfigMap,
  CronJob: checkCronJob,
  DaemonSet: checkDaemonSet,
  Deployment: checkDeployment,
  EndpointSlice: checkEndpointSlice,
  Event: checkEvent,
  HorizontalPodAutoscaler: checkAutoscaler,
  Ingress: checkIngress,
  Job: checkJob,
  Lease: checkLease,
  LimitRange: checkLimitRange,
  NetworkPolicy: checkNetworkPolicy,
  Node: checkTaints,
  PersistentVolumeClaim: checkClaim,
  Pod: (findings, object) =>
    checkPodSpec(findings, objectAt(object, 'spec') ?? {}, 'spec'),
  PodDisruptionBudget: checkDisruptionBudget,
  ReplicaSet: checkReplicaSet,
  ResourceQuota: checkResourceQuota,
  Role: checkRole,
  RoleBinding: checkRoleBinding,
  Secret: checkSecret,
  Service: checkService,
  StatefulSet: checkStatefulSet,
};

/** What must not change in an object of a kind. */
const UPDATE_CHECKS: Record<string, UpdateCheck> = {
  ClusterRoleBinding: checkRoleBindingUpdate,
  ConfigMap: checkImmutableData,
  DaemonSet: checkSelectorUpdate,
  Deployment: checkSelectorUpdate,
  EndpointSlice: (findings, object, old) =>
    checkUnchanged(findings, object, old, 'addressType'),
  Job: checkJobUpdate,
  PersistentVolumeClaim: checkClaimUpdate,
  Pod: checkPodUpdate,
  ReplicaSet: checkSelectorUpdate,
  RoleBinding: checkRoleBindingUpdate,
  Secret: (findings, object, old) => {
    checkSecretUpdate(findings, object, old);
    checkImmutableData(findings, object, old);
  },
  Service: checkServiceUpdate,
  StatefulSet: checkStatefulSetUpdate,
};

/** What may be in the status of an object of a kind. */
const STATUS_CHECKS: Record<string, Check> = {
  Deployment: checkDeploymentStatus,
  Service: checkServiceStatus,
  StatefulSet: checkStatefulSetStatus,
};

function contentOf(object: KubeObject): JsonObject {
  // An object of the API is JSON; its interface only names the part that all kinds have.
  const json = object as unknown as Json;
  return isObject(json) ? json : {};
}

function checkObject(
  findings: Findings,
  type: ResourceType,
  object: JsonObject,
): void {
  checkMetadata(findings, type, object);
  if (type.custom) checkCustom(findings, type, object);
  else OBJECT_CHECKS[type.kind]?.(findings, object);
}

/**
 * What is wrong with a new object that has its defaults.
 *
 * @returns in the order and the words of the real server; empty when nothing is wrong
 */
export function validateCreate(
  type: ResourceType,
  object: KubeObject,
): FieldError[] {
  const findings = new Findings();
  checkObject(findings, type, contentOf(object));
  return findings.errors;
}

/** What is wrong with a changed object: on its own, and in what must not change. */
export function validateUpdate(
  type: ResourceType,
  object: KubeObject,
  old: KubeObject,
  subresource?: Subresource,
): FieldError[] {
  const findings = new Findings();
  checkMetadataUpdate(findings, object, old);
  if (subresource === 'status') {
    if (type.custom) checkCustom(findings, type, contentOf(object));
    else STATUS_CHECKS[type.kind]?.(findings, contentOf(object));
    return findings.errors;
  }
  checkObject(findings, type, contentOf(object));
  if (!type.custom)
    UPDATE_CHECKS[type.kind]?.(findings, contentOf(object), contentOf(old));
  return findings.errors;
}
