import type { TreeEntry } from '../git/output';
import type { Repository } from '../git/repository';

const LONGEST = 64 * 1024;

/** The README among the files of a folder, as plain text. */
export async function readReadme(
  repository: Repository,
  entries: readonly TreeEntry[],
): Promise<{ path: string; text: string } | undefined> {
  const entry = entries.find(
    ({ path, type, mode }) =>
      type === 'blob' &&
      mode !== SYMLINK &&
      /^readme(\.(md|txt))?$/i.test(path),
  );
  if (!entry) return undefined;
  const content = (await repository.blob(entry.sha)).subarray(0, LONGEST);
  return content.includes(0)
    ? undefined
    : { path: entry.path, text: content.toString() };
}

const SYMLINK = '120000';
