import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { ServiceUnavailableError, isError } from '@backstage/errors';
import { principalOf, SharedAnswers } from '@pilothouse/pilothouse-node';
import {
  deploymentsOf,
  targetId,
  type Workload,
} from '@pilothouse/plugin-release-common';
import type { WorkloadReader } from '@pilothouse/plugin-release-node';
import type { ScopedTarget } from '../query/lineFilter';

/** Many look at the same; what an entity has where changes with a deployment of a new Deployment. */
const KEEP_MS = 5_000;
const MOST_KEPT = 1_000;
/** A search has to be told in 3 s whatever happens: the rest is for the store. */
const TIMEOUT_MS = 2_000;

export interface EntityTarget extends ScopedTarget {
  workloads: readonly Workload[];
}

interface Options {
  auth: AuthService;
  workloads: Pick<WorkloadReader, 'list'>;
  clock: () => number;
}

/** Where an entity runs, as far as who asks may see it: the release backend says so, in their name. */
export class EntityTargets {
  readonly #options: Options;
  readonly #kept: SharedAnswers<readonly EntityTarget[]>;

  constructor(options: Options) {
    this.#options = options;
    this.#kept = new SharedAnswers({
      keepMs: KEEP_MS,
      most: MOST_KEPT,
      clock: options.clock,
    });
  }

  /** @throws what the release backend refuses; ServiceUnavailableError where it does not answer */
  of(
    entityRef: string,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<readonly EntityTarget[]> {
    const { key } = principalOf(this.#options.auth, credentials);
    return this.#kept.get(
      JSON.stringify([key, entityRef]),
      within => this.#ask(entityRef, credentials, within),
      signal,
    );
  }

  async #ask(
    entityRef: string,
    credentials: BackstageCredentials,
    signal: AbortSignal,
  ): Promise<readonly EntityTarget[]> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const { workloads } = await this.#options.workloads.list(
        entityRef,
        credentials,
        AbortSignal.any([signal, timeout]),
      );
      return byTarget(workloads);
    } catch (error) {
      signal.throwIfAborted();
      const isAnswer = isError(error) && error.name === 'ResponseError';
      if (isAnswer) throw error;
      throw new ServiceUnavailableError(
        `What runs of ${entityRef} cannot be found out: the release backend does not answer`,
        error,
      );
    }
  }
}

function byTarget(workloads: readonly Workload[]): EntityTarget[] {
  const targets = new Map<string, Workload[]>();
  for (const workload of workloads) {
    const id = targetId(workload.target);
    targets.set(id, [...(targets.get(id) ?? []), workload]);
  }
  return [...targets.values()].map(own => ({
    target: own[0].target,
    workloads: own,
    deployments: own.flatMap(deploymentsOf),
  }));
}
