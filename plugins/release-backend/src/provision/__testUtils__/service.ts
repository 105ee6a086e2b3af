import type { ManifestFile } from '@pilothouse/plugin-release-common';
import { stringify } from 'yaml';

type Json = Record<string, unknown>;

/** A container as a namespace of services takes it. */
export function container(name: string, image: string): Json {
  return {
    name,
    image,
    ports: [{ name: 'http', containerPort: 8080 }],
    readinessProbe: { httpGet: { path: '/health', port: 'http' } },
    livenessProbe: { httpGet: { path: '/health', port: 'http' } },
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
    resources: {
      requests: { cpu: '50m', memory: '64Mi' },
      limits: { memory: '128Mi' },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
  };
}

export function deployment(
  name: string,
  role: 'release' | 'canary',
  image = 'registry.yunfan.test/platform/first-page:1.0.0',
): Json {
  const labels = {
    app: name,
    role,
    'backstage.io/kubernetes-id': name,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: role === 'canary' ? `${name}-canary` : name,
      labels,
    },
    spec: {
      replicas: role === 'canary' ? 0 : 2,
      revisionHistoryLimit: 3,
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
      },
      selector: { matchLabels: { app: name, role } },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 10001,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [container(name, image)],
        },
      },
    },
  };
}

/** Everything that a service brings, one object per file, as a template makes it. */
export function serviceObjects(name: string): Json[] {
  const labels = { app: name, 'backstage.io/kubernetes-id': name };
  const metadata = { name, labels };
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata,
      imagePullSecrets: [{ name: 'registry' }],
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        selector: { app: name },
        ports: [{ name: 'http', port: 80, targetPort: 'http' }],
      },
    },
    deployment(name, 'release'),
    deployment(name, 'canary'),
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { maxUnavailable: 1, selector: { matchLabels: { app: name } } },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: {
        podSelector: { matchLabels: { app: name } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: {} }] }],
      },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata,
      spec: {
        parentRefs: [{ name: 'gateway', namespace: 'gateway-system' }],
        hostnames: [`${name}.yunfan.test`],
        rules: [{ backendRefs: [{ name, port: 80 }] }],
      },
    },
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata,
      spec: {
        selector: { matchLabels: { app: name } },
        endpoints: [{ port: 'http', path: '/metrics' }],
      },
    },
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata,
      spec: {
        groups: [
          {
            name,
            rules: [
              {
                alert: 'HighErrorRate',
                expr: 'vector(0) > 1',
                for: '5m',
                annotations: {
                  summary: 'Many requests fail',
                  runbook_url: `https://portal.test/docs/default/component/${name}/runbook/#high-error-rate`,
                },
              },
            ],
          },
        ],
      },
    },
  ];
}

export function files(objects: readonly Json[]): ManifestFile[] {
  return objects.map((object, index) => ({
    path: `deploy/dev/${index}-${String(object.kind).toLowerCase()}.yaml`,
    text: stringify(object),
  }));
}
