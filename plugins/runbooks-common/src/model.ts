import * as z from 'zod';
import { runbookKindSchema, severitySchema } from './frontMatter';

const iso = z.iso.datetime({ offset: true });

/**
 * What is wrong with a runbook's front matter:
 * - `wrong`, `missing`: a field of it
 * - `unknown`: there is no such field
 * - `unreadable`: it is no YAML; the field is `line 4`
 * - `differs`: the pages of the languages say different things
 * - `taken`: another page has the same id and language
 */
export const runbookFaultCodeSchema = z.enum([
  'wrong',
  'missing',
  'unknown',
  'unreadable',
  'differs',
  'taken',
]);
export type RunbookFaultCode = z.infer<typeof runbookFaultCodeSchema>;

/** `field` is `reviewEvery`, `alerts.1`, or the number of a line: `line 4`. */
export const runbookFaultSchema = z.object({
  code: runbookFaultCodeSchema,
  field: z.string().max(200),
  /** In English: what the field has to be. */
  message: z.string().max(500),
  /** Path of the page in the documentation. */
  path: z.string().max(500),
});
export type RunbookFault = z.infer<typeof runbookFaultSchema>;

/** One page of a runbook: there is one for each language. */
export const runbookPageSchema = z.object({
  /** `en`, `zh`, or `und` where neither path nor front matter name one. */
  language: z.string().max(10),
  title: z.string().max(300),
  /** Path in the documentation, without `.md`: `en/redis-full`. */
  path: z.string().max(500),
  /** Path of the portal: `/docs/default/component/ops-runbooks/en/redis-full`. */
  url: z.string().max(4000),
});
export type RunbookPage = z.infer<typeof runbookPageSchema>;

/** A row of the index. */
export const runbookSchema = z.object({
  /** `component:default/ops-runbooks#redis-full` */
  id: z.string().max(1300),
  /** Whose documentation it is in; decides who sees it. */
  entityRef: z.string(),
  owner: z.string().optional(),
  pages: z.array(runbookPageSchema).min(1),
  kind: runbookKindSchema.optional(),
  severity: severitySchema.optional(),
  alerts: z.array(z.string()),
  /** References of entities; `*` for all. */
  services: z.array(z.string()),
  /** When a page of it was changed last, as far as the source tells. */
  changedAt: iso.optional(),
  /** `YYYY-MM-DD` */
  reviewed: z.string().optional(),
  reviewDue: z.string().optional(),
  reviewEvery: z.string().optional(),
  rto: z.string().optional(),
  rpo: z.string().optional(),
  /** When it was drilled last; never yet when missing. */
  drilledAt: iso.optional(),
  /** The page renders all the same. */
  faults: z.array(runbookFaultSchema),
});
export type Runbook = z.infer<typeof runbookSchema>;

/**
 * Documentation of which not everything could be read; its runbooks are those of the last time:
 * - `unreadable`: `entityRef`, `reason` (`not-found`, `refused`, `timeout`, `too-large`, `elsewhere`, `failed`), `message`
 * - `cut`: it has more pages than are read: `entityRef`, `shown`
 * - `list-cut`: more runbooks match than an answer has: `shown`, `total`
 */
export const runbookProblemSchema = z.object({
  code: z.string().max(100),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type RunbookProblem = z.infer<typeof runbookProblemSchema>;

/**
 * `GET /v1/runbooks?entityRef=&alert=&kind=&owner=&text=`, trouble first, and before it what is in the documentation of
 * the entity that was asked for. Problems are named of those entities only that the asker may see.
 */
export const runbookListSchema = z.object({
  runbooks: z.array(runbookSchema).max(1000),
  problems: z.array(runbookProblemSchema),
  /** When the index was read last; missing before the first time. */
  indexedAt: iso.optional(),
  now: iso,
});
export type RunbookList = z.infer<typeof runbookListSchema>;

/** `GET /v1/runbooks/page?id=&language=`: the Markdown of a page, for MCP clients and previews. Hostile text. */
export const runbookTextSchema = z.object({
  runbook: runbookSchema,
  language: z.string(),
  /** Without its front matter. */
  markdown: z.string().max(200_000),
});
export type RunbookText = z.infer<typeof runbookTextSchema>;

/** `GET /v1/documents?after=`: pages for a search index, a service's only. */
export const runbookDocumentListSchema = z.object({
  documents: z.array(
    z.object({
      runbook: runbookSchema,
      page: runbookPageSchema,
      text: z.string(),
    }),
  ),
  /** Where the next answer begins; missing at the end. */
  next: z.string().optional(),
});
export type RunbookDocumentList = z.infer<typeof runbookDocumentListSchema>;
