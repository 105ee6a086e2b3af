import * as z from 'zod';

/** No reason needs more, in UTF-16 units. */
export const LONGEST_REASON = 1000;

/**
 * What no keyboard types and no reader sees: controls other than tab and line feed (PostgreSQL keeps no NUL), halves of
 * surrogate pairs, marks that turn the direction of what follows, line breaks that only some programs see as such, and
 * tags, in which sentences can be hidden from people and not from programs.
 */
const UNPRINTABLE =
  /(?![\t\n])[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/** Letters by their category, and blank all the same. */
const BLANK_LETTERS = /[\u115f\u1160\u2800\u3164\uffa0]/gu;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

const HAS_TO = `has to be text of 1 to ${LONGEST_REASON} characters that can be read, without control characters and marks that turn its direction`;

/**
 * What a person writes: why something is done, in lines if need be. It comes out trimmed, in NFC and with line feeds
 * alone, so that the same words are the same text everywhere; what cannot be shown to the next reader as it was written
 * is refused.
 */
export const reasonSchema = z
  .string({
    error: ({ input }) =>
      input === undefined
        ? `is missing: why, in 1 to ${LONGEST_REASON} characters`
        : HAS_TO,
  })
  .min(1, HAS_TO)
  .max(LONGEST_REASON, HAS_TO)
  .transform((text, context) => {
    const clean = text.replace(/\r\n?/g, '\n').normalize('NFC').trim();
    const isReadable =
      !UNPRINTABLE.test(clean) &&
      VISIBLE.test(clean.replace(BLANK_LETTERS, ''));
    if (isReadable) return clean;
    context.addIssue(HAS_TO);
    return z.NEVER;
  });

/** That a rule is broken on purpose, and why. */
export const overrideSchema = z.strictObject({ reason: reasonSchema });
export type Override = z.infer<typeof overrideSchema>;

/**
 * Text of others on one line, for where it stands beside words of our own: a notification, a subject, a line of a log.
 * What cannot be shown becomes a space.
 *
 * @param most - in UTF-16 units, with the ellipsis of what is cut
 */
export function plainLine(text: string, most: number): string {
  const line = text
    // More than can be kept need not be looked through.
    .slice(0, 4 * most)
    .replace(new RegExp(UNPRINTABLE, 'gu'), ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= most) return line;
  const kept = line.slice(0, most - 1);
  // Not half of a character that takes two units.
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`;
}
