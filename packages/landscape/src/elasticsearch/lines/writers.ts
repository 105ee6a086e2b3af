import { kinds, type Pod } from '../../kubernetes/controllers/objects';
import type { KubeApi } from '../../kubernetes/types';
import { CLUSTERS, type EnvironmentName } from '../../world/company';
import { runsOf, type Run, type Talker } from '../../world/container-lines';

/** A container that has written, or could have, with all that the agent on its node adds to each line. */
export interface Writer extends Talker {
  cluster: string;
  environment: EnvironmentName;
  namespace: string;
  uid: string;
  node: string;
  labels: Readonly<Record<string, string>>;
  /** When the pod was made, in milliseconds since the epoch. */
  createdAt: number;
  runs: Run[];
  gone: boolean;
}

/** A container in a crash loop runs again and again; only so many of its runs are kept. */
const MOST_RUNS = 64;

/** Pods that went are forgotten after the retention of the indices; looked for after so many of them. */
const PRUNE_EVERY = 500;

/** Remembers the clusters' containers beyond the end of their pods: lines outlive who wrote them. */
export class Writers {
  readonly #keptMs: number;
  readonly #byPod = new Map<string, Writer>();
  readonly #byNamespace = new Map<string, Set<Writer>>();
  #departed = 0;

  constructor(keptMs: number) {
    this.#keptMs = keptMs;
  }

  /** Begins to note the pods of a cluster. Returns how to stop. */
  observe(api: KubeApi): () => void {
    const note = (pod: Pod, gone: boolean) =>
      this.#note(api.cluster, pod, gone, api.clock.now());
    for (const pod of api.list(kinds.pods)) note(pod, false);
    return api.watch(kinds.pods, ({ type, object }) =>
      note(object, type === 'DELETED'),
    );
  }

  /** All of them, those of a namespace side by side. */
  *all(): Generator<Writer> {
    for (const writers of this.#byNamespace.values()) yield* writers;
  }

  #note(cluster: string, pod: Pod, gone: boolean, now: number): void {
    const { name, uid } = pod.metadata;
    for (const container of pod.spec.containers) {
      const key = `${cluster}/${uid}/${container.name}`;
      const known = this.#byPod.get(key);
      // Who has never been on a node has not written anything.
      if (!known && (gone || !pod.spec.nodeName)) continue;
      const writer =
        known ?? this.#add(key, describe(cluster, pod, container.name));
      // An image may be changed in place; what is written belongs to the present one.
      writer.image = container.image;
      merge(writer.runs, runsOf(pod));
      if (!gone) continue;
      writer.gone = true;
      for (const run of writer.runs) run.end = Math.min(run.end, now);
      this.#departed += 1;
    }
    if (this.#departed < PRUNE_EVERY || !name) return;
    this.#departed = 0;
    this.#prune(now - this.#keptMs);
  }

  #add(key: string, writer: Writer): Writer {
    this.#byPod.set(key, writer);
    const place = `${writer.cluster}/${writer.namespace}`;
    const writers = this.#byNamespace.get(place) ?? new Set<Writer>();
    this.#byNamespace.set(place, writers.add(writer));
    return writer;
  }

  #prune(before: number): void {
    for (const [key, writer] of this.#byPod) {
      const last = writer.runs.at(-1)?.end ?? writer.createdAt;
      if (!writer.gone || last >= before) continue;
      this.#byPod.delete(key);
      this.#byNamespace
        .get(`${writer.cluster}/${writer.namespace}`)
        ?.delete(writer);
    }
  }
}

function describe(
  cluster: string,
  { metadata, spec }: Pod,
  container: string,
): Writer {
  const namespace = metadata.namespace ?? '';
  return {
    cluster,
    environment: environmentOf(cluster, namespace),
    namespace,
    pod: metadata.name,
    uid: metadata.uid,
    container,
    image: '',
    node: spec.nodeName ?? '',
    labels: metadata.labels ?? {},
    createdAt: Date.parse(metadata.creationTimestamp),
    runs: [],
    gone: false,
  };
}

/** Staging is a guest: its namespaces say so. */
function environmentOf(cluster: string, namespace: string): EnvironmentName {
  const environments =
    CLUSTERS.find(({ name }) => name === cluster)?.environments ?? [];
  return (
    environments.find(item => namespace.endsWith(`-${item}`)) ??
    environments.at(-1) ??
    'dev'
  );
}

/** A status remembers two runs at most. */
function merge(runs: Run[], told: readonly Run[]): void {
  for (const run of told) {
    const known = runs.find(({ start }) => start === run.start);
    if (known) known.end = run.end;
    else runs.push(run);
  }
  if (runs.length > MOST_RUNS) runs.splice(0, runs.length - MOST_RUNS);
}
