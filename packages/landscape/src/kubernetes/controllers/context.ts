import type { Clock } from '../../clock';
import type { KubeApi, KubeObject, PodRuntime, ResourceType } from '../types';
import { EventRecorder } from './events';
import type { NodeOptions } from './nodes';
import { ObjectCache } from './object-cache';
import {
  kinds,
  type Deployment,
  type EndpointSlice,
  type Node,
  type Pod,
  type ReplicaSet,
  type Service,
  type StatefulSet,
} from './objects';
import { WorkQueue, type Sync } from './work-queue';

export interface ControllerOptions {
  /** Nodes that register themselves when the controllers start. */
  nodes?: NodeOptions[];
  runtime: PodRuntime;
  /** Evenly distributed in [0, 1). */
  random: () => number;
  /** The cluster's CA as PEM, for the ConfigMap `kube-root-ca.crt` of each namespace. */
  caPem?: string;
  /**
   * True while a long past is played: pods come up in one step, nodes send no heartbeats, and no Events are
   * recorded, which would have expired by the time anybody looks.
   */
  fastForward?: () => boolean;
}

/** In a long past, rollouts are over within this time. */
const STEP_OF_THE_PAST_MS = 60_000;

/** What all controllers of one cluster share. */
export class ControllerContext {
  readonly api: KubeApi;
  readonly clock: Clock;
  readonly random: () => number;
  readonly caPem: string;
  readonly nodeOptions: NodeOptions[];
  readonly fastForward: () => boolean;
  readonly events: EventRecorder;
  readonly deployments: ObjectCache<Deployment>;
  readonly replicaSets: ObjectCache<ReplicaSet>;
  readonly statefulSets: ObjectCache<StatefulSet>;
  readonly pods: ObjectCache<Pod>;
  readonly services: ObjectCache<Service>;
  readonly endpointSlices: ObjectCache<EndpointSlice>;
  readonly nodes: ObjectCache<Node>;
  readonly #stops: (() => void)[] = [];

  constructor(api: KubeApi, options: ControllerOptions) {
    this.api = api;
    this.clock = api.clock;
    this.random = options.random;
    this.caPem = options.caPem ?? '';
    this.nodeOptions = options.nodes ?? [];
    this.fastForward = options.fastForward ?? (() => false);
    this.events = new EventRecorder(api, this.fastForward);
    this.deployments = this.#cache(kinds.deployments);
    this.replicaSets = this.#cache(kinds.replicaSets);
    this.statefulSets = this.#cache(kinds.statefulSets);
    this.pods = this.#cache(kinds.pods);
    this.services = this.#cache(kinds.services);
    this.endpointSlices = this.#cache(kinds.endpointSlices);
    this.nodes = this.#cache(kinds.nodes);
  }

  /** A work queue that ends with the controllers. */
  queue(sync: Sync): WorkQueue {
    return this.#stopped(new WorkQueue(this.clock, sync));
  }

  /**
   * A work queue of a controller that only describes what others do: of a long past it need not see every step.
   */
  observerQueue(sync: Sync): WorkQueue {
    const gatheringTime = () => (this.fastForward() ? STEP_OF_THE_PAST_MS : 0);
    return this.#stopped(new WorkQueue(this.clock, sync, gatheringTime));
  }

  #stopped(queue: WorkQueue): WorkQueue {
    this.onStop(() => queue.stop());
    return queue;
  }

  onStop(stop: () => void): void {
    this.#stops.push(stop);
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  #cache<T extends KubeObject>(type: ResourceType<T>): ObjectCache<T> {
    const cache = new ObjectCache(this.api, type);
    this.onStop(() => cache.stop());
    return cache;
  }
}
