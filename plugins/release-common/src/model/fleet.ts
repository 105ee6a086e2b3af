import * as z from 'zod';
import { messageSchema } from './message';
import { clusterConditionSchema, workloadStateSchema } from './workload';
import { environmentSchema } from './target';

/** What runs on one environment and cluster, short enough for five hundred services on a page. */
export const fleetCellSchema = z.object({
  environment: z.string(),
  cluster: z.string(),
  /** Of the worst workload there, when a service has several. */
  workloadId: z.string(),
  workloads: z.number(),
  /** Tag, or short digest, of the release. */
  version: z.string(),
  /** The same for a canary that wants pods. */
  canaryVersion: z.string().optional(),
  ready: z.number(),
  desired: z.number(),
  canaryReady: z.number().optional(),
  canaryDesired: z.number().optional(),
  state: workloadStateSchema,
  reason: messageSchema.optional(),
  drift: z.boolean(),
  staleSince: z.string().optional(),
});
export type FleetCell = z.infer<typeof fleetCellSchema>;

export const fleetServiceSchema = z.object({
  entityRef: z.string(),
  /** Name, or title, of the entity. */
  title: z.string(),
  owner: z.string().optional(),
  system: z.string().optional(),
  /** The reader, or a group of the reader, owns it. */
  mine: z.boolean(),
  cells: z.array(fleetCellSchema),
});
export type FleetService = z.infer<typeof fleetServiceSchema>;

/**
 * `GET /fleet?owned=true|false&since=<cursor>`: services that the reader may read. With `since`, only those that
 * changed after that cursor, and `removed`; a cursor that is too old, or of another replica, gets everything again.
 */
export const fleetSchema = z.object({
  environments: z.array(environmentSchema),
  services: z.array(fleetServiceSchema),
  /** Only in an answer to `since`: refs of services that are not shown any more. */
  removed: z.array(z.string()).optional(),
  /** True when `services` is all there is, not only what changed. */
  complete: z.boolean(),
  cursor: z.string(),
  clusters: z.array(clusterConditionSchema),
  /** Codes: `cut` (`shown`, `total`), `not-read` (`cluster`), `forbidden` (`cluster`, `verb`, `resource`) */
  problems: z.array(messageSchema),
  now: z.string(),
});
export type Fleet = z.infer<typeof fleetSchema>;
