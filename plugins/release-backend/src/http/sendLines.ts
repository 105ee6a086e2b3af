import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { toError } from '@backstage/errors';
import type { LogLine } from '@pilothouse/plugin-release-common';

/** A log that is silent still has to look alive to the proxies on the way; empty lines mean nothing in NDJSON. */
const HEARTBEAT = 15_000;
/** What came together is sent together. */
const MAX_BATCH = 64 * 1024;
/** The status is decided by the first line, or by its absence after so long. */
const HEADERS_WITHIN = 1_000;

/** Who has taken nothing for so long does not read any more. */
const TAKEN_WITHIN = 30_000;

type Lines = AsyncGenerator<LogLine, void, void>;

function sendHeaders(response: ServerResponse): void {
  if (response.headersSent) return;
  response.statusCode = 200;
  response.setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
  // `no-transform` also keeps the compression middleware away, which would wait for more.
  response.setHeader('Cache-Control', 'no-store, no-transform');
  // nginx would keep lines back until its buffer is full.
  response.setHeader('X-Accel-Buffering', 'no');
  response.flushHeaders();
}

/** Writes as fast as the reader reads; while it does not, nothing more is asked from the source. */
class Batches {
  readonly #response: ServerResponse;
  readonly #over: AbortSignal;
  #text = '';
  #scheduled: NodeJS.Immediate | undefined;

  constructor(response: ServerResponse, over: AbortSignal) {
    this.#response = response;
    this.#over = over;
  }

  async add(line: LogLine): Promise<void> {
    this.#text += `${JSON.stringify(line)}\n`;
    if (this.#text.length >= MAX_BATCH) this.flush();
    else this.#scheduled ??= setImmediate(() => this.flush());
    if (this.#response.writableNeedDrain && !this.#response.destroyed) {
      await this.#taken();
    }
  }

  /** Waits for a reader to catch up, and cuts off one who does not: a stream holds what others wait for. */
  async #taken(): Promise<void> {
    const response = this.#response;
    const waiting = new AbortController();
    const { signal } = waiting;
    const cutOff = () => {
      response.destroy();
      waiting.abort();
    };
    const late = setTimeout(cutOff, TAKEN_WITHIN);
    this.#over.addEventListener('abort', cutOff, { signal });
    if (this.#over.aborted) cutOff();
    try {
      await Promise.race([
        once(response, 'drain', { signal }),
        once(response, 'close', { signal }),
      ]);
    } catch {
      // Cut off, or broken: either way nothing more can be sent.
      response.destroy();
    } finally {
      clearTimeout(late);
      waiting.abort();
    }
  }

  flush(): void {
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    const text = this.#text;
    this.#text = '';
    if (!text || this.#response.destroyed) return;
    sendHeaders(this.#response);
    this.#response.write(text);
  }
}

/**
 * Streams lines as NDJSON until they end or the reader is gone. A failure before the first line is thrown, so that it
 * gets its own status; later it becomes the last line.
 *
 * @param over - aborted when nothing more may be sent to who has not taken what was
 */
export async function sendLines(
  response: ServerResponse,
  lines: Lines,
  over: AbortSignal,
): Promise<void> {
  const batches = new Batches(response, over);
  const late = setTimeout(() => sendHeaders(response), HEADERS_WITHIN);
  const heartbeat = setInterval(() => {
    if (response.headersSent && !response.destroyed) response.write('\n');
  }, HEARTBEAT);
  try {
    for await (const line of lines) {
      await batches.add(line);
      if (response.destroyed) return;
    }
  } catch (error) {
    if (response.destroyed) return;
    batches.flush();
    if (!response.headersSent) throw error;
    const message = toError(error).message.slice(0, 500);
    await batches.add({ end: { code: 'cluster-lost', params: { message } } });
  } finally {
    clearTimeout(late);
    clearInterval(heartbeat);
    batches.flush();
  }
  sendHeaders(response);
  response.end();
}
