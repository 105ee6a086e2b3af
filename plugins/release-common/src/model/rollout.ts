import * as z from 'zod';
import { evidenceReportSchema } from './evidence';
import { freezeMomentSchema } from './freeze';
import { messageSchema } from './message';
import { policyOverrideSchema, rolloutPolicySchema } from './policy';
import { targetSchema } from './target';
import { imageSchema } from './workload';

/**
 * - `canary`: the canary has `replicas` pods, and is watched for `holdMs`
 * - `bake`: the canary is watched for `holdMs`
 * - `gate`: waits for what the policy's gate asks
 * - `promote`: the release gets the image, one pod at a time, watched to the end
 * - `retire`: the canary goes to 0
 * - `soak`: the promoted release is watched for `holdMs` before the next target begins
 */
export const stepKindSchema = z.enum([
  'canary',
  'bake',
  'gate',
  'promote',
  'retire',
  'soak',
]);
export type StepKind = z.infer<typeof stepKindSchema>;

/** One step, as the plan fixed it. */
export const rolloutStepSchema = z.object({
  kind: stepKindSchema,
  /** The workload that it acts on. */
  workloadId: z.string(),
  /** Of `canary`. */
  replicas: z.number().int().optional(),
  /** How long it is observed, in milliseconds. */
  holdMs: z.number(),
});
export type RolloutStep = z.infer<typeof rolloutStepSchema>;

/**
 * - `waiting`: for the end of the rollout that it supersedes
 * - `running`
 * - `paused`: by a person, by drift
 * - `held`: by a freeze
 * - `waiting-for-person`: at its gate
 * - `aborting`: the canary goes to 0
 * - `reverting`: the release goes back to what it was, then the canary to 0
 * - `succeeded`, `aborted`, `rolled-back`, `superseded`: ended
 */
export const rolloutStateSchema = z.enum([
  'waiting',
  'running',
  'paused',
  'held',
  'waiting-for-person',
  'aborting',
  'reverting',
  'succeeded',
  'aborted',
  'rolled-back',
  'superseded',
]);
export type RolloutStateName = z.infer<typeof rolloutStateSchema>;

/** The states that are ends. */
export const ROLLOUT_ENDS: readonly RolloutStateName[] = [
  'succeeded',
  'aborted',
  'rolled-back',
  'superseded',
];

/** What a person can do with a rollout. */
export const ROLLOUT_ACTIONS = [
  'promote',
  'approve',
  'pause',
  'resume',
  'abort',
  'adopt',
  'override',
] as const;
export const rolloutActionSchema = z.enum(ROLLOUT_ACTIONS);
export type RolloutAction = z.infer<typeof rolloutActionSchema>;

/** Whether the reader may do something now, and if not, why. */
export const actionAvailabilitySchema = z.object({
  allowed: z.boolean(),
  /** Codes: see {@link ACTION_REASONS}. */
  why: messageSchema.optional(),
});
export type ActionAvailability = z.infer<typeof actionAvailabilitySchema>;

/** Codes of {@link ActionAvailability}, with their params. */
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
] as const;

/** Somebody else changed what a rollout holds. */
export const driftSchema = z.object({
  workloadId: z.string(),
  role: z.enum(['release', 'canary']),
  field: z.enum(['image', 'replicas', 'template', 'deployment']),
  expected: z.union([z.string(), z.number()]),
  found: z.union([z.string(), z.number()]),
  /** A program, not a person; missing where the cluster does not say. */
  manager: z.string().optional(),
  /** ISO 8601 */
  at: z.string().optional(),
  /** Whether the rollout can go on with what was found. */
  adoptable: z.boolean(),
});
export type Drift = z.infer<typeof driftSchema>;

/** Why a rollout ended, or ends. Codes: see {@link ROLLOUT_CAUSES}. */
export const rolloutCauseSchema = messageSchema.extend({
  /** Who, where it was a person. */
  by: z.string().optional(),
  reason: z.string().optional(),
  /** What was measured. */
  evidence: z.array(evidenceReportSchema).default([]),
});
export type RolloutCause = z.infer<typeof rolloutCauseSchema>;

/** Codes of {@link RolloutCause}, with their params. */
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

/** Codes of what a rollout is stuck on; it tries again, and tells. */
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
] as const;

/** One target of a rollout. */
export const rolloutTargetSchema = z.object({
  workloadId: z.string(),
  target: targetSchema,
  name: z.string(),
  /** What the release ran when the rollout began. */
  from: imageSchema,
  to: imageSchema,
  state: z.enum(['untouched', 'canary', 'promoting', 'promoted', 'reverted']),
});
export type RolloutTarget = z.infer<typeof rolloutTargetSchema>;

/** A step of a running rollout. */
export const rolloutStepStateSchema = rolloutStepSchema.extend({
  state: z.enum(['done', 'current', 'ahead', 'skipped']),
  enteredAt: z.string().optional(),
  endedAt: z.string().optional(),
  /** Of `holdMs`, when the pods were as the step wants and evidence passed. */
  observedMs: z.number().default(0),
  /** When it will be complete if nothing comes between. ISO 8601 */
  endsAt: z.string().optional(),
});
export type RolloutStepState = z.infer<typeof rolloutStepStateSchema>;

/** A rollout, in a list. */
export const rolloutSummarySchema = z.object({
  id: z.string(),
  entityRef: z.string(),
  environment: z.string(),
  protected: z.boolean(),
  /** Name of the workload; the same on all its targets. */
  name: z.string(),
  strategy: z.enum(['canary', 'rolling']),
  image: imageSchema,
  author: z.string(),
  reason: z.string(),
  createdAt: z.string(),
  endedAt: z.string().optional(),
  state: rolloutStateSchema,
  stepIndex: z.number(),
  steps: z.array(rolloutStepStateSchema),
  targets: z.array(rolloutTargetSchema),
  /** It cannot go on, tries again, and needs a look. Codes: see {@link STUCK_REASONS}. */
  stuck: messageSchema.extend({ since: z.string() }).optional(),
  /** The reader is one of those for whom it waits. */
  waitsForMe: z.boolean().default(false),
  cause: rolloutCauseSchema.optional(),
});
export type RolloutSummary = z.infer<typeof rolloutSummarySchema>;

/** One line of a rollout's history. */
export const rolloutHistoryLineSchema = z.object({
  sequence: z.number(),
  at: z.string(),
  /** The type of the event; codes: see {@link ROLLOUT_EVENTS}. */
  code: z.string(),
  params: messageSchema.shape.params,
  by: z.string().optional(),
  reason: z.string().optional(),
});
export type RolloutHistoryLine = z.infer<typeof rolloutHistoryLineSchema>;

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

/** `GET /rollouts/{id}` */
export const rolloutSchema = rolloutSummarySchema.extend({
  policy: rolloutPolicySchema,
  /** Since the present step began, of each provider. */
  evidence: z.array(evidenceReportSchema),
  /** Why a person has to approve although the policy says automatic. `no-traffic-evidence` */
  gateReason: messageSchema.optional(),
  pause: z
    .object({
      by: z.string().optional(),
      reason: z.string().optional(),
      at: z.string(),
    })
    .optional(),
  hold: freezeMomentSchema.optional(),
  drift: z.array(driftSchema),
  /** Nothing is observed since then, so that the clock stands. */
  blindSince: z.string().optional(),
  approval: z.object({ by: z.string(), at: z.string() }).optional(),
  supersedes: z.string().optional(),
  supersededBy: z.string().optional(),
  /** What the reader may do now. */
  actions: z.record(rolloutActionSchema, actionAvailabilitySchema),
  /** The oldest first. */
  history: z.array(rolloutHistoryLineSchema),
  now: z.string(),
});
export type Rollout = z.infer<typeof rolloutSchema>;

/** `GET /rollouts` */
export const rolloutListSchema = z.object({
  rollouts: z.array(rolloutSummarySchema),
  cursor: z.string().optional(),
  now: z.string(),
});
export type RolloutList = z.infer<typeof rolloutListSchema>;

const reason = z.string().trim().min(1).max(1000);

/** What a person asks for; `POST /rollouts/plan`. */
export const planRequestSchema = z
  .object({
    entityRef: z.string().max(512),
    environment: z.string().max(253),
    /** Name of the workload; needed where the entity has several in the environment. */
    name: z.string().max(253).optional(),
    /** Some of the environment's clusters; all of them when missing. */
    clusters: z.array(z.string().max(253)).min(1).max(50).optional(),
    /** A tag, or a tag with a digest: `1.4.2@sha256:…`. The repository is that of the workload. */
    version: z.string().min(1).max(256),
    strategy: z.enum(['canary', 'rolling']).optional(),
    policy: policyOverrideSchema.optional(),
    /** Id of the active rollout that this one takes the place of. */
    supersedes: z.string().max(64).optional(),
  })
  .strict();
export type PlanRequest = z.infer<typeof planRequestSchema>;

export const findingSeveritySchema = z.enum(['blocking', 'warning', 'info']);
export type FindingSeverity = z.infer<typeof findingSeveritySchema>;

/** What preflight found. Codes: see {@link PREFLIGHT_FINDINGS}. */
export const findingSchema = messageSchema.extend({
  severity: findingSeveritySchema,
  workloadId: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/** Codes of {@link Finding}, with their params. */
export const PREFLIGHT_FINDINGS = [
  /** `image` */
  'image-missing',
  /** `image`, `message`: the registry could not be asked */
  'image-unknown',
  /** `image`: no configured registry serves its host */
  'no-registry',
  /** `clusters`: the tag means different images there */
  'digests-differ',
  /** `image`: that is what runs already */
  'same-image',
  /** `tag` that moves, such as latest */
  'moving-tag',
  'platform-missing',
  'no-release',
  /** `deployment` */
  'canary-will-be-made',
  /** `deployment`, `why` */
  'canary-cannot-be-made',
  /** `deployment`, `replicas`, `image`, `manager` */
  'canary-busy',
  /** `deployment`, `fields`: canary and release differ in more than the image */
  'canary-differs',
  /** `deployment`, `container` */
  'no-readiness-probe',
  /** `deployment`, `limit` */
  'revision-history',
  /** `deployment` */
  'selectors-overlap',
  /** `service`, `missing` role */
  'service-selects-one',
  'no-service',
  /** `autoscaler`, `role` */
  'autoscaler-on-release',
  'autoscaler-on-canary',
  /** `budget` */
  'no-disruption-allowed',
  /** `quota`, `resource`, `free`, `needed` */
  'quota',
  /** `deployment`, `maxUnavailable`: the promotion sets the strategy to one pod at a time */
  'strategy-changes',
  /** `deployment` */
  'paused',
  /** `rollout`, `author` */
  'rollout-active',
  /** `freeze`, `to` */
  'frozen',
  /** `from`: the clusters run different images */
  'drift',
  /** `workload`: its release is not healthy */
  'release-degraded',
  /** `workload`: its release has 0 replicas */
  'release-at-zero',
  /** `cluster`, `status` */
  'cluster-not-live',
  /** `cluster` */
  'read-only',
  /** `cluster`, `verb`, `resource`: what could not be read for a check */
  'not-checked',
  /** `field`, `minimum` */
  'under-minimum',
  'no-traffic-evidence',
  /** `manager`, `fields`: it will own them no more */
  'takes-over',
  /** `image`: the next kubectl apply of the present manifest brings that back */
  'last-applied',
  /** `message`: the cluster refuses the write in a dry run */
  'dry-run-refused',
] as const;

/** Codes of blocking findings over which somebody with `release.policy.override` can go, with a reason. */
export const OVERRIDABLE_FINDINGS: readonly string[] = [
  'frozen',
  'under-minimum',
];

/** One write of a plan, as the cluster itself says it would be. */
export const planDiffSchema = z.object({
  workloadId: z.string(),
  role: z.enum(['release', 'canary']),
  deployment: z.string(),
  /** The Deployment as YAML, without status and managed fields. */
  before: z.string().max(200_000),
  after: z.string().max(200_000),
});
export type PlanDiff = z.infer<typeof planDiffSchema>;

/** Who owns what a plan writes. */
export const planOwnerSchema = z.object({
  workloadId: z.string(),
  role: z.enum(['release', 'canary']),
  manager: z.string(),
  fields: z.array(z.string()),
  at: z.string().optional(),
});
export type PlanOwner = z.infer<typeof planOwnerSchema>;

/** What would happen; nothing has. */
export const rolloutPlanSchema = z.object({
  /** Names this plan to `POST /rollouts`; another state of the world makes another. */
  fingerprint: z.string(),
  entityRef: z.string(),
  environment: z.string(),
  protected: z.boolean(),
  name: z.string(),
  strategy: z.enum(['canary', 'rolling']),
  policy: rolloutPolicySchema,
  targets: z.array(rolloutTargetSchema.omit({ state: true })),
  steps: z.array(rolloutStepSchema.extend({ startsAfterMs: z.number() })),
  /** The shortest that it can take, in milliseconds. */
  durationMs: z.number(),
  diffs: z.array(planDiffSchema),
  owners: z.array(planOwnerSchema),
  findings: z.array(findingSchema),
  /** Nothing of it is blocking. */
  startable: z.boolean(),
  now: z.string(),
});
export type RolloutPlan = z.infer<typeof rolloutPlanSchema>;

/** `POST /rollouts` */
export const startRequestSchema = planRequestSchema
  .extend({
    reason,
    /** Of the plan that was confirmed; another state of the world is refused with 409. */
    fingerprint: z.string().max(128),
    /** The name of the service, typed by the person; protected environments ask for it. */
    confirmation: z.string().max(253).optional(),
    /** Overrides a freeze, or a policy's minimum; needs the permission for it. */
    override: z.object({ reason }).optional(),
    /** The same key starts only one rollout. */
    idempotencyKey: z.string().min(8).max(128).optional(),
  })
  .strict();
export type StartRequest = z.infer<typeof startRequestSchema>;

/** `POST /rollouts/{id}/{action}` */
export const rolloutCommandSchema = z
  .object({
    reason: reason.optional(),
    /** Overrides a freeze; needs the permission for it. */
    override: z.object({ reason }).optional(),
  })
  .strict();
export type RolloutCommand = z.infer<typeof rolloutCommandSchema>;
