import { kinds, type Pod } from '../kubernetes/controllers/objects';
import type { KubeApi } from '../kubernetes/types';
import type { Role } from './history';
import type { Placement } from './placements';
import type { ServingPod } from './traffic';

/** A stretch of time in which a pod was ready. */
interface Stretch {
  from: number;
  /** Open while it still is. */
  to?: number;
}

/** A pod that was ready once. */
export interface SeenPod {
  name: string;
  image: string;
  role: Role;
  ip: string;
}

interface Entry {
  name: string;
  image: string;
  role: Role;
  ip: string;
  stretches: Stretch[];
}

/** A pod in a crash loop is ready again and again; only so many of its stretches are kept. */
const MOST_STRETCHES = 64;

/** Pods of one service on one target that are gone are forgotten beyond this many, oldest first. */
const MOST_PODS = 2000;

/**
 * Who was ready when: the memory of the clusters' pods that makes the past answerable. It watches, and never asks
 * back, so that it costs nothing but the few numbers it keeps.
 */
export class Roster {
  readonly #entries = new Map<string, Map<string, Entry>>();

  /** Begins to note the pods of a cluster. Returns how to stop. */
  observe(api: KubeApi): () => void {
    const note = (pod: Pod, gone: boolean) =>
      this.#note(api.cluster, pod, gone, api.clock.now());
    for (const pod of api.list(kinds.pods)) note(pod, false);
    return api.watch(kinds.pods, ({ type, object }) =>
      note(object, type === 'DELETED'),
    );
  }

  /** The pods of a service that were ready at that time, by name. */
  readyAt(placement: Placement, time: number): ServingPod[] {
    const { cluster, namespace, service } = placement;
    const pods = this.#entries.get(
      keyOf(cluster.name, namespace, service.name),
    );
    const ready: ServingPod[] = [];
    for (const { name, image, role, stretches } of pods?.values() ?? []) {
      const stretch = stretches.find(
        ({ from, to }) => from <= time && (to === undefined || time < to),
      );
      if (stretch) ready.push({ name, image, role, readySince: stretch.from });
    }
    return ready.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The pods of a service that were ready at any moment of [from, to), with their addresses, by name. */
  readyDuring(placement: Placement, from: number, to: number): SeenPod[] {
    const { cluster, namespace, service } = placement;
    const pods = this.#entries.get(
      keyOf(cluster.name, namespace, service.name),
    );
    return [...(pods?.values() ?? [])]
      .filter(({ stretches }) =>
        stretches.some(
          stretch =>
            stretch.from < to &&
            (stretch.to === undefined || from < stretch.to),
        ),
      )
      .map(({ name, image, role, ip }) => ({ name, image, role, ip }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #note(cluster: string, pod: Pod, gone: boolean, now: number): void {
    const facts = readPod(pod);
    if (!facts) return;
    const { name, namespace = '' } = pod.metadata;
    const pods = this.#pods(keyOf(cluster, namespace, facts.service));
    // A pod that never was ready leaves no trace.
    const ready = facts.ready && !gone;
    const known = pods.get(name);
    if (!known && !ready) return;
    const entry = known ?? {
      name,
      image: facts.image,
      role: facts.role,
      ip: facts.ip,
      stretches: [],
    };
    if (!known) pods.set(name, entry);
    const last = entry.stretches[entry.stretches.length - 1];
    const open = last && last.to === undefined;
    if (ready && !open) {
      entry.stretches.push({ from: facts.readySince ?? now });
      if (entry.stretches.length > MOST_STRETCHES) entry.stretches.shift();
      entry.image = facts.image;
    } else if (!ready && open) {
      last.to = now;
    }
    if (pods.size > MOST_PODS) forgetOldest(pods);
  }

  #pods(key: string): Map<string, Entry> {
    const known = this.#entries.get(key);
    if (known) return known;
    const made = new Map<string, Entry>();
    this.#entries.set(key, made);
    return made;
  }
}

function keyOf(cluster: string, namespace: string, service: string): string {
  return `${cluster}/${namespace}/${service}`;
}

function forgetOldest(pods: Map<string, Entry>): void {
  for (const [name, { stretches }] of pods) {
    if (stretches[stretches.length - 1]?.to === undefined) continue;
    pods.delete(name);
    return;
  }
}

function readPod({ metadata: { labels }, spec, status }: Pod) {
  const container = spec.containers.at(0);
  if (!labels?.app || !container) return undefined;
  const condition = status?.conditions?.find(({ type }) => type === 'Ready');
  const since = Date.parse(condition?.lastTransitionTime ?? '');
  return {
    service: labels.app,
    image: container.image,
    role: labels.role === 'canary' ? ('canary' as const) : ('release' as const),
    ip: status?.podIP ?? '',
    ready: condition?.status === 'True',
    readySince: Number.isNaN(since) ? undefined : since,
  };
}
