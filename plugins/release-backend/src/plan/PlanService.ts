import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  releaseRolloutCreatePermission,
  type Environment,
  type PlanRequest,
  type RolloutPlan,
  type RolloutStep,
  type Workload,
  type WorkloadList,
} from '@pilothouse/plugin-release-common';
import type { Environments } from '../config/Environments';
import type { Policies } from '../policy/Policies';
import { readPolicyAnnotation } from '../policy/policyAnnotation';
import { entityPolicy, resolvePolicy } from '../policy/resolvePolicy';
import type { RolloutStore } from '../rollout/ports';
import { planSteps } from '../rollout/steps/planSteps';
import type { WorkloadService } from '../services/WorkloadService';
import type { StageAccess } from '../stage/StageAccess';
import { planFindings } from './findings/planFindings';
import { gateReason } from './gateReason';
import type { PlanScene } from './PlanScene';
import { planView } from './planView';
import type { Freezes, Subject, Subjects, TrafficEvidence } from './ports';
import { recordedTemplate } from './recordedRelease';
import type { TargetScenes } from './TargetScenes';
import { parseVersion } from './wantedImage';

interface Options {
  access: StageAccess;
  environments: Environments;
  freezes: Freezes;
  policies: Policies;
  scenes: TargetScenes;
  store: Pick<RolloutStore, 'activeOn'>;
  subjects: Subjects;
  traffic: TrafficEvidence;
  workloads: WorkloadService;
  clock: () => number;
}

/** A plan, and what it was made of. */
export interface Planned {
  plan: RolloutPlan;
  scene: PlanScene;
  subject: Subject;
  steps: RolloutStep[];
}

interface How {
  /** What a cluster said a moment ago to the same dry run holds. */
  tried: boolean;
  signal: AbortSignal;
}

/** Says what a rollout would do. Nothing is written: what clusters are asked for is a dry run. */
export class PlanService {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * @throws InputError that names the field and what it may be; NotFoundError, NotAllowedError
   */
  plan(
    request: PlanRequest,
    credentials: BackstageCredentials,
    signal: AbortSignal,
  ): Promise<Planned> {
    const { access } = this.#options;
    const permission = releaseRolloutCreatePermission;
    return this.#plan(request, credentials, {
      signal,
      tried: false,
      allowed: () => access.require(credentials, permission, request),
    });
  }

  /**
   * Plans once more what somebody has seen and said yes to. All of it is looked at again; only what a cluster has said a
   * moment ago to the same write on the same version of a Deployment is not asked for a second time.
   *
   * @param allowed - throws NotAllowedError for who may not start it
   */
  planAgain(
    request: PlanRequest,
    credentials: BackstageCredentials,
    options: { signal: AbortSignal; allowed: () => Promise<unknown> },
  ): Promise<Planned> {
    return this.#plan(request, credentials, { ...options, tried: true });
  }

  async #plan(
    request: PlanRequest,
    credentials: BackstageCredentials,
    { allowed, ...how }: How & { allowed: () => Promise<unknown> },
  ): Promise<Planned> {
    const { subjects, clock } = this.#options;
    const environment = this.#environmentOf(request);
    const [opened, permitted] = await Promise.allSettled([
      subjects.open(request.entityRef, credentials),
      allowed(),
    ]);
    // In this order: who may not see the entity is not told what they may not do with it.
    if (opened.status === 'rejected') throw opened.reason;
    if (permitted.status === 'rejected') throw permitted.reason;
    const subject = opened.value;
    const scene = await this.#scene(request, environment, subject, how);
    const steps = planSteps(
      scene,
      scene.targets.map(({ workload }) => workload.id),
    );
    const findings = planFindings(scene);
    const plan = planView(scene, steps, findings, clock());
    return { plan, scene, subject, steps };
  }

  #environmentOf({ environment, clusters = [] }: PlanRequest): Environment {
    const { list } = this.#options.environments;
    const found = list.find(({ name }) => name === environment);
    if (!found) {
      const names = list.map(({ name }) => name).join(', ');
      throw new InputError(
        `Body field environment: has to be one of ${
          names || '(none is configured)'
        }`,
      );
    }
    for (const cluster of clusters) {
      if (found.clusters.includes(cluster)) continue;
      throw new InputError(
        `Body field clusters: has to name clusters of ${environment}: ${found.clusters.join(
          ', ',
        )}`,
      );
    }
    return found;
  }

  async #scene(
    request: PlanRequest,
    environment: Environment,
    subject: Subject,
    { signal, tried }: How,
  ): Promise<PlanScene> {
    const { policies, workloads, scenes, store, freezes, traffic } =
      this.#options;
    const { binding, annotations, system } = subject;
    const { entityRef } = binding;
    const version = parseVersion(request.version);
    const { policy, underMinimum } = resolvePolicy(
      entityPolicy(
        policies.of(environment),
        readPolicyAnnotation(entityRef, annotations),
      ),
      { ...request.policy, strategy: request.strategy },
    );
    const strategy = policy.strategy === 'rolling' ? 'rolling' : 'canary';
    const list = await workloads.list(binding);
    const { name, chosen } = chosenWorkloads(request, environment, list);
    const ids = chosen.map(({ id }) => id);
    const [targets, active, freeze, reason] = await Promise.all([
      Promise.all(
        chosen.map((workload, at) =>
          scenes.of(binding, {
            workload,
            version,
            usesCanary:
              strategy === 'canary' && (at === 0 || policy.canaryPerCluster),
            recorded: id => this.#recorded(request, id),
            tried,
            signal,
          }),
        ),
      ),
      store.activeOn(ids),
      freezes.activeFor({ environment: environment.name, system }),
      gateReason({
        policy,
        strategy,
        protected: environment.protected,
        subject,
        chosen,
        traffic,
        signal,
      }),
    ]);
    const { supersedes } = request;
    if (
      supersedes !== undefined &&
      !active.some(({ definition }) => definition.id === supersedes)
    ) {
      throw new InputError(
        active.length > 0
          ? `Body field supersedes: has to be the id of the active rollout, ${active
              .map(({ definition }) => definition.id)
              .join(', ')}`
          : 'Body field supersedes: no rollout is active that could be superseded; leave it out',
      );
    }
    return {
      entityRef,
      environment: environment.name,
      protected: environment.protected,
      name,
      strategy,
      policy,
      underMinimum,
      targets,
      missing: missingClusters(request, environment, list, chosen),
      active: active.map(({ definition }) => ({
        id: definition.id,
        author: definition.author,
        workloadIds: definition.targets.map(({ workloadId }) => workloadId),
      })),
      supersedes,
      freeze,
      gateReason: reason,
    };
  }

  /** What the superseded rollout takes the release back to, where it has begun to promote it. */
  async #recorded({ supersedes }: PlanRequest, workloadId: string) {
    if (supersedes === undefined) return undefined;
    const active = await this.#options.store.activeOn([workloadId]);
    const superseded = active.find(
      ({ definition }) => definition.id === supersedes,
    );
    return superseded && recordedTemplate(superseded, workloadId);
  }
}

/** The workloads of one name in the environment, in the order in which its clusters are to be served. */
function chosenWorkloads(
  { name, clusters, entityRef }: PlanRequest,
  environment: Environment,
  { workloads, problems }: WorkloadList,
): { name: string; chosen: Workload[] } {
  const here = workloads.filter(
    ({ target }) => target.environment === environment.name,
  );
  const names = [...new Set(here.map(workload => workload.name))];
  const wanted = name ?? (names.length === 1 ? names[0] : undefined);
  if (names.length === 0) {
    const why = problems.map(({ code }) => code).join(', ');
    throw new NotFoundError(
      `${entityRef} has no workload in ${environment.name}${
        why ? ` (${why})` : ''
      }`,
    );
  }
  if (wanted === undefined || !names.includes(wanted)) {
    throw new InputError(
      `Body field name: has to be one of ${names.join(', ')}`,
    );
  }
  const order = environment.clusters;
  const chosen = here
    .filter(
      ({ name: own, target }) =>
        own === wanted && (clusters?.includes(target.cluster) ?? true),
    )
    .sort(
      (one, other) =>
        order.indexOf(one.target.cluster) - order.indexOf(other.target.cluster),
    );
  if (chosen.length === 0) {
    throw new NotFoundError(
      `${entityRef} has no workload ${wanted} on ${clusters?.join(', ')}`,
    );
  }
  return { name: wanted, chosen };
}

/** Clusters of which nobody knows whether the workload is there, and those that were named and do not have it. */
function missingClusters(
  { clusters: asked }: PlanRequest,
  environment: Environment,
  { clusters }: WorkloadList,
  chosen: readonly Workload[],
): PlanScene['missing'] {
  return environment.clusters
    .filter(
      cluster =>
        (asked?.includes(cluster) ?? true) &&
        chosen.every(({ target }) => target.cluster !== cluster),
    )
    .map((cluster): PlanScene['missing'][number] => ({
      cluster,
      status:
        clusters.find(({ name }) => name === cluster)?.status ?? 'unknown',
    }))
    .filter(
      ({ status }) =>
        asked !== undefined || (status !== 'live' && status !== 'stale'),
    );
}
