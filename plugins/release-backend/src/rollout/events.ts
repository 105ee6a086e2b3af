import type {
  Drift,
  EvidenceReport,
  Message,
  Role,
  RolloutCause,
} from '@pilothouse/plugin-release-common';
import type { RolloutDefinition } from './definition';

/**
 * What a write brings about. Each is idempotent in its goal: whoever observes the goal need not write.
 * - `create-canary`: the canary Deployment exists, made of the release, with 0 replicas
 * - `set-canary-image`: the canary's template has the image, and carries the rollout's id
 * - `scale-canary`: the canary has `replicas`
 * - `promote`: the release's template has the image and the rollout's id; it rolls one pod at a time. `whole`: all else
 *   of the template is as it was recorded, whoever has edited it since
 * - `revert`: the release has the recorded template, and is not paused
 * - `fence`: an annotation of the Deployment's own metadata has this number, which it never had before, so that every
 *   write that was prepared before fails by its resourceVersion. The epoch of a lease alone would not do: applying what
 *   an earlier fence, or an earlier rollout, left there changes no resourceVersion
 */
export type WriteGoal =
  | { kind: 'create-canary' }
  | { kind: 'set-canary-image'; image: string }
  | { kind: 'scale-canary'; replicas: number }
  | { kind: 'promote'; image: string; whole?: true }
  | { kind: 'revert' }
  | { kind: 'fence'; epoch: number };

/** A write as it is recorded before it is sent. */
export interface WriteIntent {
  /** Names the write in the rollout: `3/scale-canary`, `end/scale-canary/<workloadId>`. One effect per key. */
  key: string;
  workloadId: string;
  role: Role;
  goal: WriteGoal;
  /** The state in which the Deployment was seen; missing for `create-canary`. */
  seen?: { uid: string; resourceVersion: string; generation: number };
  /** Counts the tries of the same key. */
  attempt: number;
  /** Of the lease under which it was decided. */
  epoch: number;
  /** Field managers beside the target's `confirmedManagers` from whom a person allowed to take fields meanwhile. */
  confirmed?: string[];
  /** Its line in the ledger; whoever learns what became of it settles that too. Added by who appends it. */
  changeId?: string;
}

/**
 * - `done`: the cluster said so
 * - `observed`: it was found to be so, by whatever way
 * - `conflict`: nothing was changed, because the Deployment had changed since it was seen
 * - `owned`: nothing was changed, because managers that nobody confirmed own a field
 * - `refused`: nothing was changed; the cluster says no, or was not reached
 * - `unknown`: it was sent and no answer came, or the process ended meanwhile: it has to be read back
 */
export type WriteOutcomeName =
  | 'done'
  | 'observed'
  | 'conflict'
  | 'owned'
  | 'refused'
  | 'unknown';

/** What happened to a rollout. In the order of their sequence they are its whole history. */
export type RolloutEvent =
  | { type: 'started'; definition: RolloutDefinition }
  | { type: 'step-entered'; index: number }
  /** Its pods are as it wants them: the hold begins. */
  | { type: 'step-ready'; index: number }
  | {
      type: 'step-completed';
      index: number;
      observedMs: number;
      /** With which it was passed. */
      evidence: EvidenceReport[];
    }
  | { type: 'write-intended'; intent: WriteIntent }
  | {
      type: 'write-settled';
      key: string;
      attempt: number;
      outcome: WriteOutcomeName;
      /** Of the Deployment after the write: what is observed with less is from before it. */
      generation?: number;
      message?: string;
      /** Of `owned`: who owns the fields. */
      managers?: string[];
      /** Of `refused`, where it is known; codes of `STUCK_REASONS`. */
      reason?: Message;
      /** Told by what was read from the cluster itself afterwards: `conflict` is final only so. */
      readBack?: true;
    }
  | { type: 'drift-found'; drift: Drift }
  | {
      type: 'drift-resolved';
      choice: 'adopt' | 'override';
      by: string;
      reason: string;
    }
  | { type: 'paused'; by: string; reason: string }
  /** `overriddenFreezes`: ids of those that do not hold it from here on. */
  | {
      type: 'resumed';
      by: string;
      reason?: string;
      overriddenFreezes?: string[];
    }
  | {
      type: 'approved';
      by: string;
      reason?: string;
      overriddenFreezes?: string[];
    }
  | {
      type: 'promoted';
      by: string;
      reason?: string;
      overriddenFreezes?: string[];
    }
  | {
      type: 'abort-requested';
      by: string;
      reason: string;
      supersededBy?: string;
    }
  | { type: 'failed'; cause: RolloutCause }
  | { type: 'observation-lost'; since: number; reason: Message }
  | { type: 'observation-regained' }
  | { type: 'held'; freezeId: string; reason: string }
  | { type: 'released' }
  | { type: 'stuck'; reason: Message }
  | { type: 'unstuck' }
  | {
      type: 'ended';
      outcome: 'succeeded' | 'aborted' | 'rolled-back' | 'superseded';
    };

export type RolloutEventType = RolloutEvent['type'];

/** An event as the store has it. */
export interface StoredEvent {
  sequence: number;
  /** By the clock of the database, in milliseconds since the epoch. */
  at: number;
  /** Of the lease that appended it; missing for what a person asked for. */
  epoch?: number;
  event: RolloutEvent;
}
