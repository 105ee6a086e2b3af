import { InputError } from '@backstage/errors';
import { createHash } from 'node:crypto';
import * as z from 'zod';

/** Milliseconds since the epoch, as far as dates go. */
const instant = z.number().int().min(-8.64e15).max(8.64e15);

/** Where the pages of a search are. */
const cursorSchema = z.strictObject({
  /** Which search it is of. */
  search: z.string().max(64),
  from: instant,
  to: instant,
  /** Of the last line that was given, in milliseconds. */
  at: instant,
  total: z.tuple([z.number().int().min(0), z.boolean()]),
  /** By source; `true` for one that has no more. */
  sources: z.record(
    z.string().max(100),
    z.union([
      z.literal(true),
      z
        .array(z.union([z.string().max(300), z.number()]))
        .min(1)
        .max(4),
    ]),
  ),
});
export type Cursor = z.infer<typeof cursorSchema>;

const REFUSED =
  'Body field cursor: has to be the cursor of an answer to the same search';

/**
 * Opaque to who asks, and not a secret: all it does is to choose a place among lines that they may read, for the query is
 * built again for every page.
 */
export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url');
}

/** @throws InputError for what is not of this search */
export function readCursor(text: string, search: string): Cursor {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw new InputError(REFUSED);
  }
  const { data } = cursorSchema.safeParse(json);
  if (!data || data.search !== search) throw new InputError(REFUSED);
  return data;
}

/** A short name for a question. */
export function nameOf(question: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(question))
    .digest('base64url')
    .slice(0, 22);
}
