import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** What came together is sent together, in UTF-16 units. */
const BATCH = 64 * 1024;
/** Who has taken nothing for so long reads no more, in milliseconds. */
const TAKEN_WITHIN_MS = 30_000;

/**
 * Streams objects as NDJSON, as fast as the reader takes them; meanwhile nothing more is asked for. What fails before the
 * first object is thrown, so that it has a status of its own; later the connection ends, and the end is missing.
 */
export async function sendNdjson(
  response: ServerResponse,
  objects: AsyncGenerator<object, void, void>,
  fileName: string,
): Promise<void> {
  let text = '';
  const flush = async () => {
    if (response.destroyed || text === '') return;
    if (!response.headersSent) begin(response, fileName);
    const taken = response.write(text);
    text = '';
    if (!taken && !response.destroyed) await drained(response);
  };
  try {
    for await (const object of objects) {
      if (response.destroyed) return;
      text += `${JSON.stringify(object)}\n`;
      if (text.length >= BATCH) await flush();
    }
  } catch (error) {
    if (!response.headersSent) throw error;
    // Cut off: who reads it sees that there is no end.
    response.destroy();
    return;
  }
  await flush();
  response.end();
}

function begin(response: ServerResponse, fileName: string): void {
  response.statusCode = 200;
  response.setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
  response.setHeader(
    'Content-Disposition',
    `attachment; filename="${fileName.replace(/[^\w.-]/g, '_')}"`,
  );
  response.setHeader('X-Content-Type-Options', 'nosniff');
  // `no-transform` also keeps the compression middleware away, which would wait for more.
  response.setHeader('Cache-Control', 'no-store, no-transform');
  // nginx would keep lines back until its buffer is full.
  response.setHeader('X-Accel-Buffering', 'no');
}

async function drained(response: ServerResponse): Promise<void> {
  const waiting = new AbortController();
  const late = setTimeout(() => response.destroy(), TAKEN_WITHIN_MS);
  try {
    await Promise.race(
      ['drain', 'close'].map(event =>
        once(response, event, { signal: waiting.signal }),
      ),
    );
  } catch {
    response.destroy();
  } finally {
    clearTimeout(late);
    waiting.abort();
  }
}
