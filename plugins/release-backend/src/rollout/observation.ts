import type {
  EvidenceReport,
  Message,
  Role,
} from '@pilothouse/plugin-release-common';

/** A program that wrote to a Deployment. */
export interface ObservedOwner {
  manager: string;
  /** RFC 3339 */
  at?: string;
}

/** A Deployment as the cluster says that it is. */
export interface ObservedDeployment {
  name: string;
  uid: string;
  resourceVersion: string;
  generation: number;
  observedGeneration: number;
  /** Of the container that the rollout changes; missing where there is no such container. */
  image?: string;
  /** The annotation `pilothouse.io/rollout` of the pod template. */
  rolloutId?: string;
  /** The annotation `pilothouse.io/epoch` of the Deployment itself. */
  fence?: number;
  /** The template equals the one recorded at the start, whatever an API server fills in. */
  templateIsRecorded: boolean;
  /**
   * Its template is not the first one with this image and this rollout's id: somebody has changed something else of it
   * since, and left these as they were.
   */
  edited?: true;
  paused: boolean;
  /** `spec.replicas` */
  replicas: number;
  status: {
    replicas: number;
    updated: number;
    ready: number;
    available: number;
  };
  /** `reason` of the condition Progressing. */
  progressing?: string;
  /** Message of the condition ReplicaFailure. */
  replicaFailure?: string;
  /** Who owns the image and the replicas, who changed anything of the template last, and who paused it; by managedFields. */
  imageOwner?: ObservedOwner;
  replicasOwner?: ObservedOwner;
  templateOwner?: ObservedOwner;
  pausedOwner?: ObservedOwner;
  /** Names of autoscalers that scale it; missing while that is not known. */
  autoscalers?: string[];
}

/** What is known of one target. */
export interface TargetObservation {
  workloadId: string;
  /**
   * The caches of this cluster are current: connected, and true as of `at`. Where it is false the rest is the last
   * known, nothing is decided on it, and nothing is written.
   */
  current: boolean;
  /** Why not. Codes: `cluster-away`, `credentials-refused`, `forbidden`, `connecting`. */
  problem?: Message;
  at: number;
  namespaceGone: boolean;
  release?: ObservedDeployment;
  canary?: ObservedDeployment;
  /** Pods of the canary's present template that have been ready long enough. */
  canaryReady: number;
  /**
   * Which of the two were read from the cluster itself for this observation, as `Decision.readBack` asks for: missing
   * there means that it does not exist. What caches say of a Deployment may be from before a write.
   */
  readBack?: readonly Role[];
  /** That could not be done lately, although it was asked for; codes of `STUCK_REASONS`. */
  unread?: { reason: Message; forMs: number };
}

/** All that a decision rests on, beside the state. */
export interface Observation {
  /** The clock of the database, in milliseconds since the epoch. */
  now: number;
  /**
   * Milliseconds since this process observed the rollout last, by a clock that does not jump; missing the first time.
   * What the clock of the database says more is not counted.
   */
  elapsedMs?: number;
  /** Of the lease under which it is decided. */
  epoch: number;
  targets: Record<string, TargetObservation>;
  /** The latest of each provider about the target of the present step. */
  evidence: EvidenceReport[];
  /** The freeze that holds now, of those that nobody has overridden. */
  freeze?: { id: string; reason: string };
  /** The catalog says that the entity is not there any more. */
  entityGone: boolean;
  /** The rollout that this one supersedes has ended, or there is none. */
  predecessorEnded: boolean;
}
