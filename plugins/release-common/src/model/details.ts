import * as z from 'zod';
import { messageSchema } from './message';
import { imageSchema, roleSchema } from './workload';

/** When the cluster was heard last about this; missing while that is now. ISO 8601 */
const staleSinceSchema = z.string().optional();

export const podStateSchema = z.enum([
  'ready',
  'starting',
  'not-ready',
  'failed',
  'terminating',
  'succeeded',
  'unknown',
]);
export type PodState = z.infer<typeof podStateSchema>;

export const podSchema = z.object({
  name: z.string(),
  uid: z.string(),
  role: roleSchema,
  /** Of the container that is named like the service, or else the first. */
  image: imageSchema,
  revision: z.number().optional(),
  node: z.string().optional(),
  ip: z.string().optional(),
  restarts: z.number(),
  /** ISO 8601 */
  createdAt: z.string(),
  state: podStateSchema,
  /** Codes of `WORKLOAD_REASONS`, the most telling first. */
  reasons: z.array(messageSchema),
  containers: z.array(
    z.object({
      name: z.string(),
      ready: z.boolean(),
      restarts: z.number(),
      /** An init container or a sidecar among them. */
      init: z.boolean(),
      /** It has run before, so `previous` logs can be asked for. */
      hasPrevious: z.boolean(),
    }),
  ),
});
export type Pod = z.infer<typeof podSchema>;

/** `GET /workloads/{id}/pods`: canary first, trouble first, then by name; at most 500. */
export const podListSchema = z.object({
  pods: z.array(podSchema),
  /** How many there are; more than are listed when the answer was cut. */
  total: z.number(),
  staleSince: staleSinceSchema,
  now: z.string(),
});
export type PodList = z.infer<typeof podListSchema>;

export const revisionSchema = z.object({
  role: roleSchema,
  /** Of the Deployment, counted by its controller. */
  number: z.number(),
  replicaSet: z.string(),
  uid: z.string(),
  containers: z.array(z.object({ name: z.string(), image: imageSchema })),
  /** From `kubernetes.io/change-cause`. */
  changeCause: z.string().optional(),
  createdAt: z.string(),
  /** Its template is the Deployment's present one. */
  current: z.boolean(),
  desired: z.number(),
  ready: z.number(),
});
export type Revision = z.infer<typeof revisionSchema>;

/** `GET /workloads/{id}/revisions`: release before canary, newest first; at most 200. */
export const revisionListSchema = z.object({
  revisions: z.array(revisionSchema),
  staleSince: staleSinceSchema,
  now: z.string(),
});
export type RevisionList = z.infer<typeof revisionListSchema>;

export const eventSchema = z.object({
  uid: z.string(),
  /** Of the last occurrence. ISO 8601 */
  at: z.string(),
  firstAt: z.string(),
  count: z.number(),
  type: z.enum(['Normal', 'Warning']),
  reason: z.string(),
  /** Hostile text, capped at 1,024 characters. */
  message: z.string(),
  object: z.object({ kind: z.string(), name: z.string() }),
  /** The component that reported it. */
  source: z.string(),
});
export type ClusterEvent = z.infer<typeof eventSchema>;

/** `GET /workloads/{id}/events`: of its Deployments, ReplicaSets, pods and autoscalers; newest first, at most 200. */
export const eventListSchema = z.object({
  events: z.array(eventSchema),
  total: z.number(),
  staleSince: staleSinceSchema,
  now: z.string(),
});
export type EventList = z.infer<typeof eventListSchema>;

/** Codes of {@link WorkloadConfig.findings}, with their params. */
export const CONFIG_FINDINGS = [
  'no-service',
  /** `service` */
  'service-misses-release',
  /** `service` */
  'service-misses-canary',
  'selectors-overlap',
  /** `deployment` */
  'no-readiness-probe',
  /** `deployment` */
  'may-drop-to-zero',
  'no-budget',
  /** `budget` */
  'budget-blocks-eviction',
  /** `autoscaler` */
  'autoscaler-on-canary',
  /** `deployment` */
  'history-too-short',
  /** `cluster`, `verb`, `resource`: what stands there was not looked at */
  'forbidden',
  /** `cluster`, `resource`: the cluster has not told it yet */
  'not-read',
] as const;

/** `GET /workloads/{id}/config`: what stands around the pods, and what is wrong with it. */
export const workloadConfigSchema = z.object({
  services: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      selector: z.record(z.string(), z.string()),
      ports: z.array(z.string()),
      /** Which of the two Deployments' pod templates it selects. */
      selects: z.array(roleSchema),
    }),
  ),
  autoscalers: z.array(
    z.object({
      name: z.string(),
      role: roleSchema,
      min: z.number(),
      max: z.number(),
      current: z.number(),
      desired: z.number(),
      /** Such as `cpu 43 % of 70 %`. */
      metrics: z.array(z.string()),
    }),
  ),
  disruptionBudgets: z.array(
    z.object({
      name: z.string(),
      /** `minAvailable 1` or `maxUnavailable 25%` */
      rule: z.string(),
      allowed: z.number(),
      covers: z.array(roleSchema),
    }),
  ),
  sides: z.array(
    z.object({
      role: roleSchema,
      deployment: z.string(),
      /** `RollingUpdate, maxSurge 1, maxUnavailable 0` */
      strategy: z.string(),
      readinessProbe: z.boolean(),
      livenessProbe: z.boolean(),
      revisionHistoryLimit: z.number(),
      selector: z.string(),
    }),
  ),
  /**
   * Codes: `no-service`, `service-misses-release` (`service`), `service-misses-canary` (`service`),
   * `selectors-overlap`, `no-readiness-probe` (`deployment`), `may-drop-to-zero` (`deployment`), `no-budget`,
   * `budget-blocks-eviction` (`budget`), `autoscaler-on-canary` (`autoscaler`), `history-too-short` (`deployment`),
   * and for a kind that the cluster has not told: `forbidden` (`cluster`, `verb`, `resource`), `not-read` (`cluster`,
   * `resource`)
   */
  findings: z.array(messageSchema),
  staleSince: staleSinceSchema,
  now: z.string(),
});
export type WorkloadConfig = z.infer<typeof workloadConfigSchema>;

/** Codes of the end of a log stream. */
export const LOG_ENDS = [
  'container-ended',
  'cluster-lost',
  /** Of lines or bytes. */
  'limit',
  /** The reader may not read it any more. */
  'revoked',
  /** Cut on the way from the portal; added by the client. */
  'connection-lost',
] as const;

/** One line of the NDJSON that `GET /workloads/{id}/pods/{pod}/logs` streams. */
export const logLineSchema = z.union([
  z.object({
    /** ISO 8601 with the cluster's fraction of a second; missing when the cluster gave none. */
    at: z.string().optional(),
    /** Hostile text, at most 32 KiB. */
    text: z.string(),
    /** The line was longer than that. */
    cut: z.boolean().optional(),
  }),
  z.object({
    /**
     * The stream has ended: `container-ended`, `cluster-lost`, `limit` (lines or bytes), `revoked`. The client adds
     * `connection-lost` when it was cut on the way from the portal.
     */
    end: messageSchema,
  }),
]);
export type LogLine = z.infer<typeof logLineSchema>;
