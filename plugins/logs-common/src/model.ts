import {
  messageSchema,
  roleSchema,
  targetSchema,
} from '@pilothouse/plugin-release-common';
import * as z from 'zod';
import { queryTextIssue } from './queryText';

const iso = z.iso.datetime({ offset: true });

/** Of a page, and of a download. */
export const MOST_LINES = 500;
export const MOST_DOWNLOADED_LINES = 50_000;
/** Of a line's text, in UTF-16 units; more is cut and marked. */
export const LONGEST_LINE = 32_768;
/** Of what a person searches for. */
export const LONGEST_QUERY = 1_000;
/** Of the id of a line: the longest name of an index, the longest id of a document. */
export const LONGEST_LINE_ID = 800;

export const levelSchema = z.enum([
  'error',
  'warn',
  'info',
  'debug',
  'trace',
  'unknown',
]);
export type Level = z.infer<typeof levelSchema>;

/** Products of Discover: their addresses differ. */
export const discoverProductSchema = z.enum([
  'kibana',
  'opensearch-dashboards',
]);

/** What is needed to make links into Discover; no secrets. */
export const discoverSchema = z.object({
  product: discoverProductSchema,
  /** `8.15.2`: decides the form of the address. */
  version: z.string().regex(/^\d{1,3}\.\d{1,3}(\.\d{1,3})?$/),
  /** With http(s), without a slash at its end. */
  baseUrl: z.string().regex(/^https?:\/\//),
  space: z.string().max(100).optional(),
  tenant: z.string().max(100).optional(),
  /** Id of the data view (index pattern); Discover opens its own default without. */
  dataViewId: z.string().max(300).optional(),
  /** Query enhancements of OpenSearch Dashboards are on. */
  queryEnhancements: z.boolean().optional(),
  /** What the data view matches: `k8s-prod-*`. */
  indexPattern: z.string().max(1000),
});
export type Discover = z.infer<typeof discoverSchema>;

/** How fields are called where the lines are: what links and chips need. */
export const logFieldsSchema = z.object({
  time: z.string(),
  message: z.string(),
  namespace: z.string(),
  pod: z.string(),
  container: z.string(),
  cluster: z.string().optional(),
  level: z.string().optional(),
  traceId: z.string().optional(),
});
export type LogFields = z.infer<typeof logFieldsSchema>;

/** Where lines of some targets are kept. */
export const logSourceSchema = z.object({
  name: z.string(),
  environments: z.array(z.string()),
  clusters: z.array(z.string()),
  /** What its lines call a cluster; its own name when missing. */
  clusterNames: z.record(z.string(), z.string()).optional(),
  fields: logFieldsSchema,
  discover: discoverSchema.optional(),
});
export type LogSource = z.infer<typeof logSourceSchema>;

/** `GET /v1/sources?entityRef=`: where the lines of an entity's targets are. */
export const logSourceListSchema = z.object({
  sources: z.array(logSourceSchema),
  targets: z.array(
    z.object({
      target: targetSchema,
      /** Release Deployments there. */
      workloads: z.array(z.string()),
      /** All Deployments, of which the pods' names are made. */
      deployments: z
        .array(
          z.object({
            name: z.string(),
            role: roleSchema,
            /** Name of the release Deployment. */
            workload: z.string(),
          }),
        )
        .optional(),
      /** Canary Deployments there: links into Discover need the names of all that make pods. */
      canaries: z.array(z.string()).default([]),
      /** Name of the source; missing where none covers it and only the cluster itself has the log. */
      source: z.string().optional(),
    }),
  ),
  /** Where there are targets, or may be: in order of promotion. Missing in answers of older backends. */
  environments: z.array(z.string()).optional(),
  problems: z.array(messageSchema),
  now: iso,
});
export type LogSourceList = z.infer<typeof logSourceListSchema>;

const text = (most: number, hasTo: string) => z.string(hasTo).max(most, hasTo);

/** Body of `POST /v1/search`. */
export const searchRequestSchema = z.strictObject({
  entityRef: z.string(),
  /** All lines of a search come from targets of one environment. */
  environment: text(253, 'has to be the name of an environment'),
  clusters: z
    .array(text(253, 'has to be names of clusters'))
    .max(20)
    .optional(),
  /** ISO 8601. Without both it is the time until now, which moves on by seconds: who looks at the same shares it. */
  from: iso.optional(),
  to: iso.optional(),
  /** Without `from` and `to`: so many seconds until now; 15 minutes when missing. */
  last: z
    .number()
    .int()
    .min(1)
    .max(366 * 86_400)
    .optional(),
  /** Words, `"phrases"`, `-not`, `a | b`, `prefix*`: never more than that. */
  text: text(
    LONGEST_QUERY,
    `has to be text of at most ${LONGEST_QUERY} characters`,
  )
    .superRefine((value, context) => {
      const issue = queryTextIssue(value);
      if (issue) context.addIssue(issue);
    })
    .optional(),
  levels: z.array(levelSchema).max(6).optional(),
  pods: z.array(text(253, 'has to be names of pods')).max(50).optional(),
  role: roleSchema.optional(),
  /** Tag of the image: the lines of the pods that run it now. */
  version: text(300, 'has to be a version').optional(),
  traceId: z
    .string()
    .regex(/^[\w.:-]{1,200}$/, 'has to be the id of a trace')
    .optional(),
  order: z.enum(['newest', 'oldest']).default('newest'),
  limit: z.number().int().min(1).max(MOST_LINES).default(200),
  /** Of an answer to the same search. */
  cursor: text(2_000, 'has to be the cursor of an answer').optional(),
  /** Count lines over time by level, too. */
  histogram: z.boolean().default(false),
});
export type SearchRequest = z.input<typeof searchRequestSchema>;

/** A line as it was kept. All texts are hostile. */
export const logEntrySchema = z.object({
  /** Stays the same: permalinks are made of it. */
  id: z.string().max(LONGEST_LINE_ID),
  source: z.string(),
  /** ISO 8601 with as many fraction digits as are known. */
  at: z.string(),
  level: levelSchema,
  message: z.string(),
  /** The message was longer. */
  cut: z.boolean().optional(),
  cluster: z.string().max(253).optional(),
  namespace: z.string().max(253).optional(),
  pod: z.string().max(253).optional(),
  container: z.string().max(253).optional(),
  role: roleSchema.optional(),
  version: z.string().max(300).optional(),
  traceId: z.string().max(200).optional(),
  /** Its time is later than the clock of the portal allows. */
  future: z.boolean().optional(),
  /** Other fields, flat, for those who open the line; bounded. */
  fields: z.record(z.string(), z.string()).optional(),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

/** Of a source that gives no lines. */
const SOURCE_FAILURES = [
  'away',
  'timeout',
  'refused',
  'forbidden',
  'throttled',
  'too-large',
  'unexpected',
  'no-shards',
] as const;

/**
 * Codes of problems: of a source (`source`): `away`, `timeout`, `refused`, `forbidden`, `throttled`, `too-large`,
 * `unexpected`, `no-shards` (none of them answers), `shards-failed` (`failed` and `total`, as far as known), `timed-out`, `no-index`, `clock-gap` (`seconds`
 * that its lines are ahead of us, `lines`, `pod`), `field-not-searchable` (`field`: names have to be kept whole),
 * `field-differs` (`field`: not kept the same way in all indices, so that lines are left out), `levels-by-text` (there
 * is no field with the level: chosen and counted by words in the text); of an answer: `cut` (`shown`: the rest is on the
 * next page, or too much), `count-not-exact`, `no-source` (`cluster`), `no-targets`, `no-pods` (`version`),
 * `pods-not-read` (`workload`), `query-simplified` (`part` means nothing here, and is text); of what cannot be known to
 * run, so that its lines are neither found nor counted: `cluster-not-read` (`environment`, `cluster`: it has not told
 * what runs there), `cluster-forbidden` (the same, `verb`, `resource`: the portal may not find out), `workloads-cut`
 * (`shown`, `total`: so many workloads are searched).
 */
export const LOG_PROBLEMS = [
  ...SOURCE_FAILURES,
  'shards-failed',
  'timed-out',
  'no-index',
  'cut',
  'count-not-exact',
  'clock-gap',
  'no-source',
  'no-pods',
  'query-simplified',
  'field-not-searchable',
  'field-differs',
  'levels-by-text',
  'no-targets',
  'pods-not-read',
  'cluster-not-read',
  'cluster-forbidden',
  'workloads-cut',
] as const;

/** Says something about the lines, and keeps none back. */
const HARMLESS: ReadonlySet<string> = new Set([
  'levels-by-text',
  'query-simplified',
  'clock-gap',
]);

/** Whether a problem keeps lines back. */
export function leavesLinesOut({ code }: { code: string }): boolean {
  return !HARMLESS.has(code);
}

const UNKNOWN_TARGETS: ReadonlySet<string> = new Set([
  'cluster-not-read',
  'cluster-forbidden',
]);

/** Whether a problem says of a cluster (`environment`, `cluster`) that it is not known what runs there. */
export function isUnknownTarget({ code }: { code: string }): boolean {
  return UNKNOWN_TARGETS.has(code);
}

/** Whether a problem says of a source (`source`) that it gave no lines at all. A cursor goes on where it was before. */
export function isSourceFailure({ code }: { code: string }): boolean {
  return SOURCE_FAILURES.some(each => each === code);
}

export const histogramSchema = z.object({
  /** Milliseconds. */
  interval: z.number().int().positive(),
  buckets: z
    .array(
      z.object({
        /** Milliseconds since the epoch. */
        at: z.number().int(),
        /** By level; what is missing is 0. */
        counts: z.partialRecord(levelSchema, z.number().int()),
      }),
    )
    .max(200),
});
export type Histogram = z.infer<typeof histogramSchema>;

/** Answer of `POST /v1/search`. */
export const searchResultSchema = z.object({
  entries: z.array(logEntrySchema).max(MOST_LINES),
  /** How many match; `exact` is false for "at least". */
  total: z.object({ value: z.number().int(), exact: z.boolean() }),
  /** For the next page, which asks a source that failed again from where it was; missing at the end. */
  cursor: z.string().optional(),
  histogram: histogramSchema.optional(),
  from: iso,
  to: iso,
  /** Which sources were asked. */
  sources: z.array(logSourceSchema),
  problems: z.array(messageSchema),
  now: iso,
});
export type SearchResult = z.infer<typeof searchResultSchema>;

/** Body of `POST /v1/context`: the lines of one pod around one of its lines. */
export const contextRequestSchema = z.strictObject({
  entityRef: z.string(),
  environment: text(253, 'has to be the name of an environment'),
  source: text(100, 'has to be the name of a source'),
  id: text(LONGEST_LINE_ID, 'has to be the id of a line'),
  at: iso,
  /** On each side. */
  lines: z.number().int().min(1).max(100).default(20),
});
export type ContextRequest = z.input<typeof contextRequestSchema>;

export const contextResultSchema = z.object({
  before: z.array(logEntrySchema).max(100),
  entry: logEntrySchema,
  after: z.array(logEntrySchema).max(100),
  problems: z.array(messageSchema),
  now: iso,
});
export type ContextResult = z.infer<typeof contextResultSchema>;

/** The last line of a download. */
export const downloadEndSchema = z.object({
  end: z.object({
    /** Lines before this one. */
    lines: z.number().int(),
    /** Whether these are all; if not, `problems` say why (`leavesLinesOut`): `cut` (`shown`) where the cap was reached. */
    complete: z.boolean(),
    problems: z.array(messageSchema),
  }),
});
export type DownloadEnd = z.infer<typeof downloadEndSchema>;
