import type { Placement } from '../placements';
import type { Platform, Service } from '../service';

/** Says how long a pod takes until it is ready; the clusters' nodes obey it. */
export const READY_AFTER = 'real/ready-after';

// Long enough to be seen on a screen, short enough to wait for.
const START_SECONDS: Record<Platform, number> = {
  java: 6,
  dotnet: 4,
  node: 3,
  nginx: 1,
};

/** The pods of a service: probes, room, spread and the way out that the house wants. */
export function podTemplate(
  { service, environment }: Placement,
  role: 'release' | 'canary',
  image: string,
) {
  const inProd = environment === 'prod' || environment === 'staging';
  return {
    metadata: {
      labels: {
        'backstage.io/kubernetes-id': service.name,
        app: service.name,
        role,
      },
      annotations: { [READY_AFTER]: `${START_SECONDS[service.platform]}s` },
    },
    spec: {
      serviceAccountName: service.name,
      terminationGracePeriodSeconds: 30,
      ...(inProd && { affinity: spreadOverNodes(service) }),
      containers: [
        {
          name: service.name,
          image,
          ports: [
            {
              name: service.protocol === 'rpc' ? 'rpc' : 'http',
              containerPort: service.port,
            },
          ],
          envFrom: [{ configMapRef: { name: `${service.name}-config` } }],
          env: [
            {
              name: 'POD_NAME',
              valueFrom: { fieldRef: { fieldPath: 'metadata.name' } },
            },
            ...(service.platform === 'nginx' ? [] : agentSettings(service)),
          ],
          resources: {
            // Nodes outside production are overcommitted.
            requests: {
              cpu: `${Math.round(service.cpuMillis * (inProd ? 0.5 : 0.1))}m`,
              memory: `${Math.round(
                service.memoryMiB * (inProd ? 0.75 : 0.4),
              )}Mi`,
            },
            limits: {
              cpu: `${service.cpuMillis}m`,
              memory: `${service.memoryMiB}Mi`,
            },
          },
          readinessProbe: { ...probe(service), periodSeconds: 5 },
          livenessProbe: {
            ...probe(service),
            periodSeconds: 20,
            failureThreshold: 3,
          },
          // Gives the gateway time to notice that the pod is leaving.
          lifecycle: { preStop: { sleep: { seconds: 5 } } },
        },
      ],
    },
  };
}

/** What the tracing agent wants to know. */
function agentSettings(service: Service) {
  return [
    { name: 'SW_AGENT_NAME', value: service.name },
    {
      name: 'SW_AGENT_INSTANCE_NAME',
      valueFrom: { fieldRef: { fieldPath: 'metadata.name' } },
    },
  ];
}

function probe(service: Service) {
  return service.protocol === 'rpc'
    ? { tcpSocket: { port: service.port } }
    : { httpGet: { path: '/health', port: service.port } };
}

function spreadOverNodes(service: Service) {
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          podAffinityTerm: {
            topologyKey: 'kubernetes.io/hostname',
            labelSelector: { matchLabels: { app: service.name } },
          },
        },
      ],
    },
  };
}
