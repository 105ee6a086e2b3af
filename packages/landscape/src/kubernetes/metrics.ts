import type { Node, Pod } from './controllers/objects';
import type { KubeApi, KubeObject, ObjectMeta, PodRuntime } from './types';
import { timestamp } from './controllers/time';

/** Where measurements come from. */
export interface MetricsSource {
  api: KubeApi;
  runtime: PodRuntime;
}

/** Use of cores in nanocores and of memory in kibibytes, as quantities. */
export interface Usage {
  cpu: string;
  memory: string;
}

interface Measured {
  apiVersion: 'metrics.k8s.io/v1beta1';
  metadata: Pick<ObjectMeta, 'name' | 'creationTimestamp'> &
    Partial<ObjectMeta>;
  timestamp: string;
  window: string;
}

export interface PodMetrics extends Measured {
  kind: 'PodMetrics';
  containers: { name: string; usage: Usage }[];
}

export interface NodeMetrics extends Measured {
  kind: 'NodeMetrics';
  usage: Usage;
}

const WINDOW = '15s';

// What the kubelet, the runtime and the operating system themselves use.
const SYSTEM_CPU_NANOCORES = 180_000_000;
const SYSTEM_MEMORY_BYTES = 1.4 * 2 ** 30;

/** What a pod uses; undefined while none of its containers runs, for then there is nothing to measure. */
export function podMetrics(
  source: MetricsSource,
  pod: KubeObject,
): PodMetrics | undefined {
  const containers = usesOf(source, pod).map(({ name, cpu, memory }) => ({
    name,
    usage: quantities(cpu, memory),
  }));
  if (containers.length === 0) return undefined;
  const { name, namespace, labels } = pod.metadata;
  return {
    kind: 'PodMetrics',
    ...measuredNow(source, { name, namespace, ...(labels && { labels }) }),
    containers,
  };
}

/** What a node uses, given the pods of the cluster. */
export function nodeMetrics(
  source: MetricsSource,
  node: KubeObject,
  pods: readonly KubeObject[],
): NodeMetrics {
  const { name, labels } = node.metadata;
  let cpu = SYSTEM_CPU_NANOCORES;
  let memory = SYSTEM_MEMORY_BYTES;
  for (const pod of pods) {
    if (!isOn(pod, node)) continue;
    for (const use of usesOf(source, pod)) {
      cpu += use.cpu;
      memory += use.memory;
    }
  }
  return {
    kind: 'NodeMetrics',
    ...measuredNow(source, { name, ...(labels && { labels }) }),
    usage: quantities(cpu, memory),
  };
}

function measuredNow(
  { api }: MetricsSource,
  metadata: Partial<ObjectMeta> & { name: string },
): Measured {
  const at = timestamp(api.clock.now());
  return {
    apiVersion: 'metrics.k8s.io/v1beta1',
    metadata: { ...metadata, creationTimestamp: at },
    timestamp: at,
    window: WINDOW,
  };
}

function usesOf({ api, runtime }: MetricsSource, pod: KubeObject) {
  const { status } = pod as Pod;
  return (status?.containerStatuses ?? [])
    .filter(({ state }) => state.running)
    .map(({ name }) => {
      const { cpuNanocores, memoryBytes } = runtime.usage({
        cluster: api.cluster,
        pod,
        container: name,
        at: api.clock.now(),
      });
      return { name, cpu: cpuNanocores, memory: memoryBytes };
    });
}

function isOn(pod: KubeObject, node: KubeObject): boolean {
  return (pod as Pod).spec.nodeName === (node as Node).metadata.name;
}

function quantities(cpuNanocores: number, memoryBytes: number): Usage {
  return {
    cpu: `${Math.round(cpuNanocores)}n`,
    memory: `${Math.round(memoryBytes / 1024)}Ki`,
  };
}
