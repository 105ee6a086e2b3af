import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { principalOf, SharedAnswers } from '@pilothouse/pilothouse-node';
import {
  deploymentsOf,
  type ScopedDeployment,
  type Target,
} from '@pilothouse/plugin-release-common';
import type {
  EntityPod,
  WorkloadReader,
} from '@pilothouse/plugin-release-node';

const KEEP_PODS_MS = 5_000;
const MOST_KEPT = 1_000;

/** A Deployment of the entity, and where it is. */
export interface PlacedDeployment extends ScopedDeployment {
  target: Target;
}

/** Pods of an entity in one environment, as the asker may see them. */
export interface KnownPods {
  pods: readonly EntityPod[];
  /** What pods that are gone were called after. */
  deployments: readonly PlacedDeployment[];
  /** Whether some could not be read. */
  isPartial: boolean;
}

interface Options {
  auth: AuthService;
  workloads: Pick<WorkloadReader, 'list' | 'pods'>;
  clock?: () => number;
}

/** Reads the pods of entities, once for all questions of one person at the same time. */
export class EntityPodsReader {
  readonly #options: Options;
  readonly #kept: SharedAnswers<KnownPods>;

  constructor(options: Options) {
    this.#options = options;
    this.#kept = new SharedAnswers({
      keepMs: KEEP_PODS_MS,
      most: MOST_KEPT,
      clock: options.clock,
    });
  }

  /** @returns `undefined` when they cannot be read: refused, away, or not in time */
  async read(
    entityRef: string,
    environment: string,
    credentials: BackstageCredentials,
    timeoutMs: number,
  ): Promise<KnownPods | undefined> {
    if (timeoutMs <= 0) return undefined;
    const { auth, workloads } = this.#options;
    const { key: who } = principalOf(auth, credentials);
    try {
      return await this.#kept.get(
        JSON.stringify([who, entityRef, environment]),
        async signal => {
          const all = await workloads.list(entityRef, credentials, signal);
          const own = all.workloads.filter(
            ({ target }) => target.environment === environment,
          );
          const { pods, unread } = await workloads.pods(
            entityRef,
            own,
            credentials,
            signal,
          );
          return {
            pods,
            deployments: own.flatMap(workload =>
              deploymentsOf(workload).map(deployment => ({
                ...deployment,
                target: workload.target,
              })),
            ),
            isPartial: unread.length > 0 || all.problems.some(isBlind),
          };
        },
        AbortSignal.timeout(timeoutMs),
      );
    } catch {
      // What they would have added is left out, and said.
      return undefined;
    }
  }
}

function isBlind({ code }: { code: string }): boolean {
  return code === 'not-read' || code === 'forbidden' || code === 'cut';
}
