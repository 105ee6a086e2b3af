import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import * as z from 'zod';

const thresholdsSchema = z.strictObject({
  minSuccessRate: z.number().min(0).max(1).default(0.99),
  maxP99: z.number().positive().default(2_000),
  slowerThan: z.number().gt(1, 'has to be more than 1').default(2),
  minRequests: z.number().int().min(0).default(10),
});

/** From when on something is degraded; see the configuration. */
export type HealthThresholds = z.infer<typeof thresholdsSchema>;

/** @throws InputError that names the key */
export function readHealthThresholds(config: Config): HealthThresholds {
  const read = thresholdsSchema.safeParse(
    config.getOptional('skywalking.health') ?? {},
  );
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const key = ['skywalking.health', ...issue.path].join('.');
  throw new InputError(`Configuration ${key} is wrong: ${issue.message}`);
}
