import * as z from 'zod';
import { findingSchema, planDiffSchema } from './plan';
import { overrideSchema, reasonSchema } from './text';

const role = z.enum(['release', 'canary']).default('release');

/** As Kubernetes has it, and as it may stand in a path. */
export const POD_NAME = /^[a-z0-9][a-z0-9.-]{0,252}$/;

/** What can be done with a workload outside of a rollout. */
export const operationSchema = z.discriminatedUnion('operation', [
  z
    .object({
      operation: z.literal('roll-back'),
      role,
      /** Of a ReplicaSet. */
      revision: z.number().int().min(1),
    })
    .strict(),
  z.object({ operation: z.literal('restart'), role }).strict(),
  z
    .object({
      operation: z.literal('scale'),
      role,
      replicas: z.number().int().min(0).max(10_000),
    })
    .strict(),
  z.object({ operation: z.literal('pause'), role }).strict(),
  z.object({ operation: z.literal('resume'), role }).strict(),
  z
    .object({
      operation: z.literal('delete-pod'),
      pod: z.string().regex(POD_NAME, 'has to be the name of a pod'),
    })
    .strict(),
]);
export type Operation = z.infer<typeof operationSchema>;
export type OperationName = Operation['operation'];

/** `POST /workloads/{id}/operations/plan` */
export const operationPlanRequestSchema = z
  .object({ entityRef: z.string().max(512), operation: operationSchema })
  .strict();
export type OperationPlanRequest = z.infer<typeof operationPlanRequestSchema>;

/** Codes of the findings of an operation, beside those of preflight, with their params. */
export const OPERATION_FINDINGS = [
  /** `min`, `max` */
  'out-of-bounds',
  /** `autoscaler`: it will set another number */
  'autoscaler-decides',
  /** `rollout` */
  'rollout-active',
  /** `freeze`, `to` */
  'frozen',
  /** A paused Deployment does not roll. */
  'paused',
  'already-paused',
  'not-paused',
  /** `revision` */
  'revision-gone',
  'same-template',
  /** `kind`, `name`, `at`: it has changed since the revision ran */
  'config-changed',
  /** `kind`, `name`: the revision reads it, and it is not there any more */
  'config-gone',
  /** The next kubectl apply may undo it. */
  'next-apply-undoes',
  /** `pod` */
  'pod-gone',
  /** `budget`: it allows no disruption */
  'no-disruption-allowed',
  /** The only ready pod of the workload. */
  'last-ready-pod',
  'to-zero',
] as const;

/** What an operation would do; nothing has been done. */
export const operationPlanSchema = z.object({
  fingerprint: z.string(),
  workloadId: z.string(),
  operation: operationSchema,
  diffs: z.array(planDiffSchema),
  findings: z.array(findingSchema),
  startable: z.boolean(),
  now: z.string(),
});
export type OperationPlan = z.infer<typeof operationPlanSchema>;

/** `POST /workloads/{id}/operations` */
export const operationRequestSchema = operationPlanRequestSchema
  .extend({
    reason: reasonSchema,
    fingerprint: z.string().max(128),
    confirmation: z.string().max(253).optional(),
    override: overrideSchema.optional(),
  })
  .strict();
export type OperationRequest = z.infer<typeof operationRequestSchema>;

/** What came of it. */
export const operationResultSchema = z.object({
  changeId: z.string(),
  outcome: z.enum(['done', 'conflict', 'unknown']),
  message: z.string().optional(),
});
export type OperationResult = z.infer<typeof operationResultSchema>;
