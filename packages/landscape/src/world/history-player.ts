import type { SimulatedClock } from '../clock';
import { resources } from '../kubernetes/resources';
import type { Json, KubeApi, WriteOptions } from '../kubernetes/types';
import type { ClusterSpec } from './company';
import { installedAt, MEMORY, MINUTE, type Role, type Step } from './history';
import type { Manifest } from './manifests/manifest';
import { namespaceManifests } from './manifests/namespaces';
import { READY_AFTER } from './manifests/pod-template';
import { redisManifests } from './manifests/redis';
import {
  CHANGE_CAUSE,
  deploymentName,
  serviceManifests,
} from './manifests/service';
import { imageOf, type Placement } from './placements';
import { takeStock } from './stock';
import type { World } from './world';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

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
  /** What `kubectl apply` last sent, by placement and role: the pipeline sends it again with another image. */
  readonly #applied = new Map<string, Manifest['object']>();

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
    for (const item of [
      ...namespaceManifests(cluster),
      ...redisManifests(cluster),
    ]) {
      apply(api, item);
    }
  }

  #install(placement: Placement): void {
    const version = this.#world.firstVersion(placement.service);
    const api = this.#api(placement.cluster.name);
    for (const item of serviceManifests(placement, version)) {
      apply(api, item);
      if (item.type.kind === 'Deployment') {
        this.#applied.set(
          keyOf(placement, item.object.metadata.name),
          item.object,
        );
      }
    }
  }

  #act({ placement, by, manager, action }: Step): void {
    const options = { manager };
    switch (action.kind) {
      case 'release':
        this.#setImage(placement, 'release', by, action, options);
        break;
      case 'canary':
        this.#setImage(placement, 'canary', by, action, options);
        this.#scale(placement, 'canary', action.replicas, options);
        break;
      case 'scale':
        this.#scale(placement, action.role, action.replicas, options);
        break;
      case 'restart': {
        const api = this.#api(placement.cluster.name);
        this.#patch(placement, 'release', options, {
          spec: {
            template: {
              metadata: {
                annotations: { [RESTARTED_AT]: isoSeconds(api.clock.now()) },
              },
            },
          },
        });
        break;
      }
      default:
        action satisfies never;
    }
  }

  #setImage(
    placement: Placement,
    role: Role,
    by: string,
    release: { version: string; note: string; readyAfter?: string },
    options: WriteOptions,
  ): void {
    const { service, environment } = placement;
    const image = imageOf(service, release.version, environment);
    const annotations = {
      [CHANGE_CAUSE]: `${release.version}: ${release.note} (${by})`,
    };
    const template = {
      ...(release.readyAfter && {
        metadata: { annotations: { [READY_AFTER]: release.readyAfter } },
      }),
      spec: { containers: [{ name: service.name, image }] },
    };
    if (options.manager === 'gitlab-runner') {
      const applied = this.#reapplied(placement, role, image);
      this.#patch(placement, role, options, {
        metadata: { annotations: { ...annotations, [LAST_APPLIED]: applied } },
        spec: { template },
      });
    } else if (options.manager === 'pilothouse') {
      const { name, namespace, object } = this.#deployment(placement, role);
      this.#api(placement.cluster.name).patch(
        resources.deployments,
        namespace,
        name,
        {
          type: 'apply',
          body: {
            ...object,
            metadata: { name, namespace, annotations },
            spec: { template },
          },
        },
        { ...options, force: true },
      );
    } else {
      this.#patch(placement, role, options, {
        metadata: { annotations },
        spec: { template },
      });
    }
  }

  #scale(
    placement: Placement,
    role: Role,
    replicas: number,
    options: WriteOptions,
  ): void {
    const { name, namespace } = this.#deployment(placement, role);
    this.#api(placement.cluster.name).patch(
      resources.deployments,
      namespace,
      name,
      { type: 'merge', body: { spec: { replicas } } },
      { ...options, subresource: 'scale' },
    );
  }

  #patch(
    placement: Placement,
    role: Role,
    options: WriteOptions,
    body: Json,
  ): void {
    const { name, namespace } = this.#deployment(placement, role);
    this.#api(placement.cluster.name).patch(
      resources.deployments,
      namespace,
      name,
      { type: 'strategic', body },
      options,
    );
  }

  /** The manifest that the pipeline sends, as kubectl notes it down. */
  #reapplied(placement: Placement, role: Role, image: string): string {
    const key = keyOf(placement, deploymentName(placement.service, role));
    const before = this.#applied.get(key);
    const text = JSON.stringify(before ?? {}).replace(
      /"image":"[^"]*"/,
      `"image":${JSON.stringify(image)}`,
    );
    this.#applied.set(key, JSON.parse(text));
    return `${text}\n`;
  }

  #deployment({ service, namespace }: Placement, role: Role) {
    return {
      name: deploymentName(service, role),
      namespace,
      object: { apiVersion: 'apps/v1', kind: 'Deployment' },
    };
  }

  #api(cluster: string): KubeApi {
    const api = this.#apis.get(cluster);
    if (!api) throw new Error(`No cluster named ${cluster} to play history on`);
    return api;
  }
}

/** Creates an object as `kubectl apply` does, with the note that kubectl leaves on it. */
function apply(api: KubeApi, { type, object }: Manifest): void {
  const metadata = { annotations: {}, ...object.metadata };
  const applied = JSON.stringify({ ...object, metadata });
  const annotations = {
    ...metadata.annotations,
    [LAST_APPLIED]: `${applied}\n`,
  };
  api.create(
    type,
    { ...object, metadata: { ...metadata, annotations } },
    { manager: 'kubectl-client-side-apply', fieldValidation: 'Strict' },
  );
}

function keyOf(placement: Placement, deployment: string): string {
  return `${placement.id}/${deployment}`;
}

function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
