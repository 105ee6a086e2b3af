import { kinds, type Pod } from '../kubernetes/controllers/objects';
import { tableFor } from '../kubernetes/printers';
import { resources } from '../kubernetes/resources';
import type { Json } from '../kubernetes/types';
import { ownFaultsOf } from '../own-faults';
import type { Role } from '../world/history';
import { parseImage } from '../world/images';
import { deploymentName } from '../world/names';
import type { Placement } from '../world/placements';
import type { Service } from '../world/service';
import type { ControlledLandscape, Directory } from './directory';

/** The clusters with their health and their faults. */
export function listClusters({ world, clusters }: ControlledLandscape) {
  return clusters.map(cluster => {
    const pods = cluster.api.list(kinds.pods);
    const placement = world.placements.find(
      item => item.cluster.name === cluster.name,
    );
    return {
      name: cluster.name,
      url: cluster.url,
      environments: placement?.cluster.environments ?? [],
      pods: pods.length,
      readyPods: pods.filter(isReady).length,
      requests: cluster.requestCount(),
      fault: cluster.getFault(),
    };
  });
}

/** The other systems of the company, with their faults. */
export function listSystems({ systems }: ControlledLandscape) {
  return systems.map(({ name, url, getFault, requestCount }) => ({
    name,
    url,
    requests: requestCount(),
    fault: getFault(),
    ownFaults: ownFaultsOf(name),
  }));
}

/** The services with what runs where, and what the console has slowed down. */
export function listServices(
  landscape: ControlledLandscape,
  directory: Directory,
) {
  const { world, clock } = landscape;
  const now = clock.now();
  const conditions = world.conditions.at(now);
  return world.services.map(({ name, title, system, owner }) => ({
    name,
    title,
    system,
    owner,
    targets: world.placements
      .filter(item => item.service.name === name)
      .map(item => ({
        environment: item.environment,
        cluster: item.cluster.name,
        namespace: item.namespace,
        requestsPerSecond: round(
          world.traffic.trafficAt(item, now).requestsPerSecond,
        ),
        release: workload(directory, item, 'release'),
        canary: workload(directory, item, 'canary'),
      })),
    latencies: conditions
      .filter(item => item.service === name)
      .map(({ cluster, environment, role, extraLatencyMs, to }) => ({
        cluster,
        environment,
        role,
        milliseconds: extraLatencyMs,
        endsAt: to && new Date(to).toISOString(),
      })),
  }));
}

function workload(
  directory: Directory,
  { service, cluster, namespace }: Placement,
  role: Role,
) {
  const name = deploymentName(service, role);
  const deployment = directory
    .cluster(cluster.name)
    .api.get(kinds.deployments, namespace, name);
  if (!deployment) return undefined;
  const image = deployment.spec.template.spec.containers.at(0)?.image ?? '';
  return {
    name,
    image,
    version: parseImage(image).tag,
    ready: deployment.status?.readyReplicas ?? 0,
    desired: deployment.spec.replicas,
    unavailable: deployment.status?.unavailableReplicas ?? 0,
  };
}

/** Pods as kubectl would print them. */
export function listPods(
  landscape: ControlledLandscape,
  directory: Directory,
  filter: { cluster?: string; service?: Service },
) {
  const clusters = filter.cluster
    ? [directory.cluster(filter.cluster)]
    : landscape.clusters;
  const labels = filter.service ? { app: filter.service.name } : undefined;
  const now = landscape.clock.now();
  return clusters.flatMap(({ name, api }) => {
    const pods = api.list(kinds.pods, { labels });
    const { columnDefinitions, rows } = tableFor(resources.pods, pods, now);
    const columns = columnDefinitions.map(column => column.name);
    return pods.map((pod, index) =>
      describePod(name, pod, columns, rows[index].cells),
    );
  });
}

function describePod(
  cluster: string,
  { metadata, spec }: Pod,
  columns: string[],
  cells: Json[],
) {
  const cell = (column: string) => cells[columns.indexOf(column)];
  return {
    cluster,
    namespace: metadata.namespace,
    name: metadata.name,
    role: metadata.labels?.role,
    version: parseImage(spec.containers.at(0)?.image ?? '').tag,
    ready: cell('Ready'),
    status: cell('Status'),
    restarts: cell('Restarts'),
    age: cell('Age'),
    node: cell('Node'),
  };
}

function isReady({ status }: Pod): boolean {
  return !!status?.conditions?.some(
    ({ type, status: value }) => type === 'Ready' && value === 'True',
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
