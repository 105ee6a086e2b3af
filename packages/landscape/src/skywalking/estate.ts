import { BACKING_STORES, type BackingStore } from '../world/backing-stores';
import type { EnvironmentName } from '../world/company';
import type { Stage } from '../world/journeys';
import type { Placement } from '../world/placements';
import type { SeenPod } from '../world/roster';
import type { Platform, Service } from '../world/service';
import type { World } from '../world/world';
import { endpointNamesOf } from './endpoint-names';
import { partIdOf, serviceIdOf, type ServiceName } from './ids';

/** A service that reports by an agent. */
export interface AgentService extends ServiceName {
  real: true;
  id: string;
  service: Service;
  /** Its targets in the environment. */
  placements: readonly Placement[];
  endpoints: readonly string[];
}

/** What agents only know as the far end of their calls. */
export interface ConjecturedService extends ServiceName {
  real: false;
  id: string;
  store: BackingStore;
  layer: string;
  callers: readonly AgentService[];
}

/** A pod as an instance of its service. */
export interface Instance {
  id: string;
  pod: SeenPod;
  placement: Placement;
}

const STORE_LAYERS: Record<BackingStore['type'], string> = {
  database: 'VIRTUAL_DATABASE',
  cache: 'VIRTUAL_CACHE',
  queue: 'VIRTUAL_MQ',
};

const STORE_PORTS: Record<BackingStore['type'], number> = {
  database: 3306,
  cache: 6379,
  queue: 9092,
};

export const LANGUAGES: Record<Platform, string> = {
  java: 'JAVA',
  node: 'NODEJS',
  dotnet: 'DOTNET',
  nginx: 'LUA',
};

/** Where agents see a store: host and port, by which the OAP names it. */
export function addressOf({ name, type }: BackingStore): string {
  return `${name}:${STORE_PORTS[type]}`;
}

/** What the OAP of one environment knows of: the services there, their pods, and what they call. */
export class Estate {
  readonly #world: World;
  readonly #isEmpty: () => boolean;
  readonly environment: EnvironmentName;

  constructor(options: {
    world: World;
    environment: EnvironmentName;
    /** Whether it has to seem as if nobody had ever reported anything. */
    isEmpty: () => boolean;
  }) {
    this.#world = options.world;
    this.#isEmpty = options.isEmpty;
    this.environment = options.environment;
  }

  /** Those that report, the company's own first. */
  agents(): AgentService[] {
    if (this.#isEmpty()) return [];
    const found = new Map<string, Placement[]>();
    for (const placement of this.#world.placements) {
      if (placement.environment !== this.environment) continue;
      const { name } = placement.service;
      const known = found.get(name);
      if (known) known.push(placement);
      else found.set(name, [placement]);
    }
    return [...found].map(([name, placements]) =>
      agentService(name, placements),
    );
  }

  agent(name: string): AgentService | undefined {
    if (this.#isEmpty()) return undefined;
    const placements = this.#world.placements.filter(
      ({ environment, service }) =>
        environment === this.environment && service.name === name,
    );
    return placements.length > 0 ? agentService(name, placements) : undefined;
  }

  /** Databases, caches and queues that somebody here calls. */
  conjectured(): ConjecturedService[] {
    const agents = this.agents();
    return BACKING_STORES.flatMap(store => {
      const callers = agents.filter(({ service }) =>
        service.calls.some(({ to }) => to === store.name),
      );
      if (callers.length === 0) return [];
      const name = addressOf(store);
      return [
        {
          name,
          real: false as const,
          id: serviceIdOf({ name, real: false }),
          store,
          layer: STORE_LAYERS[store.type],
          callers,
        },
      ];
    });
  }

  /** The pods of a service that took requests in [from, to). */
  instances(
    { name, real, placements }: AgentService,
    from: number,
    to: number,
  ) {
    return placements.flatMap(placement =>
      this.#world.roster
        .readyDuring(placement, from, Math.min(to, this.#world.clock.now() + 1))
        .map(
          (pod): Instance => ({
            id: partIdOf({ name, real }, pod.name),
            pod,
            placement,
          }),
        ),
    );
  }

  /** The clusters on which journeys happen here. */
  stages(): Stage[] {
    if (this.#isEmpty()) return [];
    const stages = new Map<string, Stage>();
    for (const { environment, cluster } of this.#world.placements) {
      if (environment !== this.environment) continue;
      stages.set(cluster.name, { environment, cluster });
    }
    return [...stages.values()];
  }
}

function agentService(name: string, placements: Placement[]): AgentService {
  const [{ service }] = placements;
  return {
    name,
    real: true,
    id: serviceIdOf({ name, real: true }),
    service,
    placements,
    endpoints: endpointNamesOf(placements[0]),
  };
}
