import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  ReleaseClient,
  type Pod,
  type Workload,
  type WorkloadList,
} from '@pilothouse/plugin-release-common';

/** Workloads whose pods are asked for at the same time. */
const AT_ONCE = 6;

/** A pod of an entity, and where it runs. */
export interface EntityPod extends Pod {
  workload: Pick<Workload, 'id' | 'target' | 'name'>;
}

/** Pods of an entity, with those workloads of which they could not be read. */
export interface EntityPods {
  pods: readonly EntityPod[];
  unread: readonly Pick<Workload, 'id' | 'target' | 'name'>[];
}

interface Options {
  auth: AuthService;
  discovery: DiscoveryService;
  /** For tests. */
  fetch?: typeof fetch;
}

/**
 * What runs of an entity, as its asker may see it: the release backend is asked in their name, and shows only
 * namespaces that are granted to the entity's owners.
 */
export class WorkloadReader {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws ResponseError as the release backend refuses it */
  async list(
    entityRef: string,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<WorkloadList> {
    return this.#clientFor(credentials).listWorkloads(
      { entityRef },
      { signal },
    );
  }

  /**
   * The pods of these workloads; one whose pods cannot be read costs only its own.
   *
   * @throws what the signal says when it is aborted
   */
  async pods(
    entityRef: string,
    workloads: readonly Workload[],
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<EntityPods> {
    const client = this.#clientFor(credentials);
    const pods: EntityPod[] = [];
    const unread: EntityPods['unread'][number][] = [];
    const queue = [...workloads];
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const { id, target, name } = next;
        const workload = { id, target, name };
        try {
          const list = await client.listPods(
            { entityRef, workloadId: id },
            { signal },
          );
          pods.push(...list.pods.map(pod => ({ ...pod, workload })));
        } catch {
          signal?.throwIfAborted();
          unread.push(workload);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return { pods, unread };
  }

  #clientFor(credentials: BackstageCredentials): ReleaseClient {
    const { auth, discovery, fetch: send = fetch } = this.#options;
    return new ReleaseClient({
      discoveryApi: discovery,
      fetchApi: {
        fetch: async (input, init) => {
          const { token } = await auth.getPluginRequestToken({
            onBehalfOf: credentials,
            targetPluginId: 'release',
          });
          const headers = new Headers(init?.headers);
          headers.set('authorization', `Bearer ${token}`);
          return send(input, { ...init, headers });
        },
      },
    });
  }
}
