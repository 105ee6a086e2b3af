import type { KubeObject, ResourceType, Subresource } from './types';

const ALL_VERBS = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** The order is that of the real server's discovery. */
function verbsOf(options: { custom?: boolean; singly?: boolean }): string[] {
  if (options.singly)
    return ALL_VERBS.filter(verb => verb !== 'deletecollection');
  if (!options.custom) return ALL_VERBS;
  const [create, ...others] = ALL_VERBS;
  return [...others.slice(0, 5), create, ...others.slice(5)];
}

function define<T extends KubeObject = KubeObject>(
  apiVersion: string,
  kind: string,
  plural: string,
  options: {
    shortNames?: string[];
    /** Not in the category `all` by default. */
    all?: boolean;
    cluster?: boolean;
    custom?: boolean;
    subresources?: Subresource[];
    /** Objects of the kind are deleted one by one only. */
    singly?: boolean;
  } = {},
): ResourceType<T> {
  const [group, version] = apiVersion.includes('/')
    ? apiVersion.split('/')
    : ['', apiVersion];
  return {
    group,
    version,
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames: options.shortNames ?? [],
    categories: options.all ? ['all'] : [],
    namespaced: !options.cluster,
    verbs: verbsOf(options),
    subresources: options.subresources ?? [],
    custom: options.custom ?? false,
  };
}

const WITH_STATUS: Subresource[] = ['status'];
const WITH_SCALE: Subresource[] = ['scale', 'status'];

/** Everything the simulated API servers store, each kind in one version. */
export const resources = {
  namespaces: define('v1', 'Namespace', 'namespaces', {
    shortNames: ['ns'],
    cluster: true,
    singly: true,
    subresources: [...WITH_STATUS, 'finalize'],
  }),
  nodes: define('v1', 'Node', 'nodes', {
    shortNames: ['no'],
    cluster: true,
    subresources: WITH_STATUS,
  }),
  pods: define('v1', 'Pod', 'pods', {
    shortNames: ['po'],
    all: true,
    subresources: WITH_STATUS,
  }),
  services: define('v1', 'Service', 'services', {
    shortNames: ['svc'],
    all: true,
    subresources: WITH_STATUS,
  }),
  configMaps: define('v1', 'ConfigMap', 'configmaps', { shortNames: ['cm'] }),
  secrets: define('v1', 'Secret', 'secrets'),
  serviceAccounts: define('v1', 'ServiceAccount', 'serviceaccounts', {
    shortNames: ['sa'],
  }),
  events: define('v1', 'Event', 'events', { shortNames: ['ev'] }),
  limitRanges: define('v1', 'LimitRange', 'limitranges', {
    shortNames: ['limits'],
  }),
  resourceQuotas: define('v1', 'ResourceQuota', 'resourcequotas', {
    shortNames: ['quota'],
    subresources: WITH_STATUS,
  }),
  persistentVolumeClaims: define(
    'v1',
    'PersistentVolumeClaim',
    'persistentvolumeclaims',
    { shortNames: ['pvc'], subresources: WITH_STATUS },
  ),
  deployments: define('apps/v1', 'Deployment', 'deployments', {
    shortNames: ['deploy'],
    all: true,
    subresources: WITH_SCALE,
  }),
  replicaSets: define('apps/v1', 'ReplicaSet', 'replicasets', {
    shortNames: ['rs'],
    all: true,
    subresources: WITH_SCALE,
  }),
  statefulSets: define('apps/v1', 'StatefulSet', 'statefulsets', {
    shortNames: ['sts'],
    all: true,
    subresources: WITH_SCALE,
  }),
  daemonSets: define('apps/v1', 'DaemonSet', 'daemonsets', {
    shortNames: ['ds'],
    all: true,
    subresources: WITH_STATUS,
  }),
  jobs: define('batch/v1', 'Job', 'jobs', {
    all: true,
    subresources: WITH_STATUS,
  }),
  cronJobs: define('batch/v1', 'CronJob', 'cronjobs', {
    shortNames: ['cj'],
    all: true,
    subresources: WITH_STATUS,
  }),
  horizontalPodAutoscalers: define(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    'horizontalpodautoscalers',
    { shortNames: ['hpa'], all: true, subresources: WITH_STATUS },
  ),
  podDisruptionBudgets: define(
    'policy/v1',
    'PodDisruptionBudget',
    'poddisruptionbudgets',
    { shortNames: ['pdb'], subresources: WITH_STATUS },
  ),
  ingresses: define('networking.k8s.io/v1', 'Ingress', 'ingresses', {
    shortNames: ['ing'],
    subresources: WITH_STATUS,
  }),
  networkPolicies: define(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    'networkpolicies',
    { shortNames: ['netpol'] },
  ),
  endpointSlices: define(
    'discovery.k8s.io/v1',
    'EndpointSlice',
    'endpointslices',
  ),
  leases: define('coordination.k8s.io/v1', 'Lease', 'leases'),
  roles: define('rbac.authorization.k8s.io/v1', 'Role', 'roles'),
  roleBindings: define(
    'rbac.authorization.k8s.io/v1',
    'RoleBinding',
    'rolebindings',
  ),
  clusterRoles: define(
    'rbac.authorization.k8s.io/v1',
    'ClusterRole',
    'clusterroles',
    { cluster: true },
  ),
  clusterRoleBindings: define(
    'rbac.authorization.k8s.io/v1',
    'ClusterRoleBinding',
    'clusterrolebindings',
    { cluster: true },
  ),
  gatewayClasses: define(
    'gateway.networking.k8s.io/v1',
    'GatewayClass',
    'gatewayclasses',
    { cluster: true, custom: true, subresources: WITH_STATUS },
  ),
  gateways: define('gateway.networking.k8s.io/v1', 'Gateway', 'gateways', {
    custom: true,
    subresources: WITH_STATUS,
  }),
  httpRoutes: define(
    'gateway.networking.k8s.io/v1',
    'HTTPRoute',
    'httproutes',
    {
      custom: true,
      subresources: WITH_STATUS,
    },
  ),
  serviceMonitors: define(
    'monitoring.coreos.com/v1',
    'ServiceMonitor',
    'servicemonitors',
    { custom: true, subresources: WITH_STATUS },
  ),
  prometheusRules: define(
    'monitoring.coreos.com/v1',
    'PrometheusRule',
    'prometheusrules',
    { custom: true, subresources: WITH_STATUS },
  ),
};

const byKey = new Map<string, ResourceType>(
  Object.values(resources).map(type => [
    `${type.group}/${type.version}/${type.plural}`,
    type,
  ]),
);

/** Finds a kind by the parts of a URL. */
export function findResource(
  group: string,
  version: string,
  plural: string,
): ResourceType | undefined {
  return byKey.get(`${group}/${version}/${plural}`);
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf(
  type: Pick<ResourceType, 'group' | 'version'>,
): string {
  return type.group ? `${type.group}/${type.version}` : type.version;
}

/** `deployments.apps`, or `pods` for the core group: how messages of the API server name a kind. */
export function qualifiedName(type: ResourceType): string {
  return type.group ? `${type.plural}.${type.group}` : type.plural;
}
