import * as z from 'zod';
import { messageSchema } from './message';
import { policyOverrideSchema, rolloutPolicySchema } from './policy';
import { rolloutStepSchema, rolloutTargetSchema } from './rollout';
import { overrideSchema, reasonSchema } from './text';

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
  /** `workload`: its release is not healthy, so that a canary waits for a person at the gate */
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
    reason: reasonSchema,
    /** Of the plan that was confirmed; another state of the world is refused with 409. */
    fingerprint: z.string().max(128),
    /** The name of the service, typed by the person; protected environments ask for it. */
    confirmation: z.string().max(253).optional(),
    /** Overrides a freeze, or a policy's minimum; needs the permission for it. */
    override: overrideSchema.optional(),
    /** The same key starts only one rollout. */
    idempotencyKey: z.string().min(8).max(128).optional(),
  })
  .strict();
export type StartRequest = z.infer<typeof startRequestSchema>;
