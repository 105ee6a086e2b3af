import type {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import { principalOf } from './principal';

/**
 * Decisions are kept for so long. A screen asks several questions about an entity at the same time, and again at each
 * change; each would cost two requests to other plugins.
 */
const KEEP_DECISION = 5_000;
const MAX_DECISIONS = 10_000;

interface Decision<T> {
  opened: Promise<T>;
  until: number;
}

export interface EntityAccessOptions<T> {
  auth: AuthService;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  permissions: Pick<PermissionsService, 'authorize'>;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** What of the entity is wanted. */
  read: (entity: Entity) => T;
  /** Refuses, by throwing, before anybody is asked. */
  before?: (
    credentials: BackstageCredentials,
    entityRef: string,
  ) => void | Promise<void>;
}

/** Says whether somebody may do something with an entity, and what of the entity is wanted. */
export class EntityAccess<T> {
  readonly #options: EntityAccessOptions<T>;
  readonly #decisions = new Map<string, Decision<T>>();

  constructor(options: EntityAccessOptions<T>) {
    this.#options = options;
  }

  /**
   * An entity that is not there, and one that the asker may not see, are told apart by nobody: both are not found, as
   * in the catalog. Who sees the entity and lacks the permission is told so.
   *
   * @param entityRef - a full reference, in lower case
   * @param options - `fresh` to ask again, whatever was decided a moment ago
   * @throws NotFoundError, NotAllowedError
   */
  open(
    entityRef: string,
    permission: ResourcePermission,
    credentials: BackstageCredentials,
    options: { fresh?: boolean } = {},
  ): Promise<T> {
    const now = this.#options.clock();
    const { key: who } = principalOf(this.#options.auth, credentials);
    const key = JSON.stringify([who, permission.name, entityRef]);
    const known = this.#decisions.get(key);
    if (known && now < known.until && !options.fresh) return known.opened;

    const opened = this.#decide(entityRef, permission, credentials);
    this.#prune(now);
    this.#decisions.set(key, { opened, until: now + KEEP_DECISION });
    // What was refused, or could not be asked, is asked again: an answer that is no is cheap, and may change to yes.
    opened.catch(() => {
      if (this.#decisions.get(key)?.opened === opened) {
        this.#decisions.delete(key);
      }
    });
    return opened;
  }

  async #decide(
    entityRef: string,
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<T> {
    const { catalog, permissions, read, before } = this.#options;
    await before?.(credentials, entityRef);
    const [entity, [decision]] = await Promise.all([
      catalog.getEntityByRef(entityRef, { credentials }),
      permissions.authorize([{ permission, resourceRef: entityRef }], {
        credentials,
      }),
    ]);
    if (!entity) {
      throw new NotFoundError(
        `There is no entity ${entityRef}, or you may not see it`,
      );
    }
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You need the permission ${permission.name} on ${entityRef}`,
      );
    }
    return read(entity);
  }

  /** In the order of their making, so the first that holds ends the search. */
  #prune(now: number): void {
    for (const [key, { until }] of this.#decisions) {
      if (until > now && this.#decisions.size <= MAX_DECISIONS) return;
      this.#decisions.delete(key);
    }
  }
}
