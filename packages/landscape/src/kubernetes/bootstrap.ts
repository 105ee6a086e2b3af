import type { PolicyRule } from './api/rbac';
import { apiVersionOf, resources } from './resources';
import type { Draft, KubeApi, KubeObject, ResourceType } from './types';

const MANAGER = { manager: 'kube-apiserver' };
const RBAC = 'rbac.authorization.k8s.io';

const READ = ['get', 'list', 'watch'];
const CHANGE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

/** Kinds that a role within a namespace is about; RBAC kinds are for its admins only. */
const everyday = Object.values(resources).filter(
  type => type.namespaced && !type.custom && type.group !== RBAC,
);
const custom = Object.values(resources).filter(type => type.custom);

/** One rule per API group. */
function rulesFor(
  types: readonly ResourceType[],
  verbs: string[],
  subresources: boolean,
): PolicyRule[] {
  const groups = [...new Set(types.map(({ group }) => group))];
  return groups.map(group => ({
    apiGroups: [group],
    resources: types
      .filter(type => type.group === group)
      .flatMap(type => [
        type.plural,
        ...(subresources
          ? type.subresources.map(name => `${type.plural}/${name}`)
          : []),
      ])
      .sort(),
    verbs,
  }));
}

function withoutSecrets(types: readonly ResourceType[]): ResourceType[] {
  return types.filter(type => type !== resources.secrets);
}

const view: PolicyRule[] = [
  ...rulesFor(withoutSecrets(everyday), READ, true),
  { apiGroups: [''], resources: ['namespaces', 'pods/log'], verbs: READ },
  { apiGroups: ['metrics.k8s.io'], resources: ['pods'], verbs: READ },
];

const changeable = everyday.filter(
  type => type !== resources.events && type !== resources.resourceQuotas,
);

const scaling: PolicyRule = {
  apiGroups: ['apps'],
  resources: ['deployments', 'replicasets', 'statefulsets'].map(
    plural => `${plural}/scale`,
  ),
  verbs: ['patch', 'update'],
};

const edit: PolicyRule[] = [
  ...view,
  { apiGroups: [''], resources: ['secrets'], verbs: READ },
  ...rulesFor(changeable, CHANGE, false),
  scaling,
  {
    apiGroups: [''],
    resources: ['serviceaccounts'],
    verbs: ['impersonate'],
  },
];

const admin: PolicyRule[] = [
  ...edit,
  {
    apiGroups: [RBAC],
    resources: ['rolebindings', 'roles'],
    verbs: [...CHANGE, ...READ],
  },
  {
    apiGroups: ['authorization.k8s.io'],
    resources: ['localsubjectaccessreviews'],
    verbs: ['create'],
  },
];

/** Beside the portal's ServiceAccount. */
const PULL_SECRET = 'registry';

const HEALTH = ['/healthz', '/livez', '/readyz', '/version', '/version/'];

const clusterRoles: Record<string, PolicyRule[]> = {
  'cluster-admin': [
    { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
    { nonResourceURLs: ['*'], verbs: ['*'] },
  ],
  admin,
  edit,
  view,
  'system:basic-user': [
    {
      apiGroups: ['authorization.k8s.io'],
      resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
      verbs: ['create'],
    },
    {
      apiGroups: ['authentication.k8s.io'],
      resources: ['selfsubjectreviews'],
      verbs: ['create'],
    },
  ],
  'system:discovery': [
    {
      nonResourceURLs: [
        '/api',
        '/api/*',
        '/apis',
        '/apis/*',
        '/healthz',
        '/livez',
        '/openapi',
        '/openapi/*',
        '/readyz',
        '/version',
        '/version/',
      ],
      verbs: ['get'],
    },
  ],
  'system:public-info-viewer': [{ nonResourceURLs: HEALTH, verbs: ['get'] }],
  // What a portal needs: everything that it shows, and nothing of what is secret.
  'pilothouse-read': [
    ...view,
    ...rulesFor(custom, READ, false),
    {
      apiGroups: ['', RBAC, 'metrics.k8s.io'],
      resources: ['namespaces', 'nodes', 'rolebindings', 'roles'],
      verbs: READ,
    },
  ],
  'pilothouse-write': [
    ...rulesFor(withoutSecrets(changeable), CHANGE, false),
    scaling,
    ...rulesFor(custom, CHANGE, false),
    { apiGroups: [''], resources: ['namespaces'], verbs: CHANGE },
  ],
  // What a portal puts into new namespaces. Of Secrets it needs one, by its name.
  'pilothouse-provision': [
    {
      apiGroups: [''],
      resources: ['resourcequotas'],
      verbs: ['get', 'create', 'patch'],
    },
    {
      apiGroups: [''],
      resources: ['secrets'],
      resourceNames: [PULL_SECRET],
      verbs: ['get', 'create', 'patch'],
    },
  ],
};

const group = (name: string) => ({ apiGroup: RBAC, kind: 'Group', name });
const portal = {
  kind: 'ServiceAccount',
  name: 'pilothouse',
  namespace: 'pilothouse',
};

/** Name of the binding, its ClusterRole, and who is bound. */
const clusterRoleBindings: [string, string, object[]][] = [
  ['cluster-admin', 'cluster-admin', [group('system:masters')]],
  ['system:basic-user', 'system:basic-user', [group('system:authenticated')]],
  ['system:discovery', 'system:discovery', [group('system:authenticated')]],
  [
    'system:public-info-viewer',
    'system:public-info-viewer',
    [group('system:authenticated'), group('system:unauthenticated')],
  ],
  ['pilothouse-read', 'pilothouse-read', [portal, group('viewers')]],
  ['pilothouse-write', 'pilothouse-write', [portal]],
  ['pilothouse-provision', 'pilothouse-provision', [portal]],
];

const namespaces = [
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'pilothouse',
];

/** Puts into a new cluster what every cluster has, and the portal's ServiceAccount with its roles. */
export function bootstrap(api: KubeApi): void {
  const create = <T extends KubeObject>(
    type: ResourceType<T>,
    metadata: { name: string; namespace?: string },
    rest: object = {},
  ) =>
    api.create(
      type,
      {
        apiVersion: apiVersionOf(type),
        kind: type.kind,
        metadata,
        ...rest,
      } as Draft<T>,
      MANAGER,
    );
  for (const name of namespaces) create(resources.namespaces, { name });
  for (const [name, rules] of Object.entries(clusterRoles))
    create(resources.clusterRoles, { name }, { rules });
  for (const [name, role, subjects] of clusterRoleBindings)
    create(
      resources.clusterRoleBindings,
      { name },
      {
        roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
        subjects,
      },
    );
  create(resources.serviceAccounts, {
    name: 'pilothouse',
    namespace: 'pilothouse',
  });
  // Nothing here asks for it: what nodes pull is only named.
  create(
    resources.secrets,
    { name: PULL_SECRET, namespace: 'pilothouse' },
    {
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': btoa('{"auths":{}}') },
    },
  );
  create(
    resources.services,
    { name: 'kubernetes', namespace: 'default' },
    {
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.96.0.1',
        ports: [
          { name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 },
        ],
      },
    },
  );
}
