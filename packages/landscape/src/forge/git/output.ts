/** What git prints, taken apart. */

export interface Commit {
  sha: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
}

export interface Signature {
  name: string;
  email: string;
  /** Milliseconds since the epoch. */
  time: number;
}

export interface TreeEntry {
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  sha: string;
  path: string;
}

export interface FileDiff {
  oldPath: string;
  newPath: string;
  oldMode: string;
  newMode: string;
  status: 'added' | 'deleted' | 'renamed' | 'modified';
  diff: string;
}

/** For `readCommits`: no field can have a NUL in it. */
export const COMMIT_FORMAT =
  '%H%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B';
const FIELDS = 9;

/** What `log -z --format=COMMIT_FORMAT` prints. */
export function readCommits(text: string): Commit[] {
  const fields = text.split('\0');
  const commits: Commit[] = [];
  for (let at = 0; at + FIELDS <= fields.length; at += FIELDS) {
    const [sha, parents, an, ae, authored, cn, ce, committed, message] =
      fields.slice(at, at + FIELDS);
    commits.push({
      sha,
      parents: parents.split(' ').filter(Boolean),
      author: { name: an, email: ae, time: Number(authored) * 1000 },
      committer: { name: cn, email: ce, time: Number(committed) * 1000 },
      message: message.replace(/\n+$/, ''),
    });
  }
  return commits;
}

/** What `ls-tree -z` prints. */
export function readTree(text: string): TreeEntry[] {
  return text
    .split('\0')
    .filter(Boolean)
    .flatMap(line => {
      const [, mode, type, sha, path] =
        /^(\d{6}) (\w+) ([0-9a-f]{40})\t([^]+)$/.exec(line) ?? [];
      const known = type === 'blob' || type === 'tree' || type === 'commit';
      return known ? [{ mode, type, sha, path }] : [];
    });
}

const STATUS: Record<string, FileDiff['status']> = {
  A: 'added',
  D: 'deleted',
  R: 'renamed',
};

/** `:100644 100644 abc… def… M\0path\0`, with two paths for a file that was renamed. */
export function readRaw(text: string): Omit<FileDiff, 'diff'>[] {
  const parts = text.split('\0');
  const found: Omit<FileDiff, 'diff'>[] = [];
  for (let at = 0; at + 1 < parts.length; ) {
    const [, oldMode, newMode, letter] =
      /^:(\d+) (\d+) \w+ \w+ ([A-Z])/.exec(parts[at]) ?? [];
    if (!letter) break;
    const status = STATUS[letter] ?? 'modified';
    const oldPath = parts[at + 1];
    const newPath = status === 'renamed' ? parts[at + 2] : oldPath;
    found.push({ oldPath, newPath, oldMode, newMode, status });
    at += status === 'renamed' ? 3 : 2;
  }
  return found;
}

/** A file's part of a patch, without what stands before its first hunk. */
export function hunksOf(body: string): string {
  const start = body.search(/^@@/m);
  return start < 0 ? '' : body.slice(start);
}
