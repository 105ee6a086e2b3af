import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { readIfThere } from '../../read-if-there';

/** Texts by their path below a folder, with forward slashes. */
export type Files = ReadonlyMap<string, string>;

/**
 * Makes a folder hold these files and no others. Files that are as they should be are left alone, so that whoever
 * watches them sees only what changed.
 */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  await mkdir(folder, { recursive: true });
  const wanted = [...files].map(async ([path, text]) => {
    const target = join(folder, path);
    if ((await readIfThere(target)) === text) return;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  });
  await Promise.all(wanted);
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  const strays = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => !files.has(relative(folder, path).split(sep).join('/')));
  await Promise.all(strays.map(path => rm(path)));
}
