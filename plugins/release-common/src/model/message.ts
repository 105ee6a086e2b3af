import * as z from 'zod';

/**
 * What a screen has to say: a code that the frontend words in the reader's language, and what goes into the sentence.
 * Values of `params` come from clusters and are hostile text.
 */
export const messageSchema = z.object({
  code: z.string().max(100),
  params: z
    .record(z.string(), z.union([z.string().max(1000), z.number()]))
    .default({}),
});

export type Message = z.infer<typeof messageSchema>;
