import type {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import { bindEntity, type EntityBinding } from './bindEntity';
import type { Projects } from '../stage/Projects';
import { principalOf } from './principal';

/**
 * Decisions are kept for so long. A screen asks five questions about an entity at the same time, and again at each
 * change; each would cost two requests to other plugins.
 */
const KEEP_DECISION = 5_000;
const MAX_DECISIONS = 10_000;

interface Decision {
  binding: Promise<EntityBinding>;
  until: number;
}

interface Options {
  auth: AuthService;
  catalog: CatalogService;
  permissions: PermissionsService;
  /** Pipelines, which may ask about their own entity only. */
  projects: Pick<Projects, 'requireEntity'>;
  clock: () => number;
}

/** Says whether somebody may do something with an entity, and what of the entity the clusters are asked by. */
export class EntityAccess {
  readonly #options: Options;
  readonly #decisions = new Map<string, Decision>();

  constructor(options: Options) {
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
  ): Promise<EntityBinding> {
    const now = this.#options.clock();
    const { key: who } = principalOf(this.#options.auth, credentials);
    const key = JSON.stringify([who, permission.name, entityRef]);
    const known = this.#decisions.get(key);
    if (known && now < known.until && !options.fresh) return known.binding;

    const binding = this.#decide(entityRef, permission, credentials);
    this.#prune(now);
    this.#decisions.set(key, { binding, until: now + KEEP_DECISION });
    // What was refused, or could not be asked, is asked again: an answer that is no is cheap, and may change to yes.
    binding.catch(() => {
      if (this.#decisions.get(key)?.binding === binding) {
        this.#decisions.delete(key);
      }
    });
    return binding;
  }

  async #decide(
    entityRef: string,
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<EntityBinding> {
    const { catalog, permissions, projects } = this.#options;
    projects.requireEntity(credentials, entityRef);
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
    return bindEntity(entity);
  }

  /** In the order of their making, so the first that holds ends the search. */
  #prune(now: number): void {
    for (const [key, { until }] of this.#decisions) {
      if (until > now && this.#decisions.size <= MAX_DECISIONS) return;
      this.#decisions.delete(key);
    }
  }
}
