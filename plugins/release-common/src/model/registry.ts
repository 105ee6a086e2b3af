import * as z from 'zod';
import { messageSchema } from './message';

/** One tag of a repository. */
export const imageTagSchema = z.object({
  tag: z.string(),
  /** `sha256:…`; missing where the registry did not say it within its time. */
  digest: z.string().optional(),
  /** When the image was made, or pushed where the registry knows that. ISO 8601 */
  pushedAt: z.string().optional(),
  /** Compressed, in bytes; of one platform. */
  sizeBytes: z.number().optional(),
  /** `linux/amd64` */
  platforms: z.array(z.string()).default([]),
  /** Of Harbor: whether the image has come to the other registries. */
  replication: z.enum(['done', 'running', 'failed']).optional(),
});
export type ImageTag = z.infer<typeof imageTagSchema>;

/** Codes of {@link ImageList.problems}, with their params. */
export const IMAGE_PROBLEMS = [
  /** `host` */
  'no-registry',
  /** `host` */
  'registry-away',
  /** `host` */
  'registry-refuses',
  /** `shown`, `total` */
  'cut',
] as const;

/** `GET /images`: the tags of the repository that a workload's image comes from, newest first. */
export const imageListSchema = z.object({
  /** `registry.yunfan.test/order/order-api` */
  repository: z.string(),
  tags: z.array(imageTagSchema),
  /** How many tags there are; more than are listed where the answer was cut. */
  total: z.number(),
  /** Codes: see {@link IMAGE_PROBLEMS}. */
  problems: z.array(messageSchema),
  now: z.string(),
});
export type ImageList = z.infer<typeof imageListSchema>;
