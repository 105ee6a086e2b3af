import * as z from 'zod';

export const strategySchema = z.enum(['canary', 'rolling', 'offline']);
/** How a rollout brings its image to a target. `offline` is not served yet. */
export type Strategy = z.infer<typeof strategySchema>;

/**
 * What lets the promotion begin, once the bake is complete and its evidence passes:
 * - `automatic`: nothing else
 * - `manual`: somebody presses promote
 * - `approval`: somebody approves; in a protected environment not the author
 */
export const gateSchema = z.enum(['automatic', 'manual', 'approval']);
export type Gate = z.infer<typeof gateSchema>;

const HOUR = 3_600_000;
/** Nothing that a rollout waits for is longer, in milliseconds. */
export const LONGEST_WAIT = 30 * 24 * HOUR;
const wait = z.number().int().min(0).max(LONGEST_WAIT);

/** The rules of a rollout, as they were resolved when it was planned. All times are milliseconds. */
export const rolloutPolicySchema = z.object({
  strategy: strategySchema,
  /** Between one canary replica and the next; only time in which the canary was really observed counts. */
  stepIntervalMs: wait,
  /** After the last canary replica; counted alike. */
  bakeMs: wait,
  /** The canary grows to so many. */
  maxCanaryReplicas: z.number().int().min(1).max(100),
  gate: gateSchema,
  /** A promotion that is not complete within so long is reverted. */
  promoteTimeoutMs: wait,
  /** After the promotion of one cluster, before the next begins; counted like the bake. */
  soakMs: wait,
  /** Every cluster has a canary of its own, instead of the first alone. */
  canaryPerCluster: z.boolean(),
  /** Pods that are not ready within so long after a step began fail it. */
  readyTimeoutMs: wait,
});
export type RolloutPolicy = z.infer<typeof rolloutPolicySchema>;

/** What a request may change of the policy of its environment. */
export const policyOverrideSchema = z
  .strictObject({
    stepIntervalMs: wait,
    bakeMs: wait,
    maxCanaryReplicas: z.number().int().min(1).max(100),
    gate: gateSchema,
    promoteTimeoutMs: wait,
    soakMs: wait,
    canaryPerCluster: z.boolean(),
  })
  .partial();
export type PolicyOverride = z.infer<typeof policyOverrideSchema>;

/** The policy of an environment, for the start dialog. */
export const environmentPolicySchema = z.object({
  environment: z.string(),
  protected: z.boolean(),
  /** With the annotation of the entity, if it has one. */
  policy: rolloutPolicySchema,
  /** Nobody goes under these without `release.policy.override` and a reason; zero where nothing is set. */
  minimum: z.object({ stepIntervalMs: wait, bakeMs: wait, soakMs: wait }),
  /** Bounds of scaling by hand. */
  replicas: z.object({ min: z.number().int(), max: z.number().int() }),
});
export type EnvironmentPolicy = z.infer<typeof environmentPolicySchema>;
