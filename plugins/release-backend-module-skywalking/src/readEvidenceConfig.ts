import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import * as z from 'zod';

const thresholdsSchema = z.strictObject({
  minRequests: z.number().int().min(1).max(1_000_000).default(100),
  maxSuccessRateDrop: z.number().min(0).max(1).default(0.01),
  maxSlowdown: z.number().min(1).max(100).default(1.5),
  maxP99Slowdown: z.number().min(1).max(100).default(2),
  slowdownAllowanceMs: z.number().min(0).max(60_000).default(20),
});

/** What a canary may be worse by than its release; see config.d.ts. */
export type Thresholds = z.infer<typeof thresholdsSchema>;

/** What each environment asks of SkyWalking; those that are missing ask nothing. */
export type EvidencePolicies = ReadonlyMap<string, Thresholds>;

const KEY = 'skywalking.evidence';

/** @throws InputError that names the key of the configuration, and what it may be */
export function readEvidenceConfig(config: Config): EvidencePolicies {
  const evidence = config.getOptionalConfig(KEY);
  const environments =
    evidence?.getOptionalStringArray('environments') ??
    protectedEnvironments(config);
  const common = partOf(config, `${KEY}.default`);
  const policies = evidence?.getOptionalConfig('policies')?.keys() ?? [];
  const unknown = policies.find(name => !environments.includes(name));
  if (unknown !== undefined) {
    throw new InputError(
      `Configuration ${KEY}.policies.${unknown} is for an environment that asks for no evidence of SkyWalking; those that do are ${environments.join(
        ', ',
      )}`,
    );
  }
  return new Map(
    environments.map(name => {
      const key = `${KEY}.policies.${name}`;
      return [name, parse(key, { ...common, ...partOf(config, key) })];
    }),
  );
}

function protectedEnvironments(config: Config): string[] {
  return (config.getOptionalConfigArray('pilothouse.environments') ?? [])
    .filter(environment => environment.getOptionalBoolean('protected'))
    .map(environment => environment.getString('name'));
}

function partOf(config: Config, key: string): object {
  const part = config.getOptional<object>(key);
  if (part === undefined) return {};
  parse(key, part);
  return part;
}

function parse(key: string, part: object): Thresholds {
  const { data, error } = thresholdsSchema.safeParse(part);
  if (data) return data;
  const [issue] = error.issues;
  throw new InputError(
    `Configuration ${[key, ...issue.path].join('.')}: ${issue.message}`,
  );
}
