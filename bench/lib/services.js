'use strict';

const OWNER = 'group:default/team-order';
const IMAGE_HOST = 'registry.bench.test';

/** So many services of one's own, spread over namespaces as systems are. */
function servicesOf(count, { namespaces, prefix = 'bench' }) {
  return Array.from({ length: count }, (_, index) => {
    const name = `${prefix}-${String(index + 1).padStart(3, '0')}`;
    return {
      name,
      namespace: namespaces[index % namespaces.length],
      ref: `component:default/${name}`,
    };
  });
}

/** What the catalog knows of them. */
function catalogOf(services) {
  return services.map(({ name }) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      annotations: { 'backstage.io/kubernetes-id': name },
    },
    spec: { type: 'service', lifecycle: 'production', owner: OWNER },
  }));
}

function namespaceManifest(name) {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { 'pilothouse.io/owner': OWNER.split('/')[1] },
    },
  };
}

/** In the shape of the house: a release, a canary without pods, and one Service for both. */
function manifestsOf(service, replicas) {
  const { name, namespace } = service;
  const id = { 'backstage.io/kubernetes-id': name };
  return [
    deployment(service, 'release', name, replicas),
    deployment(service, 'canary', `${name}-canary`, 0),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, labels: { app: name, ...id } },
      spec: { selector: { app: name }, ports: [{ port: 80 }] },
    },
  ];
}

function deployment({ name: app, namespace }, role, name, replicas) {
  const labels = { app, role };
  const id = { 'backstage.io/kubernetes-id': app };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { ...labels, ...id } },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
      },
      template: {
        metadata: { labels: { ...labels, ...id } },
        spec: {
          containers: [
            {
              name: app,
              image: `${IMAGE_HOST}/bench/${app}:1.0.0`,
              resources: { requests: { cpu: '10m', memory: '16Mi' } },
              readinessProbe: { httpGet: { path: '/', port: 80 } },
            },
          ],
        },
      },
    },
  };
}

/** Where objects of a kind are made. */
function collectionOf({ kind, metadata: { namespace } }) {
  switch (kind) {
    case 'Namespace':
      return '/api/v1/namespaces';
    case 'Service':
      return `/api/v1/namespaces/${namespace}/services`;
    default:
      return `/apis/apps/v1/namespaces/${namespace}/deployments`;
  }
}

module.exports = {
  catalogOf,
  collectionOf,
  manifestsOf,
  namespaceManifest,
  servicesOf,
};
