import { kinds, type Deployment } from '../kubernetes/controllers/objects';
import { parseQuantity } from '../kubernetes/quantity';
import type { KubeApi } from '../kubernetes/types';
import { CLUSTERS, REGISTRY, type ClusterSpec } from './company';
import { parseImage } from './images';
import type { Placement } from './placements';
import { calls, endpoints, replicas, service, type Platform } from './service';

const MIB = 2 ** 20;
const NANOS = 1e9;

/** People try out what is new: requests per visit to the stage. */
const CURIOSITY = 2;

interface Options {
  /** Whether the company has it already: then it is no newcomer. */
  isKnown(cluster: string, namespace: string, name: string): boolean;
  /** What an image is made with, if a pipeline of the company has built it. */
  platformOf(image: string): Platform | undefined;
}

/**
 * Services that the company does not have yet, and that somebody has brought to a cluster: whatever Deployment has pods
 * with a label `app` gets visitors, log lines and a use of memory like everybody else.
 */
export class Newcomers {
  readonly #options: Options;
  readonly #placements = new Map<string, Placement>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Begins to look out on a cluster. Returns how to stop. */
  observe(api: KubeApi): () => void {
    const cluster = CLUSTERS.find(({ name }) => name === api.cluster);
    if (!cluster) return () => {};
    for (const item of api.list(kinds.deployments)) this.#meet(cluster, item);
    return api.watch(kinds.deployments, ({ type, object }) => {
      if (type === 'DELETED') this.#forget(cluster, object);
      else this.#meet(cluster, object);
    });
  }

  placements(): Placement[] {
    return [...this.#placements.values()];
  }

  find(
    cluster: string,
    namespace: string,
    name: string,
  ): Placement | undefined {
    return this.#placements.get(`${cluster}/${namespace}/${name}`);
  }

  #meet(cluster: ClusterSpec, deployment: Deployment): void {
    const who = nameOf(deployment);
    if (!who || this.#options.isKnown(cluster.name, who.namespace, who.name)) {
      return;
    }
    const { name, namespace } = who;
    const environment =
      cluster.environments.find(item => namespace.endsWith(`-${item}`)) ??
      cluster.environments[cluster.environments.length - 1];
    this.#placements.set(`${cluster.name}/${namespace}/${name}`, {
      id: `${environment}/${cluster.name}/${namespace}/${name}`,
      service: describe(name, deployment, this.#options.platformOf),
      environment,
      cluster,
      namespace,
      replicas: Math.max(1, deployment.spec.replicas),
    });
  }

  #forget(cluster: ClusterSpec, deployment: Deployment): void {
    const who = nameOf(deployment);
    if (!who) return;
    this.#placements.delete(`${cluster.name}/${who.namespace}/${who.name}`);
  }
}

/** The canary of a service is met with its release. */
function nameOf({ metadata, spec }: Deployment) {
  const labels = spec.template.metadata?.labels ?? {};
  if (!labels.app || labels.role === 'canary') return undefined;
  return { name: labels.app, namespace: metadata.namespace ?? '' };
}

function describe(
  name: string,
  { metadata, spec }: Deployment,
  platformOf: Options['platformOf'],
) {
  const [container] = spec.template.spec.containers;
  const image = container?.image ?? '';
  const { repository } = parseImage(image);
  const isRpc = container?.readinessProbe?.tcpSocket !== undefined;
  return service(name, name, name, {
    system:
      metadata.labels?.['app.kubernetes.io/part-of'] ??
      metadata.namespace ??
      name,
    platform:
      platformOf(image) ?? guess(container?.env?.map(item => item.name) ?? []),
    protocol: isRpc ? 'rpc' : 'http',
    lifecycle: 'experimental',
    ...(repository.startsWith(`${REGISTRY}/`) && { repository }),
    replicas: replicas(1, 1, 1, 2, 2),
    entry: CURIOSITY,
    endpoints: isRpc
      ? endpoints('1 RPC Service.call')
      : endpoints('3 GET /', '1 GET /items/{id}'),
    calls: calls({}),
    latency: { p50: 12, p99: 90 },
    podCapacity: 80,
    memoryMiB: mebibytes(container?.resources?.limits?.memory),
    cpuMillis: 500,
  });
}

function mebibytes(limit: string | undefined): number {
  const quantity = limit === undefined ? undefined : parseQuantity(limit);
  if (!quantity) return 256;
  return Math.max(16, Math.round(Number(quantity.nanos) / NANOS / MIB));
}

/** By the variables that the house sets for each. */
function guess(variables: readonly string[]): Platform {
  const some = (pattern: RegExp) => variables.some(name => pattern.test(name));
  if (some(/^JAVA_/)) return 'java';
  if (some(/^(ASPNETCORE|DOTNET)_/)) return 'dotnet';
  return some(/^NODE_/) ? 'node' : 'nginx';
}
