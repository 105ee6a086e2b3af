import { isConfiguredName } from '@pilothouse/plugin-release-common';
import { discoverSchema, levelSchema } from '@pilothouse/plugin-logs-common';
import * as z from 'zod';

const configuredName = z
  .string('has to be a name')
  .refine(
    isConfiguredName,
    'has to begin with a letter or digit and consist of letters, digits and . _ : @ -',
  );

const address = z
  .string('has to be an address')
  .refine(
    text => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'has to be an address with http:// or https://',
  )
  .refine(
    text => URL.canParse(text) && !new URL(text).username,
    'has to be an address without a name and password: those belong in auth',
  )
  .transform(text => text.replace(/\/+$/, ''));

/** Names of indices, data streams and aliases, with stars; `cluster:index` where searches go across clusters. */
const indexPattern = z
  .string('has to be an index pattern such as k8s-prod-*')
  .max(1000)
  .regex(
    /^(?!\*+(?:,|$))[a-z0-9.*][a-z0-9._*:-]*(,(?!\*+(?:,|$))[a-z0-9.*][a-z0-9._*:-]*)*$/,
    'has to be names of indices or aliases such as k8s-prod-*, separated by commas, in small letters and not all of them',
  );

const fieldName = z
  .string('has to be the name of a field')
  .regex(
    /^[\w@][\w@./-]{0,199}$/,
    'has to be the name of a field: letters, digits and . _ @ / -',
  );
const fieldOrNone = z.union([z.literal(false), fieldName], {
  error: 'has to be the name of a field, or false where there is none',
});

/** Empty where the environment variables are not set: a store without a lock. */
const auth = z
  .strictObject({
    username: z.string().min(1).optional(),
    password: z.string().optional(),
    apiKey: z.string().min(1).optional(),
    token: z.string().min(1).optional(),
  })
  .refine(
    ({ username, apiKey, token }) =>
      [username, apiKey, token].filter(part => part !== undefined).length < 2,
    'has to be one of { username, password }, { apiKey } and { token }',
  )
  .refine(
    ({ username, password }) =>
      (username === undefined) === (password === undefined),
    'has to have a username and a password together',
  );

const timezone = z.string().refine(name => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}, 'has to be the name of a time zone such as Asia/Shanghai');

const source = z.strictObject({
  name: configuredName.max(100),
  urls: z.array(address).min(1, 'has to name an address').max(10),
  auth: auth.optional(),
  caFile: z.string().optional(),
  index: indexPattern,
  environments: z.array(configuredName).min(1, 'has to name an environment'),
  clusters: z
    .array(configuredName)
    .min(1, 'has to name a cluster, or be left out')
    .optional(),
  clusterNames: z.record(z.string(), z.string().min(1).max(253)).optional(),
  preset: z.enum(
    ['fluentd', 'fluent-bit', 'filebeat', 'opentelemetry', 'custom'],
    'has to be fluentd, fluent-bit, filebeat, opentelemetry or custom',
  ),
  fields: z
    .strictObject({
      time: fieldName.optional(),
      message: z
        .union([fieldName, z.array(fieldName).min(1).max(3)], {
          error: 'has to be the name of a field, or up to three of them',
        })
        .optional(),
      namespace: fieldName.optional(),
      pod: fieldName.optional(),
      container: fieldName.optional(),
      cluster: fieldOrNone.optional(),
      level: fieldOrNone.optional(),
      traceId: fieldOrNone.optional(),
      image: fieldOrNone.optional(),
      tieBreaker: fieldOrNone.optional(),
    })
    .default({}),
  levelValues: z
    .partialRecord(
      levelSchema.exclude(['unknown']),
      z.array(z.string().min(1).max(50)).min(1).max(30),
    )
    .optional(),
  levelPattern: z.string().min(1).max(500).optional(),
  traceIdPattern: z.string().min(1).max(500).optional(),
  timezone: timezone.default('UTC'),
  timeoutMs: z.number().int().min(100).max(60_000).default(2_400),
  maxConcurrentSearches: z.number().int().min(1).max(100).default(8),
  discover: discoverSchema
    .omit({ indexPattern: true })
    .extend({
      baseUrl: address,
      version: z
        .string('has to be a version in quotes, such as "8.15.2"')
        .regex(
          /^\d{1,3}\.\d{1,3}(\.\d{1,3})?$/,
          'has to be a version such as 8.15.2',
        ),
    })
    .strict()
    .optional(),
});

/** The section `logs` of the configuration. */
export const logsConfig = z.strictObject({
  maxRangeDays: z.number().min(0.01).max(366).default(7),
  sources: z.array(source).max(50).default([]),
});

export type LogsConfigInput = z.infer<typeof logsConfig>;
export type SourceInput = LogsConfigInput['sources'][number];
