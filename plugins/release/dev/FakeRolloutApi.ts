import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  Change,
  ChangeList,
  ChangeQuery,
  CreateFreeze,
  Freeze,
  FreezeList,
  FreezeMoment,
  ImageList,
  OperationPlan,
  OperationPlanRequest,
  OperationRequest,
  OperationResult,
  PlanRequest,
  Rollout,
  RolloutAction,
  RolloutApi,
  RolloutCommand,
  RolloutList,
  RolloutPlan,
  RolloutQuery,
  StageList,
  StartRequest,
} from '@pilothouse/plugin-release-common';
import { allowed } from './fixtures/rollouts';

/** What a {@link FakeRolloutApi} knows. */
export interface RolloutWorld {
  rollouts: Rollout[];
  stages: StageList;
  images: ImageList;
  /** The ledger, the latest first. */
  changes?: Change[];
  freezes?: FreezeMoment[];
  /** Makes the plan of a request. */
  plan(request: PlanRequest): RolloutPlan;
}

/** What each action makes of a rollout. */
const AFTER: Partial<Record<RolloutAction, Partial<Rollout>>> = {
  pause: {
    state: 'paused',
    actions: {
      ...allowed(),
      pause: { allowed: false, why: { code: 'already-paused', params: {} } },
    },
  },
  resume: { state: 'running', pause: undefined, actions: allowed() },
  abort: {
    state: 'aborting',
    actions: {
      ...allowed(),
      abort: {
        allowed: false,
        why: { code: 'on-its-way', params: { action: 'aborting' } },
      },
    },
  },
};

/** Plans, starts and steers rollouts in memory, as the release backend would. */
export class FakeRolloutApi implements RolloutApi {
  world: RolloutWorld;
  /** Thrown by every method while it is set. */
  failure: Error | undefined;
  /** Thrown by the next action or start. */
  refusal: Error | undefined;
  readonly plans: PlanRequest[] = [];
  readonly starts: StartRequest[] = [];
  readonly operations: OperationRequest[] = [];
  readonly acts: Array<{ action: RolloutAction; command: RolloutCommand }> = [];

  constructor(world: RolloutWorld) {
    this.world = world;
  }

  async listStages(): Promise<StageList> {
    this.#fail();
    return this.world.stages;
  }

  async listImages(): Promise<ImageList> {
    this.#fail();
    return this.world.images;
  }

  async planRollout(request: PlanRequest): Promise<RolloutPlan> {
    this.#fail();
    this.plans.push(request);
    return this.world.plan(request);
  }

  async startRollout(request: StartRequest): Promise<Rollout> {
    this.#fail();
    this.starts.push(request);
    this.#refuse();
    const [rollout] = this.world.rollouts;
    if (!rollout) throw new NotFoundError('This world starts nothing');
    return rollout;
  }

  async listRollouts(request: RolloutQuery): Promise<RolloutList> {
    this.#fail();
    const now = new Date().toISOString();
    const rollouts = this.world.rollouts.filter(
      ({ entityRef }) =>
        request.entityRef === undefined || request.entityRef === entityRef,
    );
    return { rollouts, now };
  }

  async getRollout({ rolloutId }: { rolloutId: string }): Promise<Rollout> {
    this.#fail();
    return { ...this.#find(rolloutId), now: new Date().toISOString() };
  }

  async actOnRollout(request: {
    rolloutId: string;
    action: RolloutAction;
    command: RolloutCommand;
  }): Promise<Rollout> {
    this.#fail();
    const { rolloutId, action, command } = request;
    this.acts.push({ action, command });
    this.#refuse();
    return this.change(rolloutId, {
      ...AFTER[action],
      ...(action === 'pause' && {
        pause: {
          by: 'user:default/li.wei',
          reason: command.reason,
          at: new Date().toISOString(),
        },
      }),
      ...(action === 'approve' && {
        approval: {
          by: 'user:default/wang.fang',
          at: new Date().toISOString(),
        },
      }),
      ...((action === 'adopt' || action === 'override') && { drift: [] }),
    });
  }

  /** Changes a rollout, as time or somebody else would. */
  change(rolloutId: string, change: Partial<Rollout>): Rollout {
    const changed = { ...this.#find(rolloutId), ...change };
    this.world.rollouts = this.world.rollouts.map(rollout =>
      rollout.id === rolloutId ? changed : rollout,
    );
    return changed;
  }

  async planOperation(
    request: OperationPlanRequest & { workloadId: string },
  ): Promise<OperationPlan> {
    this.#fail();
    const { workloadId, operation } = request;
    return {
      fingerprint: JSON.stringify(operation),
      workloadId,
      operation,
      diffs: [],
      findings: [],
      startable: true,
      now: new Date().toISOString(),
    };
  }

  async operate(
    request: OperationRequest & { workloadId: string },
  ): Promise<OperationResult> {
    this.#fail();
    this.#refuse();
    this.operations.push(request);
    return { changeId: `change-${this.operations.length}`, outcome: 'done' };
  }

  async listChanges(_query: ChangeQuery): Promise<ChangeList> {
    this.#fail();
    const { changes = [] } = this.world;
    return { changes, now: new Date().toISOString() };
  }

  async listFreezes(_query: {
    since?: string;
    until?: string;
  }): Promise<FreezeList> {
    this.#fail();
    const { freezes = [] } = this.world;
    return { freezes, now: new Date().toISOString() };
  }

  async createFreeze(request: CreateFreeze): Promise<Freeze> {
    this.#fail();
    const { freezes = [] } = this.world;
    const now = new Date().toISOString();
    const freeze: Freeze = {
      ...request,
      id: `freeze-${freezes.length + 1}`,
      source: 'people',
      createdBy: 'user:default/guo.tao',
      createdAt: now,
    };
    const { from, to } = request.range ?? { from: now };
    const moment = { freeze, active: from <= now, from, to };
    this.world.freezes = [moment, ...freezes];
    return freeze;
  }

  async endFreeze(request: {
    freezeId: string;
    reason: string;
  }): Promise<Freeze> {
    this.#fail();
    const { freezes = [] } = this.world;
    const found = freezes.find(({ freeze }) => freeze.id === request.freezeId);
    if (!found) throw new NotFoundError('There is no such freeze');
    this.world.freezes = freezes.filter(moment => moment !== found);
    return found.freeze;
  }

  #find(id: string): Rollout {
    const found = this.world.rollouts.find(rollout => rollout.id === id);
    if (!found) throw new NotFoundError('There is no such rollout');
    return found;
  }

  #fail() {
    if (this.failure) throw this.failure;
  }

  #refuse() {
    const { refusal } = this;
    this.refusal = undefined;
    if (refusal) throw refusal;
  }
}

/** The answer to the loser of a race, as the client gives it. */
export function conflict(): Error {
  return Object.assign(new ConflictError('Somebody was faster'), {
    statusCode: 409,
  });
}
