import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { ServiceUnavailableError, isError } from '@backstage/errors';
import { principalOf, SharedAnswers } from '@pilothouse/pilothouse-node';
import {
  deploymentsOf,
  targetId,
  type Message,
  type Workload,
  type WorkloadList,
} from '@pilothouse/plugin-release-common';
import type { WorkloadReader } from '@pilothouse/plugin-release-node';
import type { ScopedTarget } from '../query/lineFilter';
import { unknownTargets } from './unknownTargets';

/** Many look at the same; what an entity has where changes with a deployment of a new Deployment. */
const KEEP_MS = 5_000;
const MOST_KEPT = 1_000;
/** A search has to be told in 3 s whatever happens: the rest is for the store. */
const TIMEOUT_MS = 2_000;

export interface EntityTarget extends ScopedTarget {
  workloads: readonly Workload[];
}

/** Where an entity runs, as far as it is known. */
export interface EntityPlaces {
  targets: readonly EntityTarget[];
  /** What is not known: see {@link unknownTargets}. */
  unknown: readonly Message[];
  /** With targets, or with clusters of which it is not known; in order of promotion. */
  environments: readonly string[];
}

interface Options {
  auth: AuthService;
  workloads: Pick<WorkloadReader, 'list'>;
  clock: () => number;
}

/** Where an entity runs, as far as who asks may see it: the release backend says so, in their name. */
export class EntityTargets {
  readonly #options: Options;
  readonly #kept: SharedAnswers<EntityPlaces>;

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
  ): Promise<EntityPlaces> {
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
  ): Promise<EntityPlaces> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const list = await this.#options.workloads.list(
        entityRef,
        credentials,
        AbortSignal.any([signal, timeout]),
      );
      return placesOf(list);
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

function placesOf(list: WorkloadList): EntityPlaces {
  const targets = byTarget(list.workloads);
  const unknown = unknownTargets(list);
  const used = new Set([
    ...targets.map(({ target }) => target.environment),
    ...unknown.flatMap(({ params: { environment } }) =>
      environment === undefined ? [] : String(environment),
    ),
  ]);
  const inOrder = list.environments
    .map(({ name }) => name)
    .filter(name => used.has(name));
  return {
    targets,
    unknown,
    environments: [...new Set([...inOrder, ...used])],
  };
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
