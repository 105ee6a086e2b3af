import type {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  releaseRolloutCreatePermission,
  releaseStageRef,
} from '@pilothouse/plugin-release-common';
import { authorizeMany } from '../entity/authorizeMany';
import type { Projects } from './Projects';

/** One entity in one environment. */
export interface StageKey {
  entityRef: string;
  environment: string;
}

/** One of `releaseStagePermissions`; no stage is decided on by another. */
export type StagePermission = ResourcePermission;

export interface StageQuestion {
  permission: StagePermission;
  stage: StageKey;
}

interface Options {
  auth: AuthService;
  permissions: PermissionsService;
  projects: Projects;
}

/** Says what somebody may do on which stage. Nothing is remembered: what changes something is asked for every time. */
export class StageAccess {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws NotAllowedError that names the permission and the stage */
  async require(
    credentials: BackstageCredentials,
    permission: StagePermission,
    stage: StageKey,
  ): Promise<void> {
    const [allowed] = await this.allows(credentials, [{ permission, stage }]);
    if (allowed) return;
    throw new NotAllowedError(
      `You need the permission ${permission.name} on ${stage.entityRef} in ${stage.environment}`,
    );
  }

  /** The answers, in the order of the questions. */
  async allows(
    credentials: BackstageCredentials,
    questions: readonly StageQuestion[],
  ): Promise<boolean[]> {
    if (questions.length === 0) return [];
    const { auth, permissions, projects } = this.#options;
    const decisions = await authorizeMany(
      permissions,
      questions.map(({ permission, stage }) => ({
        permission,
        resourceRef: releaseStageRef(stage),
      })),
      { credentials },
    );
    const allowed = decisions.map(
      ({ result }) => result === AuthorizeResult.ALLOW,
    );
    // No policy is asked about services: they are all allowed. So only pipelines may do anything, and only begin rollouts.
    if (!auth.isPrincipal(credentials, 'service')) return allowed;
    const pipeline = projects.of(credentials);
    const mayBegin = questions.map(
      ({ permission, stage }, at) =>
        allowed[at] &&
        permission.name === releaseRolloutCreatePermission.name &&
        pipeline?.environments.includes(stage.environment) === true,
    );
    const own = await this.#ownOf(
      pipeline,
      questions.flatMap(({ stage }, at) =>
        mayBegin[at] ? [stage.entityRef] : [],
      ),
      credentials,
    );
    return questions.map(
      ({ stage }, at) => mayBegin[at] && own.has(stage.entityRef),
    );
  }

  /** Those of the entities that a pipeline is for. */
  async #ownOf(
    pipeline: ReturnType<Projects['of']>,
    entityRefs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<ReadonlySet<string>> {
    const own = new Set<string>();
    if (!pipeline) return own;
    const { projects } = this.#options;
    await Promise.all(
      [...new Set(entityRefs)].map(async entityRef => {
        if (await projects.isFor(pipeline, entityRef, credentials)) {
          own.add(entityRef);
        }
      }),
    );
    return own;
  }
}
