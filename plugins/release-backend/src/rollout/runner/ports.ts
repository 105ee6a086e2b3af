import type {
  ChangeAction,
  ChangeOutcome,
  Message,
  Role,
  Target,
} from '@pilothouse/plugin-release-common';
import type { Decision } from '../decision';
import type { StoredEvent } from '../events';
import type { Observation } from '../observation';
import type { RolloutState, StepClock } from '../state';

type Values = Record<string, string | number | boolean>;

/** A write of a rollout, as the ledger has it before it is sent. */
export interface BegunWrite {
  /** Chosen by who writes; whoever finds the write settles it by that. */
  id: string;
  /** `portal`, or the person whose command it carries out. */
  actor: string;
  action: ChangeAction;
  entityRef: string;
  system?: string;
  environment: string;
  target: Target;
  /** Name of the workload. */
  name: string;
  role: Role;
  reason?: string;
  before: Values;
  after: Values;
  rolloutId: string;
}

/** The end of a rollout, as the ledger has it. */
export type EndedRollout = Omit<BegunWrite, 'target' | 'role'>;

/** Where every write is noted before it is made. */
export interface RolloutLedger {
  /** One that has begun already stays as it is. */
  begin(change: BegunWrite | EndedRollout): Promise<unknown>;
  /** @throws NotFoundError for what was never begun */
  settle(
    id: string,
    settled: {
      outcome: Exclude<ChangeOutcome, 'begun'>;
      message?: Message;
    },
  ): Promise<void>;
}

/** The rules of a rollout, without I/O and without a clock. */
export interface RolloutMachine {
  reduce(state: RolloutState | undefined, event: StoredEvent): RolloutState;
  decide(
    state: RolloutState,
    clock: StepClock,
    observation: Observation,
  ): Decision;
}

/** What a decision has to know that no cluster says. */
export interface RolloutSurroundings {
  /** The freeze that holds now, beside those of the ids that are overridden. Asked at every tick: it answers from memory. */
  freezeFor(
    stage: { environment: string; system?: string },
    overridden: readonly string[],
  ): Promise<{ id: string; reason: string } | undefined>;
  /**
   * Asks the catalog, as the plugin itself.
   *
   * @returns `undefined` when it says that there is no such entity; rejects when it does not answer
   */
  findEntity(
    entityRef: string,
    options: { signal: AbortSignal },
  ): Promise<{ annotations: Readonly<Record<string, string>> } | undefined>;
}

/** Told of what was appended, in the order of each rollout; it never throws. */
export interface RolloutAudience {
  appended(
    before: RolloutState | undefined,
    after: RolloutState,
    events: readonly StoredEvent[],
  ): void;
}
