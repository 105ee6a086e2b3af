import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { ConflictError, InputError, isError } from '@backstage/errors';
import {
  OVERRIDABLE_FINDINGS,
  releasePolicyOverridePermission,
  type Finding,
  type Rollout,
  type StartRequest,
} from '@pilothouse/plugin-release-common';
import { createHash, randomUUID } from 'node:crypto';
import { principalOf } from '@pilothouse/pilothouse-node';
import { canonicalJson } from '../../ledger/canonicalJson';
import { differingParts } from '../../plan/fingerprint';
import { isConfirmed } from '../../plan/isConfirmed';
import type { Planned, PlanService } from '../../plan/PlanService';
import { targetDefinition } from '../../plan/targetDefinition';
import type { StageAccess } from '../../stage/StageAccess';
import type { RolloutDefinition } from '../definition';
import type { RolloutStore } from '../ports';
import type { Commander } from './commandAvailability';
import type { Commanders } from './Commanders';
import type { CommandLedger, RolloutCrew } from './ports';
import type { RolloutQueries } from './RolloutQueries';

/** The plan is made once more; what takes longer is not started. */
const WITHIN = 20_000;

interface Options {
  auth: AuthService;
  commanders: Commanders;
  crew: RolloutCrew;
  ledger: CommandLedger;
  plans: PlanService;
  rollouts: RolloutQueries;
  stages: StageAccess;
  store: Pick<RolloutStore, 'create' | 'get' | 'now'>;
  /** Told after a rollout began. */
  changed: (entityRef: string) => void;
}

/** Who starts a rollout. */
interface Starter {
  author: string;
  credentials: BackstageCredentials;
  /** What they may do with it; throws NotAllowedError where they may not start it. */
  allowed(): Promise<Commander>;
}

/** Begins rollouts: as they were planned, or not at all. */
export class RolloutStarts {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Looks at everything again, as the plan did, and starts the rollout only if it is still the plan that the person
   * confirmed.
   *
   * @returns also a rollout that the same key has started already
   * @throws InputError for a confirmation that is wrong; NotFoundError; NotAllowedError; ConflictError when something
   * speaks against it, or is not as it was planned
   */
  async start(
    request: StartRequest,
    credentials: BackstageCredentials,
  ): Promise<{ rollout: Rollout; created: boolean }> {
    const { auth, commanders, rollouts } = this.#options;
    const author = principalOf(auth, credentials).key;
    const id = idOf(author, request.idempotencyKey);
    let asking: Promise<Commander> | undefined;
    const allowed = () =>
      (asking ??= commanders.starting(request, credentials));
    let created = false;
    if (!(await this.#isStarted(id, request))) {
      const starter = { author, credentials, allowed };
      try {
        created = await this.#plannedStart(id, request, starter);
        if (!created) await this.#isStarted(id, request);
      } catch (error) {
        // The other one of two clicks was faster, and now speaks against this one.
        const isConflict = isError(error) && error.name === 'ConflictError';
        if (!isConflict || !(await this.#isStarted(id, request))) throw error;
      }
    }
    const started = await rollouts.open(id, credentials);
    const rollout = await rollouts.view(started, credentials, await asking);
    return { rollout, created };
  }

  /** @throws ConflictError when the key has started something else */
  async #isStarted(id: string, request: StartRequest): Promise<boolean> {
    // What has no key of its own is another rollout every time.
    if (request.idempotencyKey === undefined) return false;
    const known = await this.#options.store.get(id);
    if (known) requireSame(known.definition, request);
    return known !== undefined;
  }

  async #plannedStart(
    id: string,
    request: StartRequest,
    { author, credentials, allowed }: Starter,
  ): Promise<boolean> {
    const { plans, stages, store } = this.#options;
    const {
      reason,
      fingerprint,
      confirmation,
      override,
      idempotencyKey: _,
      ...asked
    } = request;
    const plannedSince = await store.now();
    const planned = await plans.planAgain(asked, credentials, {
      signal: AbortSignal.timeout(WITHIN),
      allowed,
    });
    if (override) {
      const permission = releasePolicyOverridePermission;
      await stages.require(credentials, permission, request);
    }
    check(planned, { fingerprint, confirmation, override });
    const definition = definitionOf(id, author, reason, planned, override);
    const requestHash =
      request.idempotencyKey === undefined ? undefined : hashOf(request);
    return this.#create({ ...definition, requestHash }, plannedSince, override);
  }

  async #create(
    definition: RolloutDefinition,
    plannedSince: number,
    override: StartRequest['override'],
  ): Promise<boolean> {
    const { changed, crew, ledger, store } = this.#options;
    const { id, author, entityRef, system, environment, name } = definition;
    const [first] = definition.targets;
    const changeId = await ledger.begin({
      actor: author,
      action: 'start-rollout',
      entityRef,
      system,
      environment,
      name,
      rolloutId: id,
      reason: override
        ? `${definition.reason} (override: ${override.reason})`
        : definition.reason,
      before: { image: first?.release.image ?? '' },
      after: { image: first?.image ?? '' },
    });
    let created: boolean;
    try {
      ({ created } = await store.create(definition, {
        idempotencyKey: id,
        plannedSince,
      }));
    } catch (error) {
      await ledger.settle(changeId, { outcome: 'refused' });
      throw error;
    }
    // It has begun, whatever else has to be noted.
    crew.wake();
    changed(entityRef);
    // The other one of two clicks has made it.
    await ledger.settle(changeId, { outcome: created ? 'done' : 'conflict' });
    return created;
  }
}

/**
 * The same person with the same key means the same rollout: the id itself says so, in whichever replica, and nobody gets
 * at another's by guessing a key.
 */
function idOf(author: string, idempotencyKey: string | undefined): string {
  if (idempotencyKey === undefined) return randomUUID();
  const hash = createHash('sha256')
    .update(JSON.stringify([author, idempotencyKey]))
    .digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    // Of the version that is for ids of one's own making.
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}

/**
 * Names what is asked for. Not by the fingerprint and the confirmation, which are consent to it: whoever tries again
 * after an answer was lost has planned again, and finds a world in which the rollout has begun.
 */
function hashOf(request: StartRequest): string {
  const {
    idempotencyKey: _key,
    fingerprint: _fingerprint,
    confirmation: _confirmation,
    ...asked
  } = request;
  return createHash('sha256').update(canonicalJson(asked)).digest('hex');
}

function requireSame(known: RolloutDefinition, request: StartRequest): void {
  if (known.requestHash === hashOf(request)) return;
  throw new ConflictError(
    `Body field idempotencyKey: has started rollout ${known.id} of ${known.entityRef} in ${known.environment} already, by another request than this; another rollout needs another key`,
  );
}

function check(
  { plan, scene, subject }: Planned,
  given: Pick<StartRequest, 'fingerprint' | 'confirmation' | 'override'>,
): void {
  const { name, environment } = plan;
  if (plan.protected && !isConfirmed(given, name)) {
    throw new InputError(
      `Body field confirmation: has to be the name of the service, "${name}", because ${environment} is protected`,
    );
  }
  const against = plan.findings.filter(
    finding =>
      finding.severity === 'blocking' &&
      !(given.override && OVERRIDABLE_FINDINGS.includes(finding.code)),
  );
  if (against.length > 0) {
    throw new ConflictError(
      `${
        subject.binding.entityRef
      } in ${environment} cannot be rolled out now: ${against
        .map(blockText)
        .join('; ')}`,
    );
  }
  if (plan.fingerprint === given.fingerprint) return;
  const parts = differingParts(plan.fingerprint, given.fingerprint);
  throw new ConflictError(
    `${
      scene.name
    } in ${environment} is not as it was planned; plan it again. Changed since: ${parts.join(
      ', ',
    )}`,
  );
}

/** A code, with what goes into its sentence. */
function blockText({ code, params, workloadId }: Finding): string {
  const details = [
    ...Object.entries(params).map(([key, value]) => `${key} ${value}`),
    ...(workloadId === undefined ? [] : [`on ${workloadId}`]),
  ];
  return details.length > 0 ? `${code} (${details.join(', ')})` : code;
}

function definitionOf(
  id: string,
  author: string,
  reason: string,
  { scene, subject, steps }: Planned,
  override: StartRequest['override'],
): RolloutDefinition {
  const targets = scene.targets.map(targetDefinition);
  return {
    id,
    entityRef: scene.entityRef,
    system: subject.system,
    environment: scene.environment,
    protected: scene.protected,
    name: scene.name,
    strategy: scene.strategy,
    image: scene.targets[0].wanted,
    author,
    reason,
    policy: scene.policy,
    gateReason: scene.gateReason,
    targets,
    steps,
    supersedes: scene.supersedes,
    ...(override &&
      scene.freeze && { overriddenFreezes: [scene.freeze.freeze.id] }),
  };
}
