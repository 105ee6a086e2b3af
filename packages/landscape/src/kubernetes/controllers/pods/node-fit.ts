import {
  controllerOf,
  type Node,
  type NodeSelectorTerm,
  type Pod,
  type PodSpec,
  type Taint,
  type Toleration,
} from '../objects';
import { parseQuantity } from '../../quantity';
import { hasLabels, meets, selects } from '../selectors';

/** Thousandths of a core, and bytes: whole numbers, so that sums do not drift. */
export interface Resources {
  cpu: number;
  memory: number;
}

// Specs of stored pods and statuses of stored nodes never change: what they say is worked out once.
const requests = new WeakMap<PodSpec, Resources>();
const capacities = new WeakMap<object, Resources & { pods: number }>();

/** What the containers of a pod ask for together. */
export function requestsOf(spec: PodSpec): Resources {
  const known = requests.get(spec);
  if (known) return known;
  const sum = spec.containers.reduce(
    ({ cpu, memory }, { resources }) => ({
      cpu: cpu + millis(resources?.requests?.cpu),
      memory: memory + amount(resources?.requests?.memory),
    }),
    { cpu: 0, memory: 0 },
  );
  requests.set(spec, sum);
  return sum;
}

function capacityOf({ status }: Node): Resources & { pods: number } {
  const { allocatable } = status ?? {};
  // A node that says nothing of its size takes everything.
  if (!allocatable) return { cpu: Infinity, memory: Infinity, pods: Infinity };
  const known = capacities.get(allocatable);
  if (known) return known;
  const capacity = {
    cpu: millis(allocatable.cpu),
    memory: amount(allocatable.memory),
    pods: amount(allocatable.pods),
  };
  capacities.set(allocatable, capacity);
  return capacity;
}

function amount(quantity: string | undefined): number {
  return Number(parseQuantity(quantity ?? '')?.nanos ?? 0n) / 1e9;
}

function millis(cpu: string | undefined): number {
  return Math.round(amount(cpu) * 1000);
}

/** The pods of one node. */
export class NodeLoad {
  readonly #pods = new Map<string, Pod>();
  readonly #byController = new Map<string, number>();
  #cpu = 0;
  #memory = 0;

  get size(): number {
    return this.#pods.size;
  }

  pods(): Iterable<Pod> {
    return this.#pods.values();
  }

  /** How many pods with the same controller there are. */
  siblings(pod: Pod): number {
    return this.#byController.get(controllerOf(pod)?.uid ?? '') ?? 0;
  }

  add(pod: Pod): void {
    if (this.#pods.has(pod.metadata.uid)) return;
    this.#pods.set(pod.metadata.uid, pod);
    this.#count(pod, 1);
  }

  remove(pod: Pod): void {
    if (this.#pods.delete(pod.metadata.uid)) this.#count(pod, -1);
  }

  /** What of the pod's wants the node cannot give, in the words of the scheduler. */
  shortages(pod: Pod, node: Node): string[] {
    const wanted = requestsOf(pod.spec);
    const capacity = capacityOf(node);
    const short: string[] = [];
    if (this.size + 1 > capacity.pods) short.push('Too many pods');
    if (this.#cpu + wanted.cpu > capacity.cpu) short.push('Insufficient cpu');
    if (this.#memory + wanted.memory > capacity.memory) {
      short.push('Insufficient memory');
    }
    return short;
  }

  #count(pod: Pod, sign: 1 | -1): void {
    const { cpu, memory } = requestsOf(pod.spec);
    this.#cpu += sign * cpu;
    this.#memory += sign * memory;
    const owner = controllerOf(pod)?.uid;
    if (!owner) return;
    const count = (this.#byController.get(owner) ?? 0) + sign;
    if (count === 0) this.#byController.delete(owner);
    else this.#byController.set(owner, count);
  }
}

/** Why a pod cannot run on a node, in the words of the scheduler; empty if it can. */
export function obstacles(pod: Pod, node: Node, load: NodeLoad): string[] {
  if (node.spec.unschedulable) return ['node(s) were unschedulable'];
  if (!matchesNode(pod.spec, node)) {
    return ["node(s) didn't match Pod's node affinity/selector"];
  }
  const taint = (node.spec.taints ?? []).find(
    ({ effect, ...rest }) =>
      effect !== 'PreferNoSchedule' &&
      !tolerates(pod.spec.tolerations, { effect, ...rest }),
  );
  if (taint) return ['node(s) had untolerated taint(s)'];
  const shortages = load.shortages(pod, node);
  if (shortages.length > 0) return shortages;
  return repels(pod, load)
    ? ["node(s) didn't match pod anti-affinity rules"]
    : [];
}

function matchesNode(spec: PodSpec, { metadata }: Node): boolean {
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
      ?.nodeSelectorTerms;
  return (
    hasLabels(metadata.labels, spec.nodeSelector) &&
    (!terms || terms.some(term => matchesTerm(term, metadata)))
  );
}

function matchesTerm(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  { labels, name }: Node['metadata'],
): boolean {
  return (
    matchExpressions.every(requirement => meets(labels, requirement)) &&
    matchFields.every(field => meets({ 'metadata.name': name }, field))
  );
}

function tolerates(tolerations: Toleration[] = [], taint: Taint): boolean {
  return tolerations.some(
    ({ key, operator = 'Equal', value = '', effect }) =>
      (!effect || effect === taint.effect) &&
      (!key || key === taint.key) &&
      (operator === 'Exists' || value === (taint.value ?? '')),
  );
}

// Only apart from each other by host: no other topology is asked for by anybody here.
function repels({ spec, metadata }: Pod, load: NodeLoad): boolean {
  const terms =
    spec.affinity?.podAntiAffinity
      ?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms
    .filter(({ topologyKey }) => topologyKey === 'kubernetes.io/hostname')
    .some(({ labelSelector }) =>
      [...load.pods()].some(
        other =>
          other.metadata.namespace === metadata.namespace &&
          selects(labelSelector, other.metadata.labels),
      ),
    );
}
