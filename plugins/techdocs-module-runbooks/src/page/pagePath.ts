/**
 * One name for a page, however it is written: `en/redis-full/`, `en/redis-full`, `en/redis-full.html`; the index of a
 * folder is the folder.
 */
export function pagePath(path: string): string {
  return path
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.html$/, '')
    .replace(/(^|\/)(index|readme)$/i, '');
}
