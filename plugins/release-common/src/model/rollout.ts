import * as z from 'zod';
import { evidenceReportSchema } from './evidence';
import { freezeMomentSchema } from './freeze';
import { messageSchema } from './message';
import { rolloutPolicySchema } from './policy';
import { targetSchema } from './target';
import { overrideSchema, reasonSchema } from './text';
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

/** The alerts by which runbooks say what to do about a rollout that gets into trouble. */
export const ROLLOUT_ALERTS = {
  /** By evidence or by a person, before anything was promoted or after. */
  aborted: 'CanaryAborted',
  stuck: 'RolloutStuck',
} as const;
export type RolloutAlert = (typeof ROLLOUT_ALERTS)[keyof typeof ROLLOUT_ALERTS];

const ABORTED: readonly RolloutStateName[] = [
  'aborting',
  'reverting',
  'aborted',
  'rolled-back',
];

/** @returns nothing while a rollout is well */
export function rolloutAlert({
  state,
  stuck,
}: {
  state: RolloutStateName;
  stuck?: unknown;
}): RolloutAlert | undefined {
  if (stuck) return ROLLOUT_ALERTS.stuck;
  return ABORTED.includes(state) ? ROLLOUT_ALERTS.aborted : undefined;
}

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
  /** Whether the rollout can set back what was found; it can unless this says no. */
  overridable: z.boolean().optional(),
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
  /**
   * Nothing is observed since then, so that its clock stands, or what it undoes has to wait. Codes: `cluster-away`,
   * `credentials-refused`, `forbidden`, `connecting` with the `cluster`, and those of evidence that is not known.
   */
  blind: messageSchema.extend({ since: z.string() }).optional(),
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

/** `GET /rollouts/{id}` */
export const rolloutSchema = rolloutSummarySchema.extend({
  policy: rolloutPolicySchema,
  /** Since the present step began, of each provider. */
  evidence: z.array(evidenceReportSchema),
  /** Why a person has to approve although the policy says automatic. Codes: see {@link GATE_REASONS}. */
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
  /** How many lines are left out after the first; missing where none are. */
  historyOmitted: z.number().int().optional(),
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

/** `POST /rollouts/{id}/{action}` */
export const rolloutCommandSchema = z
  .object({
    reason: reasonSchema.optional(),
    /** Overrides a freeze; needs the permission for it. */
    override: overrideSchema.optional(),
  })
  .strict();
export type RolloutCommand = z.infer<typeof rolloutCommandSchema>;
