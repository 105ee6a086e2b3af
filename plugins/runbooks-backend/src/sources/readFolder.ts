import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Docs, SourceFile } from './Docs';
import { DocsError } from './DocsError';
import type { DocsLimits } from './limits';
import { docsDirOf, isPage, isWanted, pagesOf, SITE_FILES } from './siteOf';

// A symbolic link cannot be opened, and a named pipe does not keep the reader waiting.
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Reads the documentation in a folder of this machine. Symbolic links are left out, wherever they lead: what is beside
 * the documentation is none of it.
 *
 * @param root - a folder that may be read: the caller has checked where it is
 * @returns nothing when it is as it was
 * @throws DocsError
 */
export async function readFolder(
  root: string,
  options: { etag?: string; limits: DocsLimits; signal: AbortSignal },
): Promise<Docs | undefined> {
  const { etag: known, limits, signal } = options;
  const site = await siteFile(root, limits);
  const folder = docsDirOf(site?.text);
  await checkFolder(root, folder);
  const { paths, isCut: isListCut } = await listFiles(
    { root, folder: folder === '.' ? '' : folder },
    limits,
    signal,
  );
  const files: SourceFile[] = site ? [site] : [];
  const hash = createHash('sha256');
  let bytes = 0;
  let isCut = isListCut;
  for (const path of paths) {
    signal.throwIfAborted();
    const file = await readFile(join(root, path), limits.pageBytes);
    if (!file || bytes + file.bytes > limits.bytes) {
      isCut = true;
      continue;
    }
    bytes += file.bytes;
    const { text, changedAt } = file;
    hash.update(`${path}\0${changedAt}\0${text}\0`);
    files.push({ path, text, changedAt });
  }
  const etag = hash.digest('hex');
  if (etag === known) return undefined;
  return { pages: pagesOf(files), isCut, etag };
}

async function siteFile(
  root: string,
  limits: DocsLimits,
): Promise<SourceFile | undefined> {
  for (const path of SITE_FILES) {
    const file = await readFile(join(root, path), limits.pageBytes);
    if (file) return { path, text: file.text };
  }
  return undefined;
}

/** A folder that is a symbolic link, or below one, is as little of the documentation as a page that is one. */
async function checkFolder(root: string, folder: string): Promise<void> {
  const parts = folder.split('/');
  for (const [index] of parts.entries()) {
    const path = join(root, ...parts.slice(0, index + 1));
    const stats = await lstat(path).catch(error => {
      throw new DocsError('not-found', error);
    });
    if (!stats.isDirectory()) throw new DocsError('not-found');
  }
}

async function listFiles(
  { root, folder: top }: { root: string; folder: string },
  limits: DocsLimits,
  signal: AbortSignal,
) {
  const paths: string[] = [];
  const folders = [{ path: top, depth: 0 }];
  let looked = 0;
  let isCut = false;
  for (const folder of folders) {
    signal.throwIfAborted();
    const entries = await entriesOf(join(root, folder.path), folder.depth);
    for (const entry of entries.toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = folder.path ? `${folder.path}/${entry.name}` : entry.name;
      looked += 1;
      const isFull = looked > limits.entries || paths.length >= limits.pages;
      if (isFull) return { paths, isCut: true };
      if (entry.isDirectory() && isFolderWanted(entry.name)) {
        if (folder.depth < limits.depth) {
          folders.push({ path, depth: folder.depth + 1 });
        } else {
          isCut = true;
        }
      } else if (entry.isFile() && isPage(path) && isWanted(path)) {
        paths.push(path);
      }
    }
  }
  return { paths, isCut };
}

async function entriesOf(folder: string, depth: number) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    // One that went while it was looked for is no fault of the documentation.
    if (depth > 0) return [];
    throw new DocsError('not-found', error);
  }
}

function isFolderWanted(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules';
}

/** @returns nothing for what is too long, no file, or gone */
async function readFile(path: string, most: number) {
  const handle = await open(path, FLAGS).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > most) return undefined;
    const buffer = Buffer.alloc(stats.size);
    const { bytesRead } = await handle.read(buffer, 0, stats.size, 0);
    return {
      text: buffer.toString('utf8', 0, bytesRead),
      changedAt: Math.trunc(stats.mtimeMs),
      bytes: bytesRead,
    };
  } finally {
    await handle.close();
  }
}
