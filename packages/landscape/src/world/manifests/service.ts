import { resources } from '../../kubernetes/resources';
import { DOMAIN } from '../company';
import type { Role } from '../history';
import { labelsOf } from '../names';
import type { Placement } from '../placements';
import type { Platform } from '../service';
import { deploymentManifest, type DeploymentTraits } from './deployment';
import { manifest, type Manifest } from './manifest';
import { monitoring } from './monitoring';

/**
 * All that a service has on one target, in the shape of the house: a release and a canary Deployment, one Service that
 * selects both, and what belongs to them.
 */
export function serviceManifests(
  placement: Placement,
  deployments: Record<Role, DeploymentTraits>,
): Manifest[] {
  const { service, namespace, environment } = placement;
  const labels = labelsOf(service);
  const named = (name: string) => ({ name, namespace, labels });
  const inProd = environment === 'prod';
  return [
    manifest(resources.serviceAccounts, named(service.name)),
    manifest(resources.configMaps, named(`${service.name}-config`), {
      data: configOf(placement),
    }),
    deploymentManifest(placement, 'release', deployments.release),
    deploymentManifest(placement, 'canary', deployments.canary),
    manifest(resources.services, named(service.name), {
      spec: {
        selector: { app: service.name },
        ports: [
          {
            name: service.protocol === 'rpc' ? 'rpc' : 'http',
            port: service.protocol === 'rpc' ? service.port : 80,
            targetPort: service.port,
          },
        ],
      },
    }),
    ...(placement.replicas > 1
      ? [
          manifest(resources.podDisruptionBudgets, named(service.name), {
            spec: {
              maxUnavailable: 1,
              selector: { matchLabels: { app: service.name } },
            },
          }),
        ]
      : []),
    ...(inProd && AUTOSCALED.has(service.name) ? [autoscaler(placement)] : []),
    ...(service.host ? [route(placement, service.host)] : []),
    ...(environment === 'dev' ? [] : monitoring(placement, labels)),
  ];
}

/** Services whose release is in the hands of an autoscaler on prod. */
const AUTOSCALED = new Set(['storefront-bff', 'product-api']);

const SETTINGS: Record<Platform, (environment: string) => object> = {
  java: environment => ({
    SPRING_PROFILES_ACTIVE: environment,
    JAVA_TOOL_OPTIONS: '-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError',
  }),
  node: environment => ({
    NODE_ENV: environment === 'dev' ? 'development' : 'production',
  }),
  dotnet: environment => ({ ASPNETCORE_ENVIRONMENT: environment }),
  nginx: () => ({ NGINX_ENTRYPOINT_QUIET_LOGS: '1' }),
};

function configOf({ service, environment, cluster }: Placement) {
  return {
    ENVIRONMENT: environment,
    CLUSTER: cluster.name,
    TZ: 'Asia/Shanghai',
    LOG_LEVEL: environment === 'dev' ? 'debug' : 'info',
    ...SETTINGS[service.platform](environment),
  };
}

function autoscaler({ service, namespace, replicas }: Placement): Manifest {
  return manifest(
    resources.horizontalPodAutoscalers,
    { name: service.name, namespace, labels: labelsOf(service) },
    {
      spec: {
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: service.name,
        },
        minReplicas: Math.max(2, replicas - 2),
        maxReplicas: replicas * 2,
        metrics: [
          {
            type: 'Resource',
            resource: {
              name: 'cpu',
              target: { type: 'Utilization', averageUtilization: 70 },
            },
          },
        ],
      },
    },
  );
}

/** Public hosts go through the gateway; the order pages are still behind an Ingress. */
function route(placement: Placement, host: string): Manifest {
  const { service, namespace, environment } = placement;
  const hostname =
    environment === 'prod'
      ? `${host}.${DOMAIN}`
      : `${host}.${environment}.${DOMAIN}`;
  const metadata = {
    name: service.name,
    namespace,
    labels: labelsOf(service),
  };
  if (service.name === 'order-web') {
    return manifest(resources.ingresses, metadata, {
      spec: {
        ingressClassName: 'nginx',
        rules: [
          {
            host: hostname,
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: {
                    service: { name: service.name, port: { name: 'http' } },
                  },
                },
              ],
            },
          },
        ],
      },
    });
  }
  return manifest(resources.httpRoutes, metadata, {
    spec: {
      parentRefs: [{ name: 'public', namespace: 'gateway' }],
      hostnames: [hostname],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [{ name: service.name, port: 80 }],
        },
      ],
    },
  });
}
