import * as z from 'zod';

/** A document as it was found. Its source is as hostile as what wrote it. */
export const hitSchema = z.object({
  _index: z.string(),
  _id: z.string(),
  _source: z.record(z.string(), z.unknown()).optional(),
  /** Of `docvalue_fields`. */
  fields: z.record(z.string(), z.array(z.unknown())).optional(),
  sort: z.array(z.union([z.string(), z.number(), z.null()])).optional(),
});
export type Hit = z.infer<typeof hitSchema>;

/** A number up to Elasticsearch 6.8, an object since. */
const total = z
  .union([
    z.number().transform(value => ({ value, relation: 'eq' })),
    z.object({ value: z.number(), relation: z.string() }),
  ])
  .optional();

const bucket = z.object({
  key: z.number(),
  doc_count: z.number(),
  levels: z
    .object({
      buckets: z.record(z.string(), z.object({ doc_count: z.number() })),
    })
    .optional(),
});

export const searchAnswerSchema = z.object({
  timed_out: z.boolean().default(false),
  _shards: z.object({
    total: z.number(),
    failed: z.number(),
  }),
  hits: z.object({ total, hits: z.array(hitSchema) }),
  aggregations: z
    .object({ times: z.object({ buckets: z.array(bucket) }).optional() })
    .optional(),
});
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;

/** `_field_caps`: by field and type. */
export const fieldCapsSchema = z.object({
  fields: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** What an error says of itself. */
export const errorSchema = z.object({
  error: z.object({
    type: z.string().max(200),
  }),
});
