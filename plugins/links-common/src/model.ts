import { targetSchema } from '@pilothouse/plugin-release-common';
import * as z from 'zod';

const time = z.iso.datetime({ offset: true });

/**
 * What links are wanted for: an entity, and as much of the rest as is known. A pod belongs to a target, a step to a
 * rollout.
 */
export const linkSubjectSchema = z.strictObject({
  /** `component:default/order-api` */
  entityRef: z.string().max(761),
  target: targetSchema.strict().optional(),
  /** Name of the release Deployment. */
  workload: z.string().max(253).optional(),
  role: z.enum(['release', 'canary']).optional(),
  pod: z.string().max(253).optional(),
  rolloutId: z.string().max(100).optional(),
  /** Number of a step of the rollout. */
  step: z.number().int().min(0).max(10_000).optional(),
  alert: z.string().max(200).optional(),
  traceId: z.string().max(200).optional(),
  /** What time it is about; a provider's own default when missing. */
  from: time.optional(),
  to: time.optional(),
});
export type LinkSubject = z.infer<typeof linkSubjectSchema>;

export const linkTextSchema = z.object({
  en: z.string().min(1).max(100),
  zh: z.string().min(1).max(100),
});

/** Where something can be looked at. */
export const linkSchema = z.object({
  /** Unique in an answer: `skywalking:traces` */
  id: z.string().max(200),
  kind: z.enum([
    'traces',
    'logs',
    'metrics',
    'runbook',
    'pipeline',
    'repository',
    'other',
  ]),
  title: linkTextSchema,
  /** With http(s), or a path of the portal beginning with one `/`. */
  url: z
    .string()
    .max(16_000)
    .regex(/^(https?:\/\/|\/(?![/\\]))/),
});
export type Link = z.infer<typeof linkSchema>;

/** `POST /v1/links`: `links` in the order to show them; a provider that failed is named, and costs only its own. */
export const linkListSchema = z.object({
  links: z.array(linkSchema).max(100),
  problems: z.array(
    z.object({ provider: z.string(), code: z.enum(['failed', 'timeout']) }),
  ),
});
export type LinkList = z.infer<typeof linkListSchema>;
