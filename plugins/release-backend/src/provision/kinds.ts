import {
  CONFIG_MAP,
  DEPLOYMENT,
  HORIZONTAL_POD_AUTOSCALER,
  type WritableKind,
} from '@pilothouse/plugin-clusters-node';

function kind(apiVersion: string, name: string, plural: string): WritableKind {
  return { apiVersion, kind: name, plural, namespaced: true };
}

export const RESOURCE_QUOTA = kind('v1', 'ResourceQuota', 'resourcequotas');
export const LIMIT_RANGE = kind('v1', 'LimitRange', 'limitranges');
export const SECRET = kind('v1', 'Secret', 'secrets');
export const SERVICE_ACCOUNT = kind('v1', 'ServiceAccount', 'serviceaccounts');
export const NETWORK_POLICY = kind(
  'networking.k8s.io/v1',
  'NetworkPolicy',
  'networkpolicies',
);
export const INGRESS = kind('networking.k8s.io/v1', 'Ingress', 'ingresses');
export const HTTP_ROUTE = kind(
  'gateway.networking.k8s.io/v1',
  'HTTPRoute',
  'httproutes',
);

/**
 * What a repository may bring, in the order in which it is applied: what pods need comes before them, and what leads
 * traffic to them afterwards. No Secret, nothing of RBAC, nothing of the whole cluster, and no pod by itself.
 */
export const MANIFEST_KINDS: readonly WritableKind[] = [
  SERVICE_ACCOUNT,
  CONFIG_MAP,
  kind('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims'),
  NETWORK_POLICY,
  kind('v1', 'Service', 'services'),
  DEPLOYMENT,
  kind('apps/v1', 'StatefulSet', 'statefulsets'),
  HORIZONTAL_POD_AUTOSCALER,
  kind('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets'),
  INGRESS,
  HTTP_ROUTE,
  kind('monitoring.coreos.com/v1', 'ServiceMonitor', 'servicemonitors'),
  kind('monitoring.coreos.com/v1', 'PrometheusRule', 'prometheusrules'),
];

/** @returns `undefined` for what is not applied */
export function manifestKind(
  apiVersion: unknown,
  name: unknown,
): WritableKind | undefined {
  return MANIFEST_KINDS.find(
    each => each.apiVersion === apiVersion && each.kind === name,
  );
}

/** Kinds that a cluster has only where somebody has installed them. */
export function isCustom({ apiVersion }: WritableKind): boolean {
  return /^(gateway\.networking\.k8s\.io|monitoring\.coreos\.com)\//.test(
    apiVersion,
  );
}
