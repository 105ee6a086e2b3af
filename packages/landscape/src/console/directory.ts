import type { SimulatedClock } from '../clock';
import type { KubeApi } from '../kubernetes/types';
import type { OwnFault } from '../own-faults';
import type { Placement } from '../world/placements';
import type { Service } from '../world/service';
import type { World } from '../world/world';
import { ControlError } from './control-error';

export const FAULT_MODES = [
  'none',
  'hang',
  'refuse',
  'unauthorized',
  'error',
  'slow',
] as const;

/** How a cluster or another system misbehaves. */
export interface Fault {
  mode: (typeof FAULT_MODES)[number] | OwnFault;
  /** Of every answer, when slow. */
  delayMs: number;
}

/** A cluster as the console sees it. */
export interface ControlledCluster {
  name: string;
  url: string;
  api: KubeApi;
  getFault(): Fault;
  setFault(fault: Fault): void;
  requestCount(): number;
}

/** Another system of the company as the console sees it. */
export type ControlledSystem = Omit<ControlledCluster, 'api'>;

/** What the console works on. */
export interface ControlledLandscape {
  world: World;
  clock: SimulatedClock;
  clusters: readonly ControlledCluster[];
  systems: readonly ControlledSystem[];
}

/** Where a service runs, as somebody names it from outside. */
export interface TargetName {
  cluster: string;
  namespace: string;
  service: string;
}

/** Finds things by the names that requests give them. */
export class Directory {
  readonly #world: World;
  readonly #clusters: readonly ControlledCluster[];
  readonly #systems: readonly ControlledSystem[];

  constructor({ world, clusters, systems }: ControlledLandscape) {
    this.#world = world;
    this.#clusters = clusters;
    this.#systems = systems;
  }

  /** @throws ControlError 404 naming the clusters that there are. */
  cluster(name: string): ControlledCluster {
    const found = this.#clusters.find(item => item.name === name);
    if (found) return found;
    throw new ControlError(404, `There is no cluster "${name}"`, {
      field: 'cluster',
      allowed: this.#clusters.map(item => item.name),
    });
  }

  /** @throws ControlError 404 naming the systems that there are. */
  system(name: string): ControlledSystem {
    const found = this.#systems.find(item => item.name === name);
    if (found) return found;
    throw new ControlError(404, `There is no system "${name}"`, {
      field: 'system',
      allowed: this.#systems.map(item => item.name),
    });
  }

  /** @throws ControlError 404 naming the services that there are. */
  service(name: string): Service {
    const found = this.#world.services.find(item => item.name === name);
    if (found) return found;
    throw new ControlError(404, `There is no service "${name}"`, {
      field: 'service',
      allowed: this.#world.services.map(item => item.name),
    });
  }

  /** @throws ControlError 404 naming the namespaces in which the service runs. */
  placement({ cluster, namespace, service }: TargetName): Placement {
    this.cluster(cluster);
    this.service(service);
    const found = this.#world.placementOf(cluster, namespace, service);
    if (found) return found;
    throw new ControlError(
      404,
      `${service} does not run in namespace "${namespace}" of ${cluster}`,
      {
        field: 'namespace',
        allowed: this.#world.placements
          .filter(
            item =>
              item.service.name === service && item.cluster.name === cluster,
          )
          .map(item => item.namespace),
      },
    );
  }
}
