import {
  gateSchema,
  LONGEST_WAIT,
  type RolloutPolicy,
} from '@pilothouse/plugin-release-common';
import * as z from 'zod';
import { formatDuration, parseDuration } from './parseDuration';

/** A promotion, or a pod, that gets less has failed before it can begin. */
export const SHORTEST_TIMEOUT = 5_000;
/** More canaries than that are no canary. */
export const MOST_CANARIES = 100;

/** A duration as people write it, in milliseconds. */
export function durationSetting(least: number, most: number) {
  const allowed = `has to be a duration from ${formatDuration(
    least,
  )} to ${formatDuration(most)}, such as 90s, 6h30m or PT6H`;
  return z
    .union([z.string(), z.literal(0)], { error: allowed })
    .transform((value, context) => {
      const ms = parseDuration(String(value));
      if (ms !== undefined && ms >= least && ms <= most) return ms;
      context.addIssue(allowed);
      return z.NEVER;
    });
}

const wait = durationSetting(0, LONGEST_WAIT);
const timeout = durationSetting(SHORTEST_TIMEOUT, LONGEST_WAIT);

/** A whole number as people write it. */
export function countSetting(least: number, most: number) {
  const allowed = `has to be a whole number from ${least} to ${most}`;
  return z
    .union([z.number(), z.string().regex(/^\d{1,9}$/, allowed)], {
      error: allowed,
    })
    .transform(Number)
    .refine(
      count => Number.isInteger(count) && count >= least && count <= most,
      allowed,
    );
}

const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])], {
    error: 'has to be true or false',
  })
  .transform(value => String(value) === 'true');

/** What of a policy can be set, by the names under which the configuration and the annotation have it. */
export const policySettingsSchema = z
  .strictObject({
    strategy: z.enum(['canary', 'rolling'], {
      error: 'has to be canary or rolling',
    }),
    stepInterval: wait,
    bake: wait,
    maxCanaryReplicas: countSetting(1, MOST_CANARIES),
    gate: z.enum(gateSchema.options, {
      error: `has to be one of ${gateSchema.options.join(', ')}`,
    }),
    promoteTimeout: timeout,
    soak: wait,
    canaryPerCluster: flag,
    readyTimeout: timeout,
  })
  .partial();

export type PolicySettings = z.infer<typeof policySettingsSchema>;

/** The names of {@link PolicySettings}, for who named another. */
export const POLICY_SETTINGS = Object.keys(policySettingsSchema.shape);

/** Fields on top of a policy; those that are there and undefined change nothing. */
export function withFields(
  policy: RolloutPolicy,
  fields: Partial<RolloutPolicy>,
): RolloutPolicy {
  const given = Object.entries(fields).filter(
    ([, value]) => value !== undefined,
  );
  return { ...policy, ...Object.fromEntries(given) };
}

/** Settings on top of a policy, in which times are called by their unit. */
export function withSettings(
  policy: RolloutPolicy,
  settings: PolicySettings,
): RolloutPolicy {
  const { stepInterval, bake, promoteTimeout, soak, readyTimeout, ...same } =
    settings;
  return withFields(policy, {
    ...same,
    stepIntervalMs: stepInterval,
    bakeMs: bake,
    promoteTimeoutMs: promoteTimeout,
    soakMs: soak,
    readyTimeoutMs: readyTimeout,
  });
}
