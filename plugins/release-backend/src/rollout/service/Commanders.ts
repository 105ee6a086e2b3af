import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  releasePolicyOverridePermission,
  releaseRolloutCreatePermission,
  releaseStageRef,
  ROLLOUT_ACTIONS,
} from '@pilothouse/plugin-release-common';
import { principalOf } from '@pilothouse/pilothouse-node';
import type { StageAccess, StageKey } from '../../stage/StageAccess';
import type { Commander } from './commandAvailability';
import { byCommand, COMMAND_PERMISSIONS } from './permissionOf';

interface Options {
  auth: AuthService;
  stages: StageAccess;
}

/** What is asked about each stage. */
const QUESTIONS = [
  ...ROLLOUT_ACTIONS.map(action => COMMAND_PERMISSIONS[action]),
  releasePolicyOverridePermission,
];

/** Finds out what somebody may do with rollouts, for many stages by one question. */
export class Commanders {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async of(
    stage: StageKey,
    credentials: BackstageCredentials,
  ): Promise<Commander> {
    const commanders = await this.ofAll([stage], credentials);
    return commanders(stage);
  }

  /**
   * The same of who is about to start a rollout there, which is asked for together.
   *
   * @throws NotAllowedError for who may not
   */
  async starting(
    stage: StageKey,
    credentials: BackstageCredentials,
  ): Promise<Commander> {
    const { auth, stages } = this.#options;
    const { key } = principalOf(auth, credentials);
    const [mayStart, ...answers] = await stages.allows(
      credentials,
      [releaseRolloutCreatePermission, ...QUESTIONS].map(permission => ({
        permission,
        stage,
      })),
    );
    if (mayStart) return commanderOf(key, answers);
    throw new NotAllowedError(
      `You need the permission ${releaseRolloutCreatePermission.name} on ${stage.entityRef} in ${stage.environment}`,
    );
  }

  /** @returns who may do nothing, for a stage that was not asked about */
  async ofAll(
    stages: readonly StageKey[],
    credentials: BackstageCredentials,
  ): Promise<(stage: StageKey) => Commander> {
    const { auth, stages: access } = this.#options;
    const { key } = principalOf(auth, credentials);
    const asked = new Map(
      stages.map(({ entityRef, environment }) => [
        releaseStageRef({ entityRef, environment }),
        { entityRef, environment },
      ]),
    );
    const answers = await access.allows(
      credentials,
      [...asked.values()].flatMap(stage =>
        QUESTIONS.map(permission => ({ permission, stage })),
      ),
    );
    const commanders = new Map(
      [...asked.keys()].map((ref, at) => {
        const from = at * QUESTIONS.length;
        const own = answers.slice(from, from + QUESTIONS.length);
        return [ref, commanderOf(key, own)];
      }),
    );
    return stage =>
      commanders.get(releaseStageRef(stage)) ?? commanderOf(key, []);
  }
}

/** @param answers - in the order of the questions; what is missing is no */
function commanderOf(key: string, answers: readonly boolean[]): Commander {
  return {
    key,
    permitted: byCommand(
      action => answers[ROLLOUT_ACTIONS.indexOf(action)] ?? false,
    ),
    overrides: answers[ROLLOUT_ACTIONS.length] ?? false,
  };
}
