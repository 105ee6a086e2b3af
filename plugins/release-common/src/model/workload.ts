import * as z from 'zod';
import { messageSchema } from './message';
import { environmentSchema, targetSchema } from './target';

/** An image as a container names it, taken apart. */
export const imageSchema = z.object({
  /** The whole reference, as it stands in the container. */
  reference: z.string(),
  /** Without registry, tag and digest: `order/order-api`. */
  repository: z.string(),
  registry: z.string().optional(),
  tag: z.string().optional(),
  /** `sha256:…` */
  digest: z.string().optional(),
});
export type Image = z.infer<typeof imageSchema>;

export const roleSchema = z.enum(['release', 'canary']);
export type Role = z.infer<typeof roleSchema>;

/** One Deployment of a workload. */
export const sideSchema = z.object({
  deployment: z.string(),
  uid: z.string(),
  /** Of the container that is named like the service, or else the first. */
  image: imageSchema,
  /** Where its versions come from, if the Deployment says so; else from where its image did. */
  imageRepository: z.string().optional(),
  /** All containers, in the order of the pod template. */
  containers: z.array(z.object({ name: z.string(), image: imageSchema })),
  /** Pods of the present template and before. */
  desired: z.number(),
  ready: z.number(),
  /** Pods of the present template. */
  updated: z.number(),
  available: z.number(),
  paused: z.boolean(),
});
export type Side = z.infer<typeof sideSchema>;

/**
 * - `healthy`: as many pods ready as wanted, all of the present template
 * - `progressing`: pods are being made or replaced, within the Deployment's own deadline
 * - `degraded`: something failed: a pod crashes, an image cannot be pulled, the deadline has passed, replicas refused
 * - `stopped`: release wants no pods
 * - `unknown`: the cluster does not answer; the rest is the last known
 */
export const workloadStateSchema = z.enum([
  'healthy',
  'progressing',
  'degraded',
  'stopped',
  'unknown',
]);
export type WorkloadState = z.infer<typeof workloadStateSchema>;

/** Who changed what last, as far as the cluster knows: a field manager is a program, not a person. */
export const lastChangeSchema = z.object({
  manager: z.string(),
  /** ISO 8601 */
  at: z.string(),
  /** What the entry owns of image and replicas; empty for anything else. */
  fields: z.array(z.enum(['image', 'replicas', 'template'])),
  role: roleSchema,
});
export type LastChange = z.infer<typeof lastChangeSchema>;

/** The release Deployment of a service on one target, and its canary beside it. */
export const workloadSchema = z.object({
  /** `<environment>/<cluster>/<namespace>/<deployment>` */
  id: z.string(),
  target: targetSchema,
  name: z.string(),
  /** Missing only where a canary stands alone. */
  release: sideSchema.optional(),
  /** Missing where the service has no canary Deployment; with 0 desired where it rests. */
  canary: sideSchema.optional(),
  /** Ready canary pods of all ready pods, 0 to 1; missing where nothing is ready, or no canary is. An estimate. */
  canaryShare: z.number().optional(),
  state: workloadStateSchema,
  /** Why, the most telling first. Codes: see {@link WORKLOAD_REASONS}. */
  reasons: z.array(messageSchema),
  lastChange: lastChangeSchema.optional(),
  /** The clusters of this environment run different release images. */
  drift: z.boolean(),
  /** When the cluster was heard last about this; missing while that is now. ISO 8601 */
  staleSince: z.string().optional(),
});
export type Workload = z.infer<typeof workloadSchema>;

/** Codes of {@link Workload.reasons} and {@link Pod.reasons}, with their params. */
export const WORKLOAD_REASONS = [
  /** `pod`, `exitCode`, `reason` (such as OOMKilled), `restarts` */
  'crash-loop',
  /** `pod`, `image` */
  'image-pull',
  /** `pod`, `reason` */
  'cannot-start',
  /** `pod` */
  'unschedulable',
  /** `pod`, `exitCode`, `reason`: it has come up again since */
  'restarted',
  /** `pod`: it runs, and its readiness probe says no */
  'not-ready',
  /** `deployment`: its progressDeadlineSeconds have passed */
  'deadline-exceeded',
  /** `deployment`, `message`: quota or admission refuse pods */
  'replicas-refused',
  /** `updated`, `desired` */
  'rolling-out',
  /** `ready`, `desired` */
  'scaling',
  /** `deployment` */
  'paused',
  /** `cluster`, `seconds` since it was heard last */
  'no-answer',
  /** `cluster` refuses the portal's credentials; `seconds` since anything was known of it */
  'refused',
  /** `cluster`: the portal may not read something that is needed for the state; `verb`, `resource` */
  'forbidden',
  /** `cluster`, `resource`: not told by the cluster, and needed for the state, which may be worse */
  'not-read',
  'canary-alone',
] as const;

/** How the portal stands with a cluster. */
export const clusterConditionSchema = z.object({
  name: z.string(),
  title: z.string().optional(),
  /**
   * - `connecting`: not heard yet
   * - `live`: heard within the last seconds
   * - `stale`: it answers, but a watch is behind
   * - `unreachable`: it does not answer
   * - `unauthorized`: it refuses our credentials
   * - `unsupported`: its auth strategy needs a person
   */
  status: z.enum([
    'connecting',
    'live',
    'stale',
    'unreachable',
    'unauthorized',
    'unsupported',
  ]),
  /** Since when the status holds. ISO 8601 */
  since: z.string(),
  /** When it was heard last. ISO 8601 */
  lastContactAt: z.string().optional(),
  /** What the portal may not read there, such as `list pods`. */
  forbidden: z.array(z.object({ verb: z.string(), resource: z.string() })),
  /** Whether the portal may change anything there; missing while it is not known. */
  writable: z.boolean().optional(),
  /** Says more, in English, without secrets. */
  message: z.string().optional(),
});
export type ClusterCondition = z.infer<typeof clusterConditionSchema>;

/** `GET /clusters`: those that an environment names, in its order. */
export const clusterListSchema = z.object({
  clusters: z.array(clusterConditionSchema),
  now: z.string(),
});
export type ClusterList = z.infer<typeof clusterListSchema>;

/** Codes of {@link WorkloadList.problems}, with their params. */
export const WORKLOAD_PROBLEMS = [
  /** `environment`, `count` of Deployments that match in namespaces not granted to the owner */
  'not-granted',
  'no-selector',
  'no-owner',
  /** `message` */
  'invalid-selector',
  /** `cluster` */
  'no-environment',
  /** `shown`, `total` */
  'cut',
  /** `cluster`: it has not told what runs there yet, or not again; nothing of it is in the answer */
  'not-read',
  /** `cluster`, `verb`, `resource`: the portal may not find out what runs there */
  'forbidden',
] as const;

/** What was left out of an answer, and why. */
export const problemSchema = messageSchema;

/** `GET /workloads?entityRef=` */
export const workloadListSchema = z.object({
  entityRef: z.string(),
  /** All of the configuration, in order of promotion. */
  environments: z.array(environmentSchema),
  /** In order of environments, their clusters, namespaces, names. */
  workloads: z.array(workloadSchema),
  clusters: z.array(clusterConditionSchema),
  /**
   * Codes: `not-granted` (`environment`, `count` of Deployments that match in namespaces not granted to the owner),
   * `no-selector`, `no-owner`, `invalid-selector` (`message`), `no-environment` (`cluster`), `cut` (`shown`, `total`),
   * `not-read` (`cluster`), `forbidden` (`cluster`, `verb`, `resource`)
   */
  problems: z.array(problemSchema),
  /** The clock of the server, to tell ages by. ISO 8601 */
  now: z.string(),
});
export type WorkloadList = z.infer<typeof workloadListSchema>;
