/*
 * The codes with which a rollout says why, and what happened to it. Who shows them has words for each, and shows a code
 * of a newer backend as it is.
 */

/** Why a person cannot do something with a rollout now, with their params. */
export const ACTION_REASONS = [
  /** `permission` */
  'no-permission',
  'ended',
  /** `action` that is on its way: aborting, reverting */
  'on-its-way',
  /** `step`, the step's kind: promote opens after bake and, where the policy says so, approval */
  'opens-after-bake',
  /** Somebody else than the author has to. */
  'author-may-not-approve',
  'waits-for-approval',
  'gate-is-automatic',
  'not-paused',
  'already-paused',
  'no-drift',
  /** `freeze` reason */
  'frozen',
  /** What was found cannot be adopted, only overridden. */
  'not-adoptable',
  /** What was found cannot be set back, only adopted. */
  'not-overridable',
  /** The portal's version does not understand what another one has stored of it. */
  'not-readable',
] as const;

/** Why a rollout ended, or ends, with their params. */
export const ROLLOUT_CAUSES = [
  /** `by`, `reason` */
  'aborted-by-person',
  /** `by`, `rollout` */
  'superseded-by',
  /** `provider`, `check` */
  'evidence-failed',
  /** `workload`, `seconds` */
  'canary-not-ready',
  /** `workload`, `seconds` */
  'promote-timeout',
  /** `workload`, `message`: the Deployment says that its own deadline has passed */
  'deadline-exceeded',
  /** `workload`, `message`: quota or admission */
  'replicas-refused',
  /** `workload`, `deployment` */
  'deployment-gone',
  /** `namespace`, `cluster` */
  'namespace-gone',
  'entity-gone',
] as const;

/** What a rollout is stuck on; it tries again, and tells. */
export const STUCK_REASONS = [
  /** `cluster`, `seconds` */
  'cluster-away',
  /** `cluster` */
  'credentials-refused',
  /** `cluster`, `verb`, `resource` */
  'forbidden',
  /** `workload`, `message` */
  'write-refused',
  /** `workload`: others change it faster than we can */
  'conflicts',
  /** `cluster`, `seconds` */
  'throttled',
  /** `workload`: its release has no pods that serve, and what does is kept */
  'release-not-serving',
  /** `workload`, `deployment`, `manager`: it is paused in the cluster, so that nothing of it is replaced */
  'deployment-paused',
  /** The portal's version does not understand what another one has stored of it. */
  'not-readable',
] as const;

/** Types of the events of a rollout, with the params of their lines. */
export const ROLLOUT_EVENTS = [
  'started',
  /** `kind`, `workload`, `replicas` */
  'step-entered',
  'step-ready',
  /** `kind`, `workload`, `observedMs` */
  'step-completed',
  /** `key`, `workload`, `role`, `kind` */
  'write-intended',
  /** `key`, `outcome`, `message` */
  'write-settled',
  /** `workload`, `role`, `field`, `expected`, `found`, `manager` */
  'drift-found',
  /** `choice` */
  'drift-resolved',
  'paused',
  'resumed',
  'approved',
  'promoted',
  'abort-requested',
  /** `code` of {@link ROLLOUT_CAUSES} with its params */
  'failed',
  /** `seconds` */
  'observation-lost',
  'observation-regained',
  /** `freeze` */
  'held',
  'released',
  /** `code` of {@link STUCK_REASONS} with its params */
  'stuck',
  'unstuck',
  /** `outcome` */
  'ended',
] as const;

/**
 * Codes with which an `observation-lost` says why, beside {@link STUCK_REASONS} and the problems of evidence, with their
 * params.
 */
export const OBSERVATION_PROBLEMS = [
  /** `cluster` */
  'connecting',
  /** `provider` */
  'evidence-unknown',
] as const;

/** Why a person has to approve although the policy of a rollout asks nobody, with their params. */
export const GATE_REASONS = [
  'no-traffic-evidence',
  /** `workload`, `cluster`: its release was not healthy when the rollout was planned */
  'release-degraded',
] as const;
