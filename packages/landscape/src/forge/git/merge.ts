import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from './git';
import type { Repository } from './repository';

/**
 * Puts two lines of work together file by file: what both have changed is a conflict, also where a real forge would
 * find that the lines do not touch.
 *
 * @returns the tree, or `undefined` when there is a conflict
 */
export async function mergeTrees(
  repository: Repository,
  { base, ours, theirs }: { base: string; ours: string; theirs: string },
): Promise<string | undefined> {
  const index = join(repository.dir, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  const run = (...args: string[]) => git(repository.dir, args, { env });
  try {
    await run('read-tree', '-i', '-m', '--aggressive', base, ours, theirs);
    if ((await run('ls-files', '--unmerged')).length > 0) return undefined;
    return (await run('write-tree')).toString().trim();
  } finally {
    await rm(index, { force: true });
  }
}

/** Writes a commit of a tree that is there already. */
export async function commitTree(
  repository: Repository,
  commit: {
    tree: string;
    parents: readonly string[];
    author: { name: string; email: string; time: number };
    message: string;
  },
): Promise<string> {
  const { tree, parents, author, message } = commit;
  const date = `${Math.floor(author.time / 1000)} +0800`;
  const output = await git(
    repository.dir,
    ['commit-tree', tree, ...parents.flatMap(parent => ['-p', parent])],
    {
      input: message,
      env: {
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: author.name,
        GIT_COMMITTER_EMAIL: author.email,
        GIT_COMMITTER_DATE: date,
      },
    },
  );
  return output.toString().trim();
}
