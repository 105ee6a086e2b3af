import * as z from 'zod';
import { messageSchema } from './message';
import { targetSchema } from './target';

/** What was done. */
export const CHANGE_ACTIONS = [
  'start-rollout',
  'create-canary',
  'set-canary-image',
  'scale-canary',
  'promote',
  'revert',
  'fence',
  'pause-rollout',
  'resume-rollout',
  'approve-rollout',
  'promote-rollout',
  'abort-rollout',
  'adopt-drift',
  'override-drift',
  'end-rollout',
  'roll-back',
  'restart',
  'scale',
  'pause',
  'resume',
  'delete-pod',
  'create-freeze',
  'end-freeze',
  'ensure-namespace',
  'apply-manifests',
] as const;
export const changeActionSchema = z.enum(CHANGE_ACTIONS);
export type ChangeAction = z.infer<typeof changeActionSchema>;

/**
 * - `begun`: not settled yet
 * - `done`: it is so
 * - `refused`: nothing was changed, because the cluster or a rule said no
 * - `conflict`: nothing was changed, because somebody else was faster
 * - `unknown`: it was sent, and nobody knows whether it is so
 */
export const changeOutcomeSchema = z.enum([
  'begun',
  'done',
  'refused',
  'conflict',
  'unknown',
]);
export type ChangeOutcome = z.infer<typeof changeOutcomeSchema>;

/** Values before and after, by the names of what changed: `image`, `replicas`, `revision`, `paused`. */
const valuesSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()]),
);

/** One line of the ledger: who did what to which target, why, before and after. */
export const changeSchema = z.object({
  id: z.string(),
  /** Place in the ledger, ascending. */
  sequence: z.number(),
  /** By the clock of the database. ISO 8601 */
  at: z.string(),
  settledAt: z.string().optional(),
  /** Reference of a user, or `service:` and the subject; `portal` for what a rollout does by itself. */
  actor: z.string(),
  action: changeActionSchema,
  entityRef: z.string().optional(),
  /** Reference of the system that the entity is part of. */
  system: z.string().optional(),
  environment: z.string().optional(),
  target: targetSchema.optional(),
  /** Name of the workload; its id is target and name. */
  name: z.string().optional(),
  role: z.enum(['release', 'canary']).optional(),
  /** In the words of the person; missing where a rollout acts by its plan. */
  reason: z.string().optional(),
  before: valuesSchema.default({}),
  after: valuesSchema.default({}),
  outcome: changeOutcomeSchema,
  /** What went wrong. */
  message: messageSchema.optional(),
  rolloutId: z.string().optional(),
});
export type Change = z.infer<typeof changeSchema>;

/** `GET /changes` */
export const changeListSchema = z.object({
  /** The latest first. */
  changes: z.array(changeSchema),
  /** For the page after this one; missing on the last. */
  cursor: z.string().optional(),
  now: z.string(),
});
export type ChangeList = z.infer<typeof changeListSchema>;
