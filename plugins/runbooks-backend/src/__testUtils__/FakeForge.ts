import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { NotModifiedError } from '@backstage/errors';

/** Repositories by their URL, as a reader of an integration gives them. */
export class FakeForge {
  readonly #trees = new Map<
    string,
    { etag: string; files: Record<string, string>; at: Date }
  >();
  /** URLs that were read, those that had not changed with a `=` before them. */
  readonly reads: string[] = [];
  /** What every reading fails with. */
  fault: Error | undefined;

  commit(url: string, files: Record<string, string>, at: string): void {
    const etag = `commit ${this.#trees.get(url)?.etag ?? ''}`;
    this.#trees.set(url, { etag, files, at: new Date(at) });
  }

  readonly readTree: UrlReaderService['readTree'] = async (url, options) => {
    if (this.fault) throw this.fault;
    const tree = this.#trees.get(url);
    if (!tree) throw new Error(`${url} could not be read, 404 Not Found`);
    if (options?.etag === tree.etag) {
      this.reads.push(`=${url}`);
      throw new NotModifiedError();
    }
    this.reads.push(url);
    const wanted = Object.entries(tree.files).filter(
      ([path, text]) => options?.filter?.(path, { size: text.length }) ?? true,
    );
    return {
      etag: tree.etag,
      files: async () =>
        wanted.map(([path, text]) => ({
          path,
          content: async () => Buffer.from(text),
          // An archive has the time of its latest commit everywhere.
          lastModifiedAt: tree.at,
        })),
      archive: () => Promise.reject(new Error('is not asked for')),
      dir: () => Promise.reject(new Error('is not asked for')),
    };
  };
}
