import type { UrlReaderService } from '@backstage/backend-plugin-api';
import type { Docs } from './Docs';
import { DocsError } from './DocsError';
import { DOCS_LIMITS, type DocsLimits } from './limits';
import type { DocsPlace } from './placeOf';
import { readFolder } from './readFolder';
import { readRepository } from './readRepository';

export interface DocsReaderOptions {
  reader: Pick<UrlReaderService, 'readTree'>;
  limits?: Partial<DocsLimits>;
}

/** Reads the Markdown behind TechDocs, within bounds. */
export class DocsReader {
  readonly #reader: Pick<UrlReaderService, 'readTree'>;
  readonly #limits: DocsLimits;

  constructor(options: DocsReaderOptions) {
    this.#reader = options.reader;
    this.#limits = { ...DOCS_LIMITS, ...options.limits };
  }

  /**
   * @param etag - of the last reading of the same place
   * @returns nothing when it is as it was
   * @throws DocsError
   */
  async read(
    place: DocsPlace,
    options: { etag?: string; signal: AbortSignal },
  ): Promise<Docs | undefined> {
    const limits = this.#limits;
    const late = AbortSignal.timeout(limits.time);
    const signal = AbortSignal.any([options.signal, late]);
    const { etag } = options;
    const reading =
      place.type === 'dir'
        ? readFolder(place.target, { etag, limits, signal })
        : readRepository(place.target, {
            reader: this.#reader,
            etag,
            limits,
            signal,
          });
    try {
      return await orAborted(reading, signal);
    } catch (error) {
      options.signal.throwIfAborted();
      if (error instanceof DocsError) throw error;
      throw new DocsError(late.aborted ? 'timeout' : 'failed', error);
    }
  }
}

/** Not every reader heeds its signal. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
