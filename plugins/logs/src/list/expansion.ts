/** Longer texts are not decoded. */
const MOST_DECODED = 1_048_576;
/** Shorter ones are words, ids and checksums that only look like it. */
const LEAST_ENCODED = 24;

/** The message, or what of it begins with the first brace, laid out as JSON; `undefined` where it is none. */
export function prettyJson(message: string): string | undefined {
  const start = message.search(/[{[]/);
  if (start < 0) return undefined;
  try {
    const value: unknown = JSON.parse(message.slice(start));
    if (typeof value !== 'object' || value === null) return undefined;
    return JSON.stringify(value, undefined, 2);
  } catch {
    // Neither JSON, nor nested so shallowly that it can be written.
    return undefined;
  }
}

/** What the longest stretch of Base64 in a message says, where that is text; decoded once, never again. */
export function decodedBase64(message: string): string | undefined {
  const stretches = message.match(/[A-Za-z0-9+/_-]{24,}={0,2}/g) ?? [];
  const longest = stretches.reduce(
    (best, each) => (each.length > best.length ? each : best),
    '',
  );
  if (longest.length < LEAST_ENCODED || longest.length > MOST_DECODED) {
    return undefined;
  }
  try {
    const plain = longest.replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(plain), sign => sign.charCodeAt(0));
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // Identifiers decode to something, too.
    return /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\t\r\n]+$/u.test(text)
      ? text
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What usual layouts put before the message, each part once: a time, a level, brackets with a trace or a thread, a
 * process, a logger. All of it bounded, because the line is hostile.
 */
const HEAD =
  /^\s{0,20}(?:\d{4}-\d\d-\d\d[T ][\d:.,]{5,20}\S{0,6}\s{1,10})?(?:[A-Z]{4,8}\s{1,10})?(?:\[[^\]]{0,200}\]\s{0,10}){0,3}(?:\d{1,8}\s)?(?:---\s?)?(?:\[[^\]]{0,80}\]\s{0,10}){0,2}(?:[\w.$]{1,120}\s{0,40}:\s{1,4})?/;

/** A line without its head, which stands in columns of its own; as it is where nothing would be left. */
export function withoutHead(line: string): string {
  const rest = line.slice(HEAD.exec(line)?.[0].length ?? 0);
  return rest.trim() === '' ? line : rest;
}

/** The first line of a message and how many more there are: a stack trace is one message. */
export function firstLineOf(message: string): { first: string; more: number } {
  const lines = message.split(/\r?\n/);
  const first = lines.find(line => line.trim() !== '') ?? '';
  const rest = lines.filter(line => line.trim() !== '').length - 1;
  return { first, more: Math.max(0, rest) };
}
