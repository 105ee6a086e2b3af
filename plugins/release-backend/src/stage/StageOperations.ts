import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { releasePolicyOverridePermission } from '@pilothouse/plugin-release-common';
import type { Environments } from '../config/Environments';
import { principalOf } from '@pilothouse/pilothouse-node';
import type { OperationAccess } from '../operations/createOperationsRouter';
import type { Subjects } from '../plan/ports';
import type { StageAccess } from './StageAccess';

interface Options {
  auth: AuthService;
  environments: Environments;
  stages: StageAccess;
  subjects: Subjects;
}

/** Who may do what with a workload outside of rollouts. */
export class StageOperations implements OperationAccess {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async open(
    credentials: BackstageCredentials,
    request: Parameters<OperationAccess['open']>[1],
  ): ReturnType<OperationAccess['open']> {
    const { auth, environments, stages, subjects } = this.#options;
    const { entityRef, environment, permission, override } = request;
    if (!environments.find(environment)) {
      const names = environments.list.map(({ name }) => name).join(', ');
      throw new InputError(
        `The environment of the workload has to be one of ${names}`,
      );
    }
    const stage = { entityRef, environment };
    const subject = await subjects.open(entityRef, credentials);
    await stages.require(credentials, permission, stage);
    if (override) {
      await stages.require(credentials, releasePolicyOverridePermission, stage);
    }
    const actor = principalOf(auth, credentials).key;
    return { subject, operator: { actor, overrides: override } };
  }
}
