import { git, GitFailure } from './git';
import type { Signature } from './output';
import type { Repository } from './repository';

/** A file as a commit leaves it. */
export type FileChange =
  | { path: string; content: string | Buffer; executable?: boolean }
  /** Bytes that the repository has already. */
  | { path: string; blob: string; executable?: boolean }
  | { path: string; deleted: true };

/** One commit to be written. */
export interface NewCommit {
  branch: string;
  /** Left out, the commit goes on top of the one before in the same stream. */
  parent?: string;
  /** A second parent, of a merge. */
  merge?: string;
  author: Signature;
  message: string;
  changes: readonly FileChange[];
  /** Also writes these tags on the commit. */
  tags?: readonly string[];
}

/**
 * Writes commits in one process, however many files they have: all of them come into being, or none does.
 *
 * @returns their ids, in their order
 * @throws GitFailure when a branch has moved on meanwhile
 */
export async function commitFiles(
  repository: Repository,
  commits: readonly NewCommit[],
): Promise<string[]> {
  const parts: (string | Buffer)[] = [];
  commits.forEach((commit, index) => {
    const {
      branch,
      parent,
      merge,
      author,
      message,
      changes,
      tags = [],
    } = commit;
    const who = signed(author);
    parts.push(
      `commit refs/heads/${branch}\nmark :${index + 1}\n`,
      `author ${who}\ncommitter ${who}\n`,
      ...data(message),
      ...(parent ? [`from ${parent}\n`] : []),
      ...(merge ? [`merge ${merge}\n`] : []),
      ...changes.flatMap(change => changed(change)),
      '\n',
      ...tags.map(tag => `reset refs/tags/${tag}\nfrom :${index + 1}\n\n`),
      `get-mark :${index + 1}\n`,
    );
  });
  parts.push('done\n');
  const input = Buffer.concat(
    parts.map(part => (typeof part === 'string' ? Buffer.from(part) : part)),
  );
  const output = await git(
    repository.dir,
    ['fast-import', '--quiet', '--done', '--date-format=raw'],
    { input },
  );
  const ids = output.toString().split('\n').filter(Boolean);
  if (ids.length !== commits.length) {
    throw new GitFailure('fast-import', 'not every commit was written');
  }
  return ids;
}

function changed(change: FileChange): (string | Buffer)[] {
  const path = quoted(change.path);
  if ('deleted' in change) return [`D ${path}\n`];
  const mode = change.executable ? '100755' : '100644';
  if ('blob' in change) return [`M ${mode} ${change.blob} ${path}\n`];
  return [`M ${mode} inline ${path}\n`, ...data(change.content)];
}

function data(content: string | Buffer): (string | Buffer)[] {
  const bytes = Buffer.from(content);
  return [`data ${bytes.length}\n`, bytes, '\n'];
}

function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&')}"`;
}

function signed({ name, email, time }: Signature): string {
  // Angle brackets and line breaks would end the name.
  const clean = (text: string) => text.replace(/[<>\p{Cc}]/gu, '').trim();
  return `${clean(name) || 'unknown'} <${clean(email)}> ${Math.floor(
    time / 1000,
  )} +0800`;
}
