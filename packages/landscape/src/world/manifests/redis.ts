import { resources } from '../../kubernetes/resources';
import {
  REDIS_IMAGE,
  namespaceOf,
  type ClusterSpec,
  type EnvironmentName,
} from '../company';
import { BACKING_STORES, type BackingStore } from '../backing-stores';
import { manifest, type Manifest } from './manifest';

/** The caches of a cluster, each a StatefulSet with a Service of its own. */
export function redisManifests(cluster: ClusterSpec): Manifest[] {
  return cluster.environments.flatMap(environment =>
    BACKING_STORES.filter(({ inCluster }) => inCluster).flatMap(store =>
      redis(store, environment),
    ),
  );
}

function redis(
  { name, system }: BackingStore,
  environment: EnvironmentName,
): Manifest[] {
  const labels = { 'backstage.io/kubernetes-id': name, app: name };
  const metadata = {
    name,
    namespace: namespaceOf(system, environment),
    labels,
  };
  return [
    manifest(resources.services, metadata, {
      spec: {
        clusterIP: 'None',
        selector: { app: name },
        ports: [{ name: 'redis', port: 6379, targetPort: 6379 }],
      },
    }),
    manifest(resources.statefulSets, metadata, {
      spec: {
        replicas: environment === 'prod' ? 3 : 1,
        serviceName: name,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name: 'redis',
                image: REDIS_IMAGE,
                ports: [{ name: 'redis', containerPort: 6379 }],
                args: ['--maxmemory', '768mb', '--appendonly', 'yes'],
                resources: {
                  requests: { cpu: '100m', memory: '512Mi' },
                  limits: { cpu: '1', memory: '1Gi' },
                },
                readinessProbe: { tcpSocket: { port: 6379 }, periodSeconds: 5 },
                volumeMounts: [{ name: 'data', mountPath: '/data' }],
              },
            ],
          },
        },
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              resources: { requests: { storage: '20Gi' } },
            },
          },
        ],
      },
    }),
  ];
}
