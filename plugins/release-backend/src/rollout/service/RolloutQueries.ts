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
import { authorizeMany } from '../../entity/authorizeMany';
import { bindEntity } from '../../entity/bindEntity';
import { principalOf } from '@pilothouse/pilothouse-node';
import type { EntityAccess } from '../../entity/EntityAccess';
import { freezesOfSystem } from '../../freeze/visibleFreeze';
import type { Projects } from '../../stage/Projects';
import { reduce } from '../reduce';
import type { RolloutStore, StoredRollout } from '../ports';
import type { RolloutState } from '../state';
import { NOT_READABLE } from '../view/availability';
import {
  commandAvailability,
  waitsFor,
  type Commander,
} from './commandAvailability';
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
  /** The last of the page before. */
  cursor?: { createdAt: number; id: string };
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

/**
 * What a rollout has come to, as far as its history is understood; what is not is told as `stuck`, and decided by nobody.
 *
 * @throws NotFoundError for a rollout without events, which the store does not make
 */
export function foldRollout(stored: StoredRollout): FoldedRollout {
  let state: RolloutState | undefined;
  let since = stored.unreadableAt;
  for (const event of stored.events) {
    try {
      state = reduce(state, event);
    } catch {
      // Another version made this of it.
      since ??= event.at;
      break;
    }
  }
  if (!state) throw new NotFoundError('The rollout has no history');
  if (since === undefined || state.phase === 'ended') return { stored, state };
  const reason = { code: NOT_READABLE, params: {} };
  return { stored, state: { ...state, stuck: { reason, since } } };
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

  /** @param known - what the reader may do there, where that has been asked just now */
  async view(
    folded: FoldedRollout,
    credentials: BackstageCredentials,
    known?: Commander,
  ): Promise<Rollout> {
    const { crew, store } = this.#options;
    const { definition } = folded.state;
    const [commander, freeze, now] = await Promise.all([
      known ?? this.#options.commanders.of(definition, credentials),
      this.freezeOf(folded.state),
      store.now(),
    ]);
    const actions = commandAvailability(folded.state, commander, freeze);
    return rolloutView(folded, {
      actions,
      waitsForMe: waitsFor(folded.state, actions),
      evidence: crew.evidenceOf(definition.id) ?? keptEvidence(folded),
      hold:
        folded.state.hold && freeze
          ? freezesOfSystem([freeze], definition.system).at(0)
          : undefined,
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
    const pipeline = projects.of(credentials);
    const entityRef = request.entityRef ?? pipeline?.entityRef;
    if (pipeline && entityRef === undefined) {
      throw new InputError(
        'Query parameter entityRef has to say which entity of the project is meant',
      );
    }
    if (entityRef !== undefined) {
      const permission = releaseWorkloadReadPermission;
      await access.open(entityRef, permission, credentials);
    }
    const now = await store.now();
    const { key } = principalOf(auth, credentials);
    const claims =
      view === 'mine' ? await this.#claims(credentials) : undefined;
    const rollouts: RolloutList['rollouts'] = [];
    let after = request.cursor;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const stored = await store.list({
        entityRefs: entityRef === undefined ? undefined : [entityRef],
        environment: request.environment,
        active: view === 'all' || view === 'mine' ? undefined : true,
        limit: PAGE,
        after,
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
      authorizeMany(
        permissions,
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
function keptEvidence({ state, stored }: FoldedRollout) {
  const { phase, cause, completed, stepIndex } = state;
  if (cause) return cause.evidence;
  if (phase === 'ended') return completed.at(-1)?.evidence ?? [];
  const { evidence } = stored;
  // Of the step before it says nothing about this one.
  return evidence?.stepIndex === stepIndex ? evidence.reports : [];
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
