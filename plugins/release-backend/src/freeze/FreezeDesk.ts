import type {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  releaseFreezeManagePermission,
  type CreateFreeze,
  type Freeze,
  type FreezeList,
} from '@pilothouse/plugin-release-common';
import { principalOf } from '@pilothouse/pilothouse-node';
import type { EntityReader } from '../ledger/EntityReader';
import type { FreezeService } from './FreezeService';
import { visibleFreeze, visibleMoments } from './visibleFreeze';

interface Options {
  auth: AuthService;
  freezes: FreezeService;
  permissions: PermissionsService;
  reader: EntityReader;
}

/** Freezes for somebody: what they may know of them, and what they may do about them. */
export class FreezeDesk {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @param query - in milliseconds since the epoch; see {@link FreezeService.list} */
  async list(
    query: { since?: number; until?: number },
    credentials: BackstageCredentials,
  ): Promise<FreezeList> {
    const { freezes, reader } = this.#options;
    const list = await freezes.list(query);
    const systems = await reader.visible(
      list.freezes.flatMap(({ freeze }) => freeze.scope.systems ?? []),
      credentials,
    );
    return {
      freezes: visibleMoments(list.freezes, ref => systems.has(ref)),
      now: new Date(list.now).toISOString(),
    };
  }

  /** @throws NotAllowedError; InputError for a system that is not there, or not for them */
  async create(
    freeze: CreateFreeze,
    credentials: BackstageCredentials,
  ): Promise<Freeze> {
    const { auth, freezes, reader } = this.#options;
    await this.#requireManager(credentials);
    const { systems = [] } = freeze.scope;
    const visible = await reader.visible(systems, credentials);
    const missing = systems.find(ref => !visible.has(ref));
    // Misspelt, it would freeze nothing, and nobody would know.
    if (missing !== undefined) {
      throw new InputError(
        `Body field scope.systems: there is no ${missing}, or you may not see it`,
      );
    }
    return freezes.create(freeze, principalOf(auth, credentials).key);
  }

  /** @throws NotAllowedError; NotFoundError, also for a freeze of systems that they may not see; ConflictError */
  async end(
    id: string,
    reason: string,
    credentials: BackstageCredentials,
  ): Promise<Freeze> {
    const { auth, freezes, reader } = this.#options;
    await this.#requireManager(credentials);
    const freeze = await freezes.get(id);
    const systems = await reader.visible(
      freeze?.scope.systems ?? [],
      credentials,
    );
    const sees = (ref: string) => systems.has(ref);
    if (!freeze || !visibleFreeze(freeze, sees)) {
      throw new NotFoundError(
        `There is no freeze ${id}, or you may not see it`,
      );
    }
    const actor = principalOf(auth, credentials).key;
    const ended = await freezes.end(id, { actor, reason });
    return visibleFreeze(ended, sees) ?? ended;
  }

  /**
   * Only people: no policy is asked about services, so that any of their tokens could stop or start the line.
   */
  async #requireManager(credentials: BackstageCredentials): Promise<void> {
    const { auth, permissions } = this.#options;
    const permission = releaseFreezeManagePermission;
    const [{ result }] = await permissions.authorize([{ permission }], {
      credentials,
    });
    if (
      result !== AuthorizeResult.ALLOW ||
      !auth.isPrincipal(credentials, 'user')
    ) {
      throw new NotAllowedError(`You need the permission ${permission.name}`);
    }
  }
}
