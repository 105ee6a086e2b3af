import {
  CLUSTERS,
  REGISTRY,
  namespaceOf,
  type ClusterSpec,
  type EnvironmentName,
} from './company';
import { MOST_CLUSTERS } from '../ports';
import type { Service } from './service';
import { SERVICES } from './services';

/** One service on one target: in an environment, on a cluster, in a namespace. */
export interface Placement {
  /** `prod/prod-beijing/order/order-api`. */
  id: string;
  service: Service;
  environment: EnvironmentName;
  cluster: ClusterSpec;
  namespace: string;
  /** Release pods when nothing is wrong. */
  replicas: number;
}

/** How big a landscape is, when not its usual size. */
export interface Scale {
  clusters: number;
  /** Pods in each cluster, about. */
  pods: number;
}

/** The usual four clusters, or as many as the scale asks for. */
export function clustersAt(scale: Scale | undefined): readonly ClusterSpec[] {
  return CLUSTERS.slice(0, scale ? scale.clusters : 4);
}

/**
 * Reads `6x500` as six clusters of about 500 pods each.
 *
 * @throws RangeError when it is anything else.
 */
export function parseScale(text: string): Scale {
  const [, clusters, pods] = (/^(\d{1,2})x(\d{1,5})$/.exec(text) ?? []).map(
    Number,
  );
  const fits =
    clusters >= 1 && clusters <= MOST_CLUSTERS && pods >= 14 && pods <= 5000;
  if (!fits) {
    throw new RangeError(
      `The scale must be CLUSTERSxPODS with 1 to ${MOST_CLUSTERS} clusters of 14 to 5000 pods each, such as 6x500, not "${text}"`,
    );
  }
  return { clusters, pods };
}

/** Every service on every target, cluster by cluster. */
export function placementsOn(scale?: Scale): Placement[] {
  return clustersAt(scale).flatMap(cluster => {
    const usual = cluster.environments.flatMap(environment =>
      SERVICES.map(service => place(service, environment, cluster)),
    );
    if (!scale) return usual;
    const total = usual.reduce((sum, item) => sum + item.replicas, 0);
    return usual.map(item => ({
      ...item,
      replicas: Math.max(1, Math.round((item.replicas * scale.pods) / total)),
    }));
  });
}

function place(
  service: Service,
  environment: EnvironmentName,
  cluster: ClusterSpec,
): Placement {
  const namespace = namespaceOf(service.system, environment);
  const [larger, smaller] = service.replicas.prod;
  const inProd = cluster.name === 'prod-beijing' ? larger : smaller;
  return {
    id: `${environment}/${cluster.name}/${namespace}/${service.name}`,
    service,
    environment,
    cluster,
    namespace,
    replicas: environment === 'prod' ? inProd : service.replicas[environment],
  };
}

/** Where the registry keeps a service's images. */
export function repositoryOf(service: Service): string {
  return service.repository ?? `${REGISTRY}/${service.system}/${service.name}`;
}
