import { stringify } from 'yaml';

/** A Deployment with what belongs to it, as a team would apply it. */
export function shopManifests({ replicas = 2 } = {}): string {
  const labels = { app: 'shop', role: 'release' };
  const metadata = { name: 'shop' };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name: 'shop',
                image: 'registry.yunfan.test/shop:1.0.0',
                env: [{ name: 'PASSWORD', value: 'sesame' }],
                readinessProbe: { httpGet: { path: '/health', port: 8080 } },
                resources: {
                  requests: { cpu: '10m', memory: '16Mi' },
                  limits: { cpu: '10m', memory: '16Mi' },
                },
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: 'shop' }, ports: [{ port: 80 }] },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata,
      spec: {
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'another',
        },
        maxReplicas: 4,
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { minAvailable: 1, selector: { matchLabels: labels } },
    },
  ]
    .map(manifest => stringify(manifest))
    .join('---\n');
}
