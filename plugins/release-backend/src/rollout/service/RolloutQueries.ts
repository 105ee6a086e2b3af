import type {
  AuthService,
  BackstageCredentials,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  releaseWorkloadReadPermission,
  type Rollout,
  type RolloutList,
} from '@pilothouse/plugin-release-common';
import { bindEntity } from '../../entity/bindEntity';
import { principalOf } from '../../entity/principal';
import type { EntityAccess } from '../../entity/EntityAccess';
import type { Projects } from '../../stage/Projects';
import { reduce } from '../reduce';
import type { RolloutStore, StoredRollout } from '../ports';
import type { RolloutState } from '../state';
import { commandAvailability, waitsFor } from './commandAvailability';
import type { Commanders } from './Commanders';
import type { FreezeLookup, RolloutCrew } from './ports';
import { rolloutSummary, rolloutView, type FoldedRollout } from './rolloutView';

/** What one look into the database brings. */
const PAGE = 200;
/** So many are looked through for those that the reader wants; then the answer has a cursor and the reader asks again. */
const MOST_PAGES = 10;

/** What is asked of the list. */
export interface RolloutListRequest {
  entityRef?: string;
  environment?: string;
  view: 'running' | 'waiting' | 'stuck' | 'mine' | 'all';
  limit: number;
  cursor?: string;
}

interface Options {
  access: EntityAccess;
  auth: AuthService;
  catalog: CatalogService;
  commanders: Commanders;
  crew: RolloutCrew;
  freezes: FreezeLookup;
  permissions: PermissionsService;
  projects: Projects;
  store: Pick<RolloutStore, 'get' | 'list' | 'now'>;
  userInfo: UserInfoService;
}

/** @throws NotFoundError for a rollout without events, which the store does not make */
export function foldRollout(stored: StoredRollout): FoldedRollout {
  let state: RolloutState | undefined;
  for (const event of stored.events) state = reduce(state, event);
  if (!state) throw new NotFoundError('The rollout has no history');
  return { stored, state };
}

/** Rollouts as their reader may see them, with what the reader may do. */
export class RolloutQueries {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws NotFoundError, also for a rollout of an entity that the reader may not see; NotAllowedError */
  async get(id: string, credentials: BackstageCredentials): Promise<Rollout> {
    return this.view(await this.open(id, credentials), credentials);
  }

  /** A rollout that the reader may see. */
  async open(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<FoldedRollout> {
    const { store, access } = this.#options;
    const stored = await store.get(id);
    if (!stored) throw missing(id);
    const { entityRef } = stored.definition;
    const permission = releaseWorkloadReadPermission;
    try {
      await access.open(entityRef, permission, credentials);
    } catch (error) {
      // The same words as for an id that never was.
      throw error instanceof NotFoundError ? missing(id) : error;
    }
    return foldRollout(stored);
  }

  async view(
    folded: FoldedRollout,
    credentials: BackstageCredentials,
  ): Promise<Rollout> {
    const { crew, store } = this.#options;
    const { definition } = folded.state;
    const [commander, freeze, now] = await Promise.all([
      this.#options.commanders.of(definition, credentials),
      this.freezeOf(folded.state),
      store.now(),
    ]);
    const actions = commandAvailability(folded.state, commander, freeze);
    return rolloutView(folded, {
      actions,
      waitsForMe: waitsFor(folded.state, actions),
      evidence: crew.evidenceOf(definition.id) ?? keptEvidence(folded.state),
      hold: folded.state.hold && freeze,
      now,
    });
  }

  /** The freeze that holds a rollout; not one in spite of which it was begun, or goes on. */
  async freezeOf({ definition, phase, overriddenFreezes }: RolloutState) {
    if (phase === 'ended') return undefined;
    return this.#options.freezes.activeFor(definition, overriddenFreezes);
  }

  async list(
    request: RolloutListRequest,
    credentials: BackstageCredentials,
  ): Promise<RolloutList> {
    const { store, access, auth, projects } = this.#options;
    const { view, limit } = request;
    const entityRef = request.entityRef ?? projects.of(credentials)?.entityRef;
    if (entityRef !== undefined) {
      const permission = releaseWorkloadReadPermission;
      await access.open(entityRef, permission, credentials);
    }
    const now = await store.now();
    const { key } = principalOf(auth, credentials);
    const claims =
      view === 'mine' ? await this.#claims(credentials) : undefined;
    const rollouts: RolloutList['rollouts'] = [];
    let after = request.cursor && parseCursor(request.cursor);
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const stored = await store.list({
        entityRefs: entityRef === undefined ? undefined : [entityRef],
        environment: request.environment,
        active: view === 'all' || view === 'mine' ? undefined : true,
        limit: PAGE,
        after: after || undefined,
      });
      const readable = await this.#readable(stored, credentials);
      const folded = stored
        .filter(each => readable.has(each.definition.entityRef))
        .map(foldRollout);
      const commanders = await this.#options.commanders.ofAll(
        // With what has ended nobody can do anything.
        folded.flatMap(({ state }) =>
          state.phase === 'ended' ? [] : [state.definition],
        ),
        credentials,
      );
      for (const each of folded) {
        const { definition } = each.state;
        const actions = commandAvailability(
          each.state,
          commanders(definition),
          undefined,
        );
        const waitsForMe = waitsFor(each.state, actions);
        const isWanted =
          (view === 'waiting' && waitsForMe) ||
          (view === 'stuck' && each.state.stuck !== undefined) ||
          (view === 'mine' &&
            (definition.author === key ||
              readable
                .get(definition.entityRef)
                ?.some(owner => claims?.has(owner)))) ||
          view === 'running' ||
          view === 'all';
        if (!isWanted) continue;
        rollouts.push(rolloutSummary(each, { waitsForMe, now }));
        if (rollouts.length === limit) {
          return { rollouts, cursor: cursorOf(each.stored), now: iso(now) };
        }
      }
      const last = stored.at(-1);
      if (!last || stored.length < PAGE) return { rollouts, now: iso(now) };
      after = { createdAt: last.createdAt, id: last.definition.id };
    }
    const cursor = after ? `${after.createdAt}.${after.id}` : undefined;
    return { rollouts, cursor, now: iso(now) };
  }

  /** Owners of the entities of which the reader may see what runs, by their references. */
  async #readable(
    stored: readonly StoredRollout[],
    credentials: BackstageCredentials,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const { catalog, permissions } = this.#options;
    const entityRefs = [
      ...new Set(stored.map(({ definition }) => definition.entityRef)),
    ];
    if (entityRefs.length === 0) return new Map();
    const permission = releaseWorkloadReadPermission;
    const [{ items }, decisions] = await Promise.all([
      catalog.getEntitiesByRefs(
        { entityRefs, fields: ['kind', 'metadata', 'relations'] },
        { credentials },
      ),
      permissions.authorize(
        entityRefs.map(resourceRef => ({ permission, resourceRef })),
        { credentials },
      ),
    ]);
    const readable = new Map<string, readonly string[]>();
    for (const [at, ref] of entityRefs.entries()) {
      const entity = items[at];
      const allowed = decisions[at]?.result === AuthorizeResult.ALLOW;
      if (entity && allowed) readable.set(ref, bindEntity(entity).owners);
    }
    return readable;
  }

  async #claims(
    credentials: BackstageCredentials,
  ): Promise<ReadonlySet<string>> {
    const { auth, userInfo } = this.#options;
    if (!auth.isPrincipal(credentials, 'user')) return new Set();
    const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
    return new Set(
      ownershipEntityRefs.map(ref => ref.toLocaleLowerCase('en-US')),
    );
  }
}

/** What was measured last, as far as it was kept. */
function keptEvidence({ phase, cause, completed }: RolloutState) {
  if (cause) return cause.evidence;
  return phase === 'ended' ? completed.at(-1)?.evidence ?? [] : [];
}

function missing(id: string): NotFoundError {
  return new NotFoundError(
    `There is no rollout ${id}, or you may not see its entity`,
  );
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function cursorOf({ createdAt, definition }: StoredRollout): string {
  return `${createdAt}.${definition.id}`;
}

function parseCursor(text: string): { createdAt: number; id: string } {
  const [, createdAt, id] = /^(\d{1,16})\.(.{1,128})$/.exec(text) ?? [];
  if (createdAt === undefined || id === undefined) {
    throw new InputError(
      'Query parameter cursor: has to be the cursor of an answer',
    );
  }
  return { createdAt: Number(createdAt), id };
}
