import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git, GitFailure } from './git';
import { isRefName, isSha, isShortSha } from './names';
import {
  COMMIT_FORMAT,
  hunksOf,
  readCommits,
  readRaw,
  readTree,
  type Commit,
  type FileDiff,
  type TreeEntry,
} from './output';

/** A branch or a tag. */
export interface Ref {
  kind: 'branch' | 'tag';
  name: string;
  /** Of the commit, also where a tag has a message of its own. */
  sha: string;
  /** A tag's own message. */
  message: string;
}

/** A repository on disk, without a work tree. Refs and paths that it is given have been checked. */
export class Repository {
  readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
  }

  /** Makes an empty one, as `git init --bare` does, without a process: many are made at the start. */
  static async create(dir: string, branch: string): Promise<Repository> {
    // Whoever finds the folder finds it whole.
    const draft = `${dir}.draft`;
    await rm(draft, { recursive: true, force: true });
    await mkdir(join(draft, 'objects', 'pack'), { recursive: true });
    await mkdir(join(draft, 'refs', 'heads'), { recursive: true });
    await mkdir(join(draft, 'refs', 'tags'), { recursive: true });
    await writeFile(join(draft, 'HEAD'), `ref: refs/heads/${branch}\n`);
    await writeFile(join(draft, 'config'), CONFIG);
    await rename(draft, dir);
    return new Repository(dir);
  }

  async refs(): Promise<Ref[]> {
    const format =
      '%(refname)%00%(objectname)%00%(*objectname)%00%(contents:subject)';
    const text = await this.#text('for-each-ref', `--format=${format}`);
    return text.split('\n').flatMap(line => {
      const [full, sha, peeled, subject] = line.split('\0');
      const [, folder, name] = /^refs\/(heads|tags)\/(.+)$/.exec(full) ?? [];
      if (!folder) return [];
      const isTag = folder === 'tags';
      return [
        {
          kind: isTag ? ('tag' as const) : ('branch' as const),
          name,
          sha: peeled || sha,
          message: isTag && peeled ? subject : '',
        },
      ];
    });
  }

  async branch(name: string): Promise<string | undefined> {
    return isRefName(name) ? this.#resolve(`refs/heads/${name}`) : undefined;
  }

  /** The commit behind a branch, a tag or an id. */
  async resolve(ref: string): Promise<string | undefined> {
    if (isShortSha(ref)) {
      const found = await this.#resolve(ref);
      if (found) return found;
    }
    if (ref === 'HEAD') return this.#resolve('HEAD');
    if (!isRefName(ref)) return undefined;
    return (
      (await this.#resolve(`refs/heads/${ref}`)) ??
      (await this.#resolve(`refs/tags/${ref}`))
    );
  }

  /** Newest first. */
  async commits(
    range: string,
    options: { path?: string; limit: number; skip?: number; since?: number },
  ): Promise<Commit[]> {
    const { path, limit, skip = 0, since } = options;
    const text = await this.#text(
      'log',
      '-z',
      `--format=${COMMIT_FORMAT}`,
      `--max-count=${limit}`,
      `--skip=${skip}`,
      ...(since === undefined ? [] : [`--since=@${Math.floor(since / 1000)}`]),
      range,
      '--',
      ...(path ? [path] : []),
    );
    return readCommits(text);
  }

  async commit(sha: string): Promise<Commit | undefined> {
    const [found] = await this.commits(sha, { limit: 1 });
    return found;
  }

  async count(range: string, path?: string): Promise<number> {
    const tail = path ? [path] : [];
    return Number(
      await this.#text('rev-list', '--count', range, '--', ...tail),
    );
  }

  /** What lies at a path, itself and nothing below it. */
  async entry(sha: string, path: string): Promise<TreeEntry | undefined> {
    const text = await this.#text('ls-tree', '-z', sha, '--', path);
    return readTree(text).find(entry => entry.path === path);
  }

  /** What lies below a folder; folders, too, come with their contents when it is `recursive`. */
  async tree(
    sha: string,
    folder: string,
    recursive: boolean,
  ): Promise<TreeEntry[]> {
    const text = await this.#text(
      'ls-tree',
      '-z',
      ...(recursive ? ['-r', '-t'] : []),
      sha,
      '--',
      ...(folder ? [`${folder}/`] : []),
    );
    // Folders above come along with those inside.
    return readTree(text).filter(
      ({ path }) => !folder || path.startsWith(`${folder}/`),
    );
  }

  blob(sha: string): Promise<Buffer> {
    return git(this.dir, ['cat-file', 'blob', sha]);
  }

  async file(commit: string, path: string): Promise<Buffer | undefined> {
    const entry = await this.entry(commit, path);
    return entry?.type === 'blob' ? this.blob(entry.sha) : undefined;
  }

  /** A tar file of a commit, or of one folder of it. */
  archive(commit: string, prefix: string, path?: string): Promise<Buffer> {
    return git(this.dir, [
      'archive',
      '--format=tar',
      `--prefix=${prefix}/`,
      commit,
      // What comes after it is no option, whatever it looks like.
      '--',
      ...(path ? [path] : []),
    ]);
  }

  async diff(from: string | undefined, to: string): Promise<FileDiff[]> {
    const range = from ? [from, to] : ['--root', to];
    const names = await this.#text(
      'diff-tree',
      '-r',
      '-z',
      '-M',
      '--no-commit-id',
      ...range,
    );
    const text = await this.#text(
      'diff-tree',
      '-p',
      '-M',
      '--no-commit-id',
      ...range,
    );
    const bodies = text.split(/^(?=diff --git )/m).filter(Boolean);
    return readRaw(names).map((item, index) => ({
      ...item,
      diff: hunksOf(bodies[index] ?? ''),
    }));
  }

  async mergeBase(one: string, other: string): Promise<string | undefined> {
    try {
      return (await this.#text('merge-base', one, other)).trim() || undefined;
    } catch (error) {
      if (error instanceof GitFailure) return undefined;
      throw error;
    }
  }

  /**
   * Moves a branch or a tag, only if it is where it was thought to be.
   *
   * @param to - nothing deletes it
   * @throws GitFailure when somebody else was faster
   */
  async moveRef(
    ref: string,
    to: string | undefined,
    from: string | undefined,
  ): Promise<void> {
    const before = from ?? '0'.repeat(40);
    const args = to
      ? ['update-ref', ref, to, before]
      : ['update-ref', '-d', ref, before];
    await git(this.dir, args);
  }

  async setHead(branch: string): Promise<void> {
    await git(this.dir, ['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
  }

  async #resolve(expression: string): Promise<string | undefined> {
    try {
      const text = await this.#text(
        'rev-parse',
        '--verify',
        '--quiet',
        `${expression}^{commit}`,
      );
      return isSha(text.trim()) ? text.trim() : undefined;
    } catch (error) {
      if (error instanceof GitFailure) return undefined;
      throw error;
    }
  }

  async #text(...args: string[]): Promise<string> {
    return (await git(this.dir, args)).toString();
  }
}

/** Pushes are taken, and hooks of nobody are run. */
const CONFIG = `[core]
	repositoryformatversion = 0
	filemode = true
	bare = true
	hooksPath = /dev/null
[http]
	receivepack = true
[receive]
	fsckObjects = true
	maxInputSize = 67108864
[gc]
	auto = 0
`;
