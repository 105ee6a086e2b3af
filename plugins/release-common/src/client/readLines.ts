/** JSON may write one character as six: enough for a log line of 32 KiB in the worst case. */
const MAX_LINE_LENGTH = 256 * 1024;

/**
 * The lines of a body of text, as they come: without their ends, empty ones left out.
 *
 * The body is cancelled when the reader stops early.
 *
 * @throws RangeError when a line is longer than 256 Ki characters
 */
export async function* readLines(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<string, void, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  // The beginning of a line whose end has not come, in pieces: joining them at each chunk would be quadratic.
  let begun: string[] = [];
  let begunLength = 0;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      const parts = decoder.decode(value, { stream: !done }).split('\n');
      const rest = parts.pop() ?? '';
      for (const part of parts) {
        const line = [...begun, part].join('').replace(/\r$/, '');
        begun = [];
        begunLength = 0;
        if (line) yield line;
      }
      begun.push(rest);
      begunLength += rest.length;
      if (begunLength > MAX_LINE_LENGTH) {
        throw new RangeError('A line of the answer is too long');
      }
      if (done) break;
    }
    const last = begun.join('');
    if (last) yield last;
  } finally {
    // Its connection may be gone already, which is no news any more.
    await reader.cancel().catch(() => {});
  }
}
