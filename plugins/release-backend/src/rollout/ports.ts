import type { EvidenceReport } from '@pilothouse/plugin-release-common';
import type { RolloutDefinition } from './definition';
import type { RolloutEvent, StoredEvent } from './events';
import type { StepClock } from './state';

/** The right to act on a rollout, until it passes to another replica. */
export interface Lease {
  rolloutId: string;
  epoch: number;
}

/** What a runner gets of a rollout when it takes it. */
export interface LeasedRollout {
  lease: Lease;
  events: StoredEvent[];
  /** There is more that this version does not understand, as of then: nothing may be decided on it. */
  unreadableAt?: number;
  clock: StepClock;
}

/** Appending found that somebody else was faster, or that the lease is lost: load again, decide again. */
export type AppendResult =
  | { appended: true; events: StoredEvent[] }
  | { appended: false; because: 'sequence' | 'lease' };

/** Rollouts as rows of the list. */
export interface RolloutRow {
  id: string;
  sequence: number;
  active: boolean;
}

export interface RolloutFilter {
  entityRefs?: readonly string[];
  environment?: string;
  active?: boolean;
  /** Any of them. */
  ids?: readonly string[];
  limit: number;
  /** The `createdAt` and id to continue after. */
  after?: { createdAt: number; id: string };
}

/** A rollout with its history. */
export interface StoredRollout {
  definition: RolloutDefinition;
  createdAt: number;
  endedAt?: number;
  clock: StepClock;
  events: StoredEvent[];
  /** Since when this or another version does not understand all that is stored of it. */
  unreadableAt?: number;
  /** What was measured last, of which step; where only one rollout is asked for. */
  evidence?: { stepIndex: number; reports: EvidenceReport[] };
}

/**
 * Where rollouts are kept. All times are by the clock of the database.
 *
 * `create` takes a lock per workload (`cluster/namespace/name`): only one active rollout can have it, unless it
 * supersedes the one that does; then the locks pass at the end of that one, which is asked for in the same
 * transaction: an `abort-requested` with `supersededBy` is appended to it. It throws a ConflictError where an operation is
 * changing a workload, or has since `plannedSince`. `append` with a lease needs that the lease
 * is held still, and that `sequence` is the last one; without a lease (what a person asks for) it only needs the latter.
 */
export interface RolloutStore {
  create(
    definition: RolloutDefinition,
    options: { idempotencyKey?: string; plannedSince?: number },
  ): Promise<{ created: boolean; rolloutId: string }>;
  /** @throws NotImplementedError for one whose beginning this version does not understand */
  get(id: string): Promise<StoredRollout | undefined>;
  /** Whether it has ended, or there is none; asked at every look at a rollout that waits for it. */
  hasEnded(id: string): Promise<boolean>;
  list(filter: RolloutFilter): Promise<StoredRollout[]>;
  /** Active rollouts that have one of these locks. */
  activeOn(workloadIds: readonly string[]): Promise<StoredRollout[]>;
  /**
   * Takes free or expired leases of active rollouts, and renews those that the owner has, `limit` in all and none of
   * `except`. One query; two when a lease is due, and a third for the histories of those taken, whatever their number.
   */
  lease(
    owner: string,
    options: { ttlMs: number; limit: number; except?: readonly string[] },
  ): Promise<{
    /** Newly taken, or taken back after they were lost. */
    taken: LeasedRollout[];
    /** Held before and still, with the last sequence of each. */
    held: { rolloutId: string; epoch: number; sequence: number }[];
    now: number;
  }>;
  /**
   * Events after a sequence, such as what a person asked for.
   *
   * @throws NotUnderstoodError for what this version does not know
   */
  eventsAfter(id: string, sequence: number): Promise<StoredEvent[]>;
  append(
    id: string,
    options: {
      sequence: number;
      lease?: Lease;
      events: readonly RolloutEvent[];
      clock?: StepClock;
      /** People are to be told of them. */
      tell?: boolean;
    },
  ): Promise<AppendResult>;
  /** People have been told of all up to this event. */
  told(id: string, sequence: number): Promise<void>;
  /** Rollouts of whose events, last appended between these times, people have not been told; the oldest first. */
  untold(options: {
    from: number;
    until: number;
    limit: number;
  }): Promise<{ rolloutId: string; sequence: number }[]>;
  /** Saves clocks of rollouts whose lease is held; lost ones are passed over. */
  saveClocks(
    clocks: readonly { lease: Lease; clock: StepClock }[],
  ): Promise<void>;
  /** Keeps what was measured last; of rollouts whose lease is lost it is passed over. */
  saveEvidence(
    measured: readonly {
      lease: Lease;
      stepIndex: number;
      reports: readonly EvidenceReport[];
    }[],
  ): Promise<void>;
  /** Gives leases back, when the process ends in an orderly way. */
  release(leases: readonly Lease[]): Promise<void>;
  /** Gives leases back of what this version does not understand, and notes that for who looks. */
  giveUp(leases: readonly Lease[]): Promise<void>;
  /** Removes events and evidence of rollouts that ended before; the rollouts themselves stay as summaries. */
  prune(endedBefore: number): Promise<number>;
  now(): Promise<number>;
}
