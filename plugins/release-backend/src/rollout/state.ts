import type {
  Drift,
  EvidenceReport,
  Message,
  Role,
  RolloutCause,
} from '@pilothouse/plugin-release-common';
import type { RolloutDefinition } from './definition';
import type { WriteGoal, WriteIntent, WriteOutcomeName } from './events';

export type RolloutPhase =
  /** Its first step is not entered; maybe for the end of the rollout that it supersedes. */
  | 'waiting'
  | 'running'
  /** Canaries go to 0. */
  | 'aborting'
  /** The release goes back, then canaries go to 0. */
  | 'reverting'
  | 'ended';

/** How much of the present step has been observed. Not an event: it is saved now and then, and what was not is lost. */
export interface StepClock {
  /** The index of the step that it counts; what was counted for another, or for none, is nothing for this one. */
  of?: number;
  observedMs: number;
  /** When it was counted last, by the clock of the database; missing before the hold begins, and while it stands. */
  at?: number;
  /** How long its pods have not been as it wants them, although everything is written; by a clock that does not jump. */
  waitedMs?: number;
  /** Nothing is observed now of what has to be; told to who looks, and nothing is decided on it. */
  stands?: true;
  /** How long the cluster has not been seen, or pods not been measured; alike. */
  awayMs?: number;
  /** When a Deployment was read because its cache was in doubt; by the clock of the database. */
  readAt?: number;
}

/** What a rollout has made of one Deployment: what is found to differ is drift. */
export interface Expected {
  image?: string;
  replicas?: number;
  /** Observations of a lower generation are from before our last write. */
  generation: number;
  /** When that was, by the clock of the database. */
  at?: number;
  /** Another of the same name is not ours. */
  uid?: string;
  /** Its template carries the rollout's id. */
  carriesId?: true;
  /** It was made by us; until it is seen its uid is not known. */
  made?: true;
  /** Somebody else's template, over which a person has decided to go on. */
  tolerated?: true;
  /** What somebody else has edited beside the image: a person has decided to go on with it, or to set it back. */
  edit?: 'adopted' | 'overridden';
  /** Field managers that a person has confirmed in the meantime. */
  confirmed: string[];
}

/** What a rollout has done on one target. */
export interface TargetProgress {
  release: Expected;
  canary: Expected;
  /** The canary has been made more than nothing by us. */
  canaryUsed: boolean;
  /** What a person took over from somebody else: so many canary replicas, as of this step. */
  adopted?: { stepIndex: number; replicas: number };
  promote: 'none' | 'begun' | 'complete' | 'reverted';
}

/** A rollout at a moment: its events folded. */
export interface RolloutState {
  definition: RolloutDefinition;
  /** Of the last event. */
  sequence: number;
  phase: RolloutPhase;
  stepIndex: number;
  /** By the clock of the database. */
  stepEnteredAt: number;
  /** When the hold of the present step began. */
  stepReadyAt?: number;
  startedAt: number;
  endedAt?: number;
  targets: Record<string, TargetProgress>;
  /** Recorded, and what came of it is not certain: it stays here until that has been read back. */
  pending?: WriteIntent & {
    intendedAt: number;
    /** Missing while it may be on its way, or the process ended meanwhile. */
    outcome?: 'unknown';
    /** One before it is not certain either; it was for the same resourceVersion, so only one of them can succeed. */
    shadowsEarlier: boolean;
  };
  /** Tries of each key. */
  attempts: Record<string, number>;
  /** Effects of each kind of write; one that is needed again, because somebody undid it, gets a key of its own. */
  effects: Record<string, number>;
  /** What others own, found by the last write; becomes drift. */
  owned?: {
    workloadId: string;
    role: Role;
    goal: WriteGoal;
    managers: string[];
  };
  /** Tries in a row without effect, by key; for back-off and `stuck`. */
  failures?: {
    key: string;
    count: number;
    at: number;
    outcome: WriteOutcomeName;
    message?: string;
    reason?: Message;
    workloadId: string;
  };
  pause?: { by: string; reason: string; at: number };
  drift: Drift[];
  approval?: { by: string; at: number };
  promoted?: { by: string; at: number };
  blind?: { since: number; reason: Message };
  hold?: { freezeId: string; reason: string; at: number };
  /** Ids of the freezes of which a person with the permission for it said that they do not hold it. */
  overriddenFreezes: string[];
  stuck?: { reason: Message; since: number };
  cause?: RolloutCause;
  supersededBy?: string;
  /** A person said that it ends although its canary is all that serves. */
  insisted?: { by: string; reason: string };
  /** Of the steps that are complete. */
  completed: {
    index: number;
    enteredAt: number;
    at: number;
    observedMs: number;
    evidence: EvidenceReport[];
  }[];
  outcome?: 'succeeded' | 'aborted' | 'rolled-back' | 'superseded';
}
