/** A line on the screen; `id` counts all lines of a stream, so that rows keep their identity when early ones go. */
export interface LogEntry {
  id: number;
  /** RFC 3339, as the cluster gave it. */
  at?: string;
  text: string;
  /** The backend cut the line. */
  cut: boolean;
}

/** The last lines of a stream. */
export interface LogBuffer {
  entries: readonly LogEntry[];
  /** How many lines have come; those that are not in `entries` any more were dropped. */
  received: number;
}

/** More would make the browser slow, and nobody reads them here; what was dropped is said. */
export const MAX_LINES = 5_000;

export const EMPTY_BUFFER: LogBuffer = { entries: [], received: 0 };

/** Adds lines at the end and drops the earliest beyond {@link MAX_LINES}; pure. */
export function appendLines(
  buffer: LogBuffer,
  lines: readonly { at?: string; text: string; cut?: boolean }[],
): LogBuffer {
  if (lines.length === 0) return buffer;
  const added = lines.slice(-MAX_LINES);
  const firstId = buffer.received + lines.length - added.length;
  const kept = buffer.entries.slice(
    Math.max(0, buffer.entries.length + added.length - MAX_LINES),
  );
  return {
    entries: [
      ...kept,
      ...added.map(({ at, text, cut = false }, index) => ({
        id: firstId + index,
        at,
        text,
        cut,
      })),
    ],
    received: buffer.received + lines.length,
  };
}
