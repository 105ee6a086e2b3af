import * as z from 'zod';

/** Of each list. */
export const MOST_PIPELINES = 10;
export const MOST_MERGE_REQUESTS = 5;
export const MOST_RELEASES = 5;

/** Only where a browser may be sent. */
const url = z
  .string()
  .max(2000)
  .regex(/^https?:\/\//);
const time = z.iso.datetime({ offset: true });

/** GitLab's own words, and `unknown` for those that it may learn. */
export const pipelineStatusSchema = z.enum([
  'created',
  'waiting_for_resource',
  'preparing',
  'pending',
  'running',
  'success',
  'failed',
  'canceled',
  'canceling',
  'skipped',
  'manual',
  'scheduled',
  'unknown',
]);
export type PipelineStatus = z.infer<typeof pipelineStatusSchema>;

export const pipelineSchema = z.object({
  id: z.number(),
  status: pipelineStatusSchema,
  /** Branch or tag; `!5` for a merge request. */
  ref: z.string(),
  /** The whole id of the commit. */
  commit: z.string(),
  createdAt: time,
  /** Of the last change. */
  updatedAt: time.optional(),
  url: url.optional(),
});
export type Pipeline = z.infer<typeof pipelineSchema>;

export const mergeRequestSchema = z.object({
  /** Of the project: `!12`. */
  number: z.number(),
  title: z.string(),
  /** As people call the author. */
  author: z.string().optional(),
  draft: z.boolean(),
  createdAt: time,
  url: url.optional(),
});
export type MergeRequest = z.infer<typeof mergeRequestSchema>;

export const releaseSchema = z.object({
  tag: z.string(),
  name: z.string(),
  releasedAt: time,
  url: url.optional(),
});
export type ProjectRelease = z.infer<typeof releaseSchema>;

/** A list that could not be read; the others stand. */
export const overviewProblemSchema = z.object({
  part: z.enum(['pipelines', 'mergeRequests', 'releases']),
  /**
   * - `away`: GitLab does not answer, or not in time
   * - `refused`: the portal's token may not read it
   * - `missing`: the project has no such thing, or is not there
   */
  code: z.enum(['away', 'refused', 'missing']),
});
export type OverviewProblem = z.infer<typeof overviewProblemSchema>;

/** Answer of `GET /v1/entities/{kind}/{namespace}/{name}/overview`: the newest first, each list bounded. */
export const overviewSchema = z.object({
  project: z.object({
    /** `group/name` */
    path: z.string(),
    url,
  }),
  pipelines: z.array(pipelineSchema),
  /** Open ones only. */
  mergeRequests: z.array(mergeRequestSchema),
  releases: z.array(releaseSchema),
  problems: z.array(overviewProblemSchema),
  /** When GitLab was asked. */
  asOf: time,
});
export type ProjectOverview = z.infer<typeof overviewSchema>;
