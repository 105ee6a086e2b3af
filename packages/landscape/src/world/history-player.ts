import type { SimulatedClock } from '../clock';
import type { KubeApi } from '../kubernetes/types';
import type { ClusterSpec } from './company';
import { DeploymentWriter } from './deployment-writer';
import {
  EARLY_SURGE,
  installedAt,
  MEMORY,
  MINUTE,
  type Role,
  type Step,
} from './history';
import { createApplied } from './last-applied';
import { namespaceManifests } from './manifests/namespaces';
import { redisManifests } from './manifests/redis';
import { reportCenterManifests } from './manifests/report-center';
import { serviceManifests } from './manifests/service';
import type { Placement } from './placements';
import { takeStock } from './stock';
import type { World } from './world';

interface Scene {
  at: number;
  play(): void;
}

/**
 * Plays the world's history through the API servers, so that revisions, field owners, ages and events come about as
 * they do in a real cluster. The clock has to stand `MEMORY` before the world's birth, and stands there afterwards.
 */
export function playHistory(options: {
  world: World;
  clock: SimulatedClock;
  /** By the cluster's name. */
  apis: ReadonlyMap<string, KubeApi>;
}): void {
  const { world, clock, apis } = options;
  const player = new Player(world, apis);
  const scenes = [...player.scenes()].sort((a, b) => a.at - b.at);
  for (const scene of scenes) {
    clock.advance(Math.max(0, scene.at - clock.now()));
    scene.play();
  }
  clock.advance(Math.max(0, world.bornAt - clock.now()));
}

class Player {
  readonly #world: World;
  readonly #apis: ReadonlyMap<string, KubeApi>;
  /** By placement and role. */
  readonly #writers = new Map<string, DeploymentWriter>();

  constructor(world: World, apis: ReadonlyMap<string, KubeApi>) {
    this.#world = world;
    this.#apis = apis;
  }

  *scenes(): Generator<Scene> {
    const { placements, history, bornAt, seed } = this.#world;
    const clusters = new Set(placements.map(({ cluster }) => cluster));
    for (const cluster of clusters) {
      yield {
        at: bornAt - MEMORY + 10 * MINUTE,
        play: () => this.#furnish(cluster),
      };
    }
    for (const placement of placements) {
      yield {
        at: installedAt(placement, bornAt, seed),
        play: () => this.#install(placement),
      };
    }
    for (const step of history) {
      yield { at: step.at, play: () => this.#act(step) };
    }
    for (const cluster of clusters) {
      yield {
        at: bornAt - MINUTE,
        play: () => takeStock(this.#api(cluster.name)),
      };
    }
  }

  #furnish(cluster: ClusterSpec): void {
    const api = this.#api(cluster.name);
    const manifests = [
      ...namespaceManifests(cluster),
      ...redisManifests(cluster),
      // A landscape without a past has nothing old.
      ...(cluster.name === 'dev' && this.#world.history.length > 0
        ? reportCenterManifests()
        : []),
    ];
    for (const item of manifests) createApplied(api, item);
  }

  #install(placement: Placement): void {
    const { history, firstVersion } = this.#world;
    const version = firstVersion(placement.service);
    const image = this.#image(placement, version);
    const cause = `${version}: first in this cluster 首次部署`;
    const api = this.#api(placement.cluster.name);
    const traits = {
      release: {
        image,
        cause,
        maxSurge: history.length > 0 ? EARLY_SURGE : 1,
      },
      canary: { image, cause, maxSurge: 1 },
    };
    for (const item of serviceManifests(placement, traits)) {
      createApplied(api, item);
    }
    for (const role of ['release', 'canary'] as const) {
      this.#writers.set(
        `${placement.id}/${role}`,
        new DeploymentWriter(api, placement, role, traits[role]),
      );
    }
  }

  #act({ placement, by, manager, action }: Step): void {
    const release = this.#writer(placement, 'release');
    const canary = this.#writer(placement, 'canary');
    switch (action.kind) {
      case 'release':
        release.setImage(manager, this.#change(placement, action, by));
        break;
      case 'canary':
        canary.setImage(manager, this.#change(placement, action, by));
        canary.scale(manager, action.replicas);
        break;
      case 'scale':
        this.#writer(placement, action.role).scale(manager, action.replicas);
        break;
      case 'restart':
        release.restart(manager);
        break;
      case 'surge':
        release.setMaxSurge(manager, action.maxSurge);
        break;
      default:
        action satisfies never;
    }
  }

  #change(
    placement: Placement,
    action: { version: string; note: string; readyAfter?: string },
    by: string,
  ) {
    return {
      image: this.#image(placement, action.version),
      cause: causeOf(action, by),
      readyAfter: action.readyAfter,
    };
  }

  #image({ service, environment }: Placement, version: string): string {
    return this.#world.images.imageOf(service, version, environment);
  }

  #writer(placement: Placement, role: Role): DeploymentWriter {
    const writer = this.#writers.get(`${placement.id}/${role}`);
    if (!writer) throw new Error(`${placement.id} has not been installed yet`);
    return writer;
  }

  #api(cluster: string): KubeApi {
    const api = this.#apis.get(cluster);
    if (!api) throw new Error(`No cluster named ${cluster} to play history on`);
    return api;
  }
}

/** What `kubectl rollout history` says about a change. */
function causeOf(change: { version: string; note: string }, by: string) {
  return `${change.version}: ${change.note} (${by})`;
}
