import { TooManyDownloadsError } from './TooManyDownloadsError';

/** At the same time, of everybody: each reads as fast as a browser takes it. */
const MOST = 4;
/** Of one person: nobody keeps the others from theirs. */
const MOST_OF_ONE = 2;

/** How many downloads are being read, and by whom. */
export class DownloadShares {
  /** Who is reading, once for each download. */
  readonly #readers: string[] = [];

  /**
   * @param reader - who begins one more
   * @returns what ends it
   * @throws TooManyDownloadsError when they, or all together, read as many as there may be
   */
  take(reader: string): () => void {
    const own = this.#readers.filter(one => one === reader).length;
    if (own >= MOST_OF_ONE) throw new TooManyDownloadsError(own);
    if (this.#readers.length >= MOST) {
      throw new TooManyDownloadsError(this.#readers.length);
    }
    this.#readers.push(reader);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#readers.splice(this.#readers.indexOf(reader), 1);
    };
  }
}
