import * as z from 'zod';
import { messageSchema } from './message';

/** `unknown` pauses, and never passes. */
export const verdictSchema = z.enum(['pass', 'fail', 'unknown']);
export type Verdict = z.infer<typeof verdictSchema>;

/** One thing that was compared. */
export const evidenceCheckSchema = z.object({
  /** Codes: see {@link EVIDENCE_CHECKS}; providers of other plugins bring their own, which a screen shows by its name. */
  code: z.string().max(100),
  verdict: verdictSchema,
  /** Of the canary, and beside it of the release; missing where there is no such thing. */
  canary: z.number().optional(),
  release: z.number().optional(),
  unit: z.enum(['count', 'milliseconds', 'ratio', 'seconds']).default('count'),
  /** Why, the most telling first. */
  reasons: z.array(messageSchema).max(20).default([]),
  /** More about it elsewhere. */
  links: z
    .array(
      z.object({
        title: z.string().max(200),
        url: z.url({ protocol: /^https?$/ }),
      }),
    )
    .max(10)
    .default([]),
});
export type EvidenceCheck = z.infer<typeof evidenceCheckSchema>;

/** What a provider measured about canary and release since the step began. */
export const evidenceReportSchema = z.object({
  /** `kubernetes`, `skywalking`, … */
  provider: z.string().max(63),
  verdict: verdictSchema,
  /** When it was measured. ISO 8601 */
  at: z.string(),
  /** From when on. ISO 8601 */
  since: z.string(),
  checks: z.array(evidenceCheckSchema).max(50),
  /** Why nothing could be measured; then the verdict is `unknown`. */
  problem: messageSchema.optional(),
});
export type EvidenceReport = z.infer<typeof evidenceReportSchema>;

/** Codes of {@link EvidenceReport}'s `problem`, with their params; providers of other plugins may bring their own. */
export const EVIDENCE_PROBLEMS = [
  'no-pods',
  /** What is known of the cluster is old. */
  'not-observed',
  'not-measured-yet',
  'measured-too-long-ago',
  /** `message` */
  'provider-failed',
  /** `service`: SkyWalking knows none of that name */
  'no-service',
  /** `instance`: a SkyWalking, and what is wrong with it */
  'skywalking-away',
  'skywalking-timeout',
  'skywalking-refused',
  'skywalking-throttled',
  'skywalking-too-large',
  'skywalking-unexpected',
  'skywalking-not-supported',
] as const;

/** Codes of an {@link EvidenceCheck}'s reasons beside those of workloads, with their params. */
export const EVIDENCE_REASONS = [
  /** `pod` */
  'out-of-memory',
  /** `canary`, `release`: the release shows the same */
  'release-as-bad',
  /** `requests` to the canary, `needed` */
  'too-few-requests',
  'no-release-traffic',
  'no-data',
  /** `requests`: so few that the difference may be an accident */
  'may-be-chance',
  'lower-success-rate',
  'slower',
] as const;

/** Checks of the provider `kubernetes`. Canary and release are numbers of pods, or of restarts. */
export const EVIDENCE_CHECKS = [
  'crash-loops',
  'restarts',
  'not-ready',
  'out-of-memory',
  'image-pulls',
] as const;

/** Checks of providers that measure requests, as SkyWalking does. Canary and release are what their pods showed. */
export const TRAFFIC_CHECKS = [
  'success-rate',
  'average-latency',
  'latency-p90',
  'latency-p99',
] as const;
