import { isObject, type JsonObject } from '../json';
import { schemaFor } from '../schema';
import { readTyped } from '../schema/read';
import type { Json, KubeObject, ResourceType } from '../types';
import { listAt, objectAt, objectsAt, stringAt, valueAt } from './access';
import { defaultPod, defaultPodSpec } from './default-pod-spec';
import {
  defaultClaim,
  defaultCronJob,
  defaultDaemonSet,
  defaultDeployment,
  defaultJob,
  defaultStatefulSet,
} from './default-workloads';
import { cannotBeHandled } from './field-error';
import { setDefaults } from './set-defaults';

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const CLIENT_IP_TIMEOUT = 10_800;

function defaultService(object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  if (!spec) return;
  setDefaults(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
  if (spec.sessionAffinity === 'ClientIP') {
    const timeout = valueAt(
      spec,
      'sessionAffinityConfig',
      'clientIP',
      'timeoutSeconds',
    );
    spec.sessionAffinityConfig = {
      clientIP: { timeoutSeconds: timeout ?? CLIENT_IP_TIMEOUT },
    };
  } else delete spec.sessionAffinityConfig;
  for (const port of objectsAt(spec, 'ports')) {
    if (port.targetPort === 0) delete port.targetPort;
    setDefaults(port, { protocol: 'TCP', targetPort: port.port });
  }
  const isPublic = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  if (isPublic || listAt(spec, 'externalIPs').length > 0)
    setDefaults(spec, { externalTrafficPolicy: 'Cluster' });
  if (isPublic || spec.type === 'ClusterIP')
    setDefaults(spec, { internalTrafficPolicy: 'Cluster' });
  if (spec.type === 'LoadBalancer')
    setDefaults(spec, { allocateLoadBalancerNodePorts: true });
}

function defaultSecret(object: JsonObject): void {
  setDefaults(object, { type: 'Opaque' });
  const texts = objectAt(object, 'stringData');
  if (!texts) return;
  // What was given as text is kept like everything else.
  const encoded = Object.entries(texts).map(([key, text]) => [
    key,
    Buffer.from(String(text)).toString('base64'),
  ]);
  object.data = {
    ...objectAt(object, 'data'),
    ...Object.fromEntries(encoded),
  };
  delete object.stringData;
}

function defaultNamespace(object: JsonObject): void {
  const metadata = objectAt(object, 'metadata');
  const name = stringAt(metadata, 'name');
  if (metadata && name)
    metadata.labels = {
      ...objectAt(metadata, 'labels'),
      'kubernetes.io/metadata.name': name,
    };
  setDefaults(objectAt(object, 'status'), { phase: 'Active' });
}

function defaultNode(object: JsonObject): void {
  const status = objectAt(object, 'status');
  setDefaults(status, { allocatable: objectAt(status, 'capacity') });
}

function defaultLimitRange(object: JsonObject): void {
  for (const limit of objectsAt(object, 'spec', 'limits')) {
    if (limit.type !== 'Container') continue;
    const byDefault = {
      ...objectAt(limit, 'max'),
      ...objectAt(limit, 'default'),
    };
    const requests = {
      ...objectAt(limit, 'min'),
      ...byDefault,
      ...objectAt(limit, 'defaultRequest'),
    };
    if (Object.keys(byDefault).length > 0) limit.default = byDefault;
    if (Object.keys(requests).length > 0) limit.defaultRequest = requests;
  }
}

function defaultAutoscaler(object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  if (!spec) return;
  setDefaults(spec, { minReplicas: 1 });
  if (listAt(spec, 'metrics').length === 0)
    spec.metrics = [
      {
        type: 'Resource',
        resource: {
          name: 'cpu',
          target: { type: 'Utilization', averageUtilization: 80 },
        },
      },
    ];
  const behavior = objectAt(spec, 'behavior');
  setDefaults(behavior, { scaleUp: {}, scaleDown: {} });
  setDefaults(objectAt(behavior, 'scaleUp'), {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
  });
  setDefaults(objectAt(behavior, 'scaleDown'), {
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  });
}

function defaultNetworkPolicy(object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  if (!spec) return;
  const egress = objectsAt(spec, 'egress');
  if (listAt(spec, 'policyTypes').length === 0)
    spec.policyTypes = egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  for (const rule of [...objectsAt(spec, 'ingress'), ...egress])
    for (const port of objectsAt(rule, 'ports'))
      setDefaults(port, { protocol: 'TCP' });
}

function defaultEndpointSlice(object: JsonObject): void {
  for (const port of objectsAt(object, 'ports'))
    setDefaults(port, { name: '', protocol: 'TCP' });
}

function defaultBinding(object: JsonObject): void {
  setDefaults(objectAt(object, 'roleRef'), { apiGroup: RBAC_GROUP });
  for (const subject of objectsAt(object, 'subjects'))
    if (subject.kind === 'User' || subject.kind === 'Group')
      setDefaults(subject, { apiGroup: RBAC_GROUP });
}

const BY_KIND: Record<string, (object: JsonObject) => void> = {
  ClusterRoleBinding: defaultBinding,
  CronJob: defaultCronJob,
  DaemonSet: defaultDaemonSet,
  Deployment: defaultDeployment,
  EndpointSlice: defaultEndpointSlice,
  HorizontalPodAutoscaler: defaultAutoscaler,
  Job: defaultJob,
  LimitRange: defaultLimitRange,
  Namespace: defaultNamespace,
  NetworkPolicy: defaultNetworkPolicy,
  Node: defaultNode,
  PersistentVolumeClaim: defaultClaim,
  Pod: defaultPod,
  ReplicaSet: object => setDefaults(objectAt(object, 'spec'), { replicas: 1 }),
  RoleBinding: defaultBinding,
  Secret: defaultSecret,
  Service: defaultService,
  StatefulSet: defaultStatefulSet,
};

function podSpecOf(object: JsonObject): JsonObject | undefined {
  if (object.kind === 'Pod') return objectAt(object, 'spec');
  if (object.kind === 'CronJob')
    return objectAt(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec');
  return objectAt(object, 'spec', 'template', 'spec');
}

/** Fills in the defaults of a kind; changes the object. */
export function setKindDefaults(type: ResourceType, object: Json): void {
  if (type.custom || !isObject(object)) return;
  BY_KIND[type.kind]?.(object);
  defaultPodSpec(podSpecOf(object));
}

/**
 * Makes of an object what the API server makes of it on its way in: unknown and empty fields go, defaults come. The
 * argument stays as it is.
 *
 * @throws ApiError BadRequest for values of a wrong type
 */
export function applyDefaults(
  type: ResourceType,
  object: KubeObject,
): KubeObject {
  const { value, problems } = readTyped(
    // An object of the API is JSON; its interface only names the part that all kinds have.
    object as unknown as Json,
    schemaFor(type),
  );
  if (problems.fatal) throw cannotBeHandled(type, problems.fatal);
  setKindDefaults(type, value);
  return value as unknown as KubeObject;
}
