import type { ServerResponse } from 'node:http';
import type { ClusterFaults } from './faults';
import type { StreamSink } from './http';

/** More than a client has left unread by then, it will never read. */
const MOST_UNREAD_BYTES = 32 * 1024 * 1024;

/**
 * Writes a stream that does not end by itself. What comes within one turn of the event loop goes out at once, and
 * nothing while the cluster hangs.
 */
export class ResponseStream implements StreamSink {
  readonly #response: ServerResponse;
  readonly #faults: ClusterFaults;
  #pending: string[] = [];
  #ended = false;
  #flushing = false;

  constructor(response: ServerResponse, faults: ClusterFaults) {
    this.#response = response;
    this.#faults = faults;
  }

  write(text: string): void {
    this.#pending.push(text);
    this.#schedule();
  }

  end(): void {
    this.#ended = true;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    setImmediate(() => this.#faults.pass(() => this.#flush()));
  }

  #flush(): void {
    this.#flushing = false;
    if (this.#response.destroyed) return;
    const text = this.#pending.join('');
    this.#pending = [];
    if (text) this.#response.write(text);
    if (this.#ended) this.#response.end();
    // A watcher that does not keep up has to begin anew, as with the real server.
    else if (this.#response.writableLength > MOST_UNREAD_BYTES)
      this.#response.destroy();
  }
}
