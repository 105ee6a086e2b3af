/** Bounds of what is read of one entity's documentation. */
export interface DocsLimits {
  /** Pages. */
  readonly pages: number;
  /** Bytes of one page; a longer one is left out. */
  readonly pageBytes: number;
  /** Bytes of all pages together. */
  readonly bytes: number;
  /** Files and folders that are looked at. */
  readonly entries: number;
  /** Folders below folders. */
  readonly depth: number;
  /** Milliseconds for all of it. */
  readonly time: number;
}

/** Far more than a handbook has, and little enough for a scheduled task that reads a thousand of them. */
export const DOCS_LIMITS: DocsLimits = {
  pages: 2_000,
  pageBytes: 256 * 1024,
  bytes: 20 * 1024 * 1024,
  entries: 20_000,
  depth: 12,
  time: 30_000,
};
