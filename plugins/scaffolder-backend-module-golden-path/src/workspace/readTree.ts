import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { InputError } from '@backstage/errors';

/** A file as git would keep it. */
export interface TreeFile {
  /** From the root of the tree, with `/`. */
  path: string;
  executable: boolean;
  content: Buffer;
  /** The id that git gives its content. */
  blobId: string;
}

export interface TreeLimits {
  files: number;
  bytes: number;
}

/** A skeleton is some dozens of small files: more is somebody's build output. */
const LIMITS: TreeLimits = { files: 2_000, bytes: 20 * 1024 * 1024 };

/**
 * Reads a folder of the workspace, in the order of its paths.
 *
 * @throws InputError for a symbolic link, which could point out of the workspace, and for more than the limits
 */
export async function readTree(
  root: string,
  limits: TreeLimits = LIMITS,
): Promise<TreeFile[]> {
  const paths = await filesBelow(root, '');
  if (paths.length > limits.files) {
    throw new InputError(
      `There are ${paths.length} files to commit, more than ${limits.files}`,
    );
  }
  let bytes = 0;
  const files: TreeFile[] = [];
  for (const path of paths.sort()) {
    const place = join(root, path);
    const { mode, size } = await stat(place);
    bytes += size;
    if (bytes > limits.bytes) {
      throw new InputError(
        `The files to commit are larger than ${limits.bytes} bytes together`,
      );
    }
    const content = await readFile(place);
    files.push({
      path,
      content,
      // eslint-disable-next-line no-bitwise
      executable: (mode & 0o100) !== 0,
      blobId: blobIdOf(content),
    });
  }
  return files;
}

/** As `git hash-object` says. */
export function blobIdOf(content: Buffer): string {
  return createHash('sha1')
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest('hex');
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== '.git') found.push(...(await filesBelow(root, path)));
    } else if (entry.isFile()) {
      found.push(path);
    } else {
      throw new InputError(`${path} is no file: links are not committed`);
    }
  }
  return found;
}
