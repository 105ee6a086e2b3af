import { resources } from '../../kubernetes/resources';
import {
  OWNER_LABEL,
  SYSTEMS,
  namespaceOf,
  type ClusterSpec,
  type EnvironmentName,
} from '../company';
import { manifest, type Manifest } from './manifest';

/** The namespaces of a cluster with their rules: one per system and environment, and the gateway's. */
export function namespaceManifests(cluster: ClusterSpec): Manifest[] {
  const systems = cluster.environments.flatMap(environment =>
    SYSTEMS.flatMap(({ name, owner }) =>
      systemNamespace(namespaceOf(name, environment), name, owner, environment),
    ),
  );
  return [...systems, ...gateway()];
}

function systemNamespace(
  namespace: string,
  system: string,
  owner: string,
  environment: EnvironmentName,
): Manifest[] {
  const inProd = environment === 'prod';
  return [
    manifest(resources.namespaces, {
      name: namespace,
      labels: {
        [OWNER_LABEL]: owner,
        'app.kubernetes.io/part-of': system,
        environment,
      },
    }),
    manifest(
      resources.roleBindings,
      { name: 'team', namespace },
      {
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'ClusterRole',
          name: 'edit',
        },
        // The clusters' user `developer` works in this team.
        subjects: [
          owner,
          ...(owner === 'team-order' ? ['developers'] : []),
        ].map(name => ({
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Group',
          name,
        })),
      },
    ),
    manifest(
      resources.resourceQuotas,
      { name: 'team-share', namespace },
      {
        spec: {
          hard: {
            pods: inProd ? '2000' : '800',
            'requests.cpu': inProd ? '1200' : '400',
            'requests.memory': inProd ? '2400Gi' : '800Gi',
          },
        },
      },
    ),
    manifest(
      resources.networkPolicies,
      { name: 'from-inside', namespace },
      {
        spec: {
          podSelector: {},
          policyTypes: ['Ingress'],
          ingress: [
            {
              from: [
                { namespaceSelector: { matchLabels: { environment } } },
                {
                  namespaceSelector: {
                    matchLabels: { 'kubernetes.io/metadata.name': 'gateway' },
                  },
                },
              ],
            },
          ],
        },
      },
    ),
  ];
}

function gateway(): Manifest[] {
  return [
    manifest(resources.namespaces, {
      name: 'gateway',
      labels: { [OWNER_LABEL]: 'team-platform' },
    }),
    manifest(
      resources.gatewayClasses,
      { name: 'public' },
      {
        spec: {
          controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
        },
      },
    ),
    manifest(
      resources.gateways,
      { name: 'public', namespace: 'gateway' },
      {
        spec: {
          gatewayClassName: 'public',
          listeners: [
            {
              name: 'http',
              protocol: 'HTTP',
              port: 80,
              allowedRoutes: { namespaces: { from: 'All' } },
            },
          ],
        },
      },
    ),
  ];
}
