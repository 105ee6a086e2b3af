import type { Index } from '../indices';
import { MINUTE, type Line } from '../lines/block';
import type { Library } from '../lines/library';
import type { Matcher } from '../query/matcher';

const DAY = 24 * 60 * MINUTE;

/** Others want to be served, too: after so much work they get their turn. */
const TURN_MS = 15;

export interface ScanOptions {
  library: Library;
  indices: readonly Index[];
  matcher: Matcher;
  /** Which of the lines can be seen: not yet arrived, or on a shard that does not answer. */
  isThere: (line: Line) => boolean;
  isDescending: boolean;
  /** When to give up, by `performance.now()`. */
  deadline: number;
  signal: AbortSignal;
  collect(line: Line): void;
  /** Asked after each minute: whether what has been collected is enough. */
  isEnough(): boolean;
}

/**
 * Reads the lines that match, minute by minute.
 *
 * @returns whether it came to the end before the deadline
 */
export async function scan(options: ScanOptions): Promise<boolean> {
  const { library, indices, matcher, isDescending, signal } = options;
  const chosen = new Set(indices.map(({ name }) => name));
  const environments = new Set(indices.map(item => item.environment));
  const first = Math.max(
    matcher.span.from,
    Math.min(...indices.map(({ from }) => from)),
  );
  const last = Math.min(
    matcher.span.to,
    Math.max(...indices.map(({ from }) => from + DAY - 1)),
  );
  if (!(first <= last)) return true;
  const sources = library.sources(
    writer =>
      environments.has(writer.environment) &&
      matcher.ofWriter(writer) !== false,
  );
  const start = Math.floor(first / MINUTE);
  const end = Math.floor(last / MINUTE);
  let turn = performance.now() + TURN_MS;
  for (let step = 0; step <= end - start; step++) {
    const minute = (isDescending ? end - step : start + step) * MINUTE;
    for (const source of sources) {
      const { environment } = source;
      // An index is a day of UTC, and no minute lies in two of them.
      if (!chosen.has(library.indexOf(environment, minute))) continue;
      for (const line of library.block(source, minute).lines) {
        if (line.time < first || line.time > last) continue;
        if (matcher.matches(line) && options.isThere(line)) {
          options.collect(line);
        }
      }
      const now = performance.now();
      if (now > options.deadline) return false;
      if (now < turn) continue;
      await new Promise(resolve => setImmediate(resolve));
      if (signal.aborted) return false;
      turn = performance.now() + TURN_MS;
    }
    if (options.isEnough()) return true;
  }
  return true;
}
