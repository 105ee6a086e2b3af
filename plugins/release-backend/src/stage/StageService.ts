import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  releaseFreezeManagePermission,
  releasePolicyOverridePermission,
  releaseRolloutCreatePermission,
  releaseWorkloadDeletePodPermission,
  releaseWorkloadPausePermission,
  releaseWorkloadRestartPermission,
  releaseWorkloadRollbackPermission,
  releaseWorkloadScalePermission,
  STAGE_ACTIONS,
  type ActionAvailability,
  type EnvironmentPolicy,
  type FreezeMoment,
  type Stage,
  type StageAction,
  type StageList,
} from '@pilothouse/plugin-release-common';
import type { Environments } from '../config/Environments';
import { freezesOfSystem } from '../freeze/visibleFreeze';
import type { Subject, Subjects } from '../plan/ports';
import type { Policies } from '../policy/Policies';
import { readPolicyAnnotation } from '../policy/policyAnnotation';
import { entityPolicy } from '../policy/resolvePolicy';
import type { WorkloadService } from '../services/WorkloadService';
import type { Projects } from './Projects';
import type { StageAccess, StagePermission } from './StageAccess';

/** How far ahead a stage tells of freezes. */
const AHEAD = 7 * 24 * 3_600_000;

const PERMISSIONS: Record<StageAction, StagePermission> = {
  'create-rollout': releaseRolloutCreatePermission,
  'roll-back': releaseWorkloadRollbackPermission,
  restart: releaseWorkloadRestartPermission,
  scale: releaseWorkloadScalePermission,
  pause: releaseWorkloadPausePermission,
  'delete-pod': releaseWorkloadDeletePodPermission,
  override: releasePolicyOverridePermission,
};

interface Options {
  access: StageAccess;
  environments: Environments;
  permissions: PermissionsService;
  policies: Policies;
  projects: Projects;
  subjects: Subjects;
  workloads: WorkloadService;
  /** Those that hold, and those of the time ahead. */
  freezesOf(
    stage: { environment: string; system?: string },
    ahead: number,
  ): Promise<FreezeMoment[]>;
  clock: () => number;
}

/** Whether it may be begun now: by permission first, then by what holds. */
function availability(
  action: StageAction,
  allowed: Record<StageAction, boolean>,
  freeze: FreezeMoment | undefined,
): ActionAvailability {
  if (!allowed[action]) {
    const permission = PERMISSIONS[action].name;
    return {
      allowed: false,
      why: { code: 'no-permission', params: { permission } },
    };
  }
  if (!freeze || allowed.override) return { allowed: true };
  const params = { freeze: freeze.freeze.reason };
  return { allowed: false, why: { code: 'frozen', params } };
}

/** What can be begun on the stages of an entity, and under which policy. */
export class StageService {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws NotFoundError, NotAllowedError */
  async list(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<StageList> {
    const { environments, subjects, workloads, clock } = this.#options;
    const subject = await subjects.open(entityRef, credentials);
    const [{ workloads: found }, allowed, managesFreezes] = await Promise.all([
      workloads.list(subject.binding),
      this.#allowed(entityRef, credentials),
      this.#managesFreezes(credentials),
    ]);
    const stages = await Promise.all(
      environments.list.map(async (environment): Promise<Stage> => {
        const { name } = environment;
        const { system } = subject;
        const freezes = await this.#options.freezesOf(
          { environment: name, system },
          AHEAD,
        );
        const holding = freezes.find(({ active }) => active);
        const permitted = allowed(name);
        return {
          environment: name,
          protected: environment.protected,
          policy: this.#policyOf(environment, subject),
          workloads: [
            ...new Set(
              found
                .filter(({ target }) => target.environment === name)
                .map(workload => workload.name),
            ),
          ],
          actions: byAction(action => availability(action, permitted, holding)),
          freezes: freezesOfSystem(freezes, system),
        };
      }),
    );
    return { stages, managesFreezes, now: new Date(clock()).toISOString() };
  }

  /** A wrong annotation is told where a rollout is planned; here the environment's own policy stands for it. */
  #policyOf(
    environment: Parameters<Policies['of']>[0],
    { binding, annotations }: Subject,
  ): EnvironmentPolicy {
    const policy = this.#options.policies.of(environment);
    try {
      return entityPolicy(
        policy,
        readPolicyAnnotation(binding.entityRef, annotations),
      );
    } catch {
      return policy;
    }
  }

  async #allowed(entityRef: string, credentials: BackstageCredentials) {
    const { access, environments } = this.#options;
    const questions = environments.list.flatMap(({ name: environment }) =>
      STAGE_ACTIONS.map(action => ({
        permission: PERMISSIONS[action],
        stage: { entityRef, environment },
      })),
    );
    const answers = await access.allows(credentials, questions);
    const granted = new Set(
      questions
        .filter((_, at) => answers[at])
        .map(({ permission, stage }) => key(permission, stage.environment)),
    );
    return (environment: string) =>
      byAction(action => granted.has(key(PERMISSIONS[action], environment)));
  }

  async #managesFreezes(credentials: BackstageCredentials): Promise<boolean> {
    const { permissions, projects } = this.#options;
    if (projects.of(credentials)) return false;
    const [decision] = await permissions.authorize(
      [{ permission: releaseFreezeManagePermission }],
      { credentials },
    );
    return decision.result === AuthorizeResult.ALLOW;
  }
}

function key(permission: StagePermission, environment: string): string {
  return `${permission.name} ${environment}`;
}

function byAction<T>(make: (action: StageAction) => T): Record<StageAction, T> {
  return {
    'create-rollout': make('create-rollout'),
    'roll-back': make('roll-back'),
    restart: make('restart'),
    scale: make('scale'),
    pause: make('pause'),
    'delete-pod': make('delete-pod'),
    override: make('override'),
  };
}
