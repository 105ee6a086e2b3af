import { badRequest } from '../http';
import type { FileChange } from '../git/commit-files';
import { isFilePath } from '../git/names';
import type { Repository } from '../git/repository';
import type { Input } from './input';

const ACTIONS = ['create', 'update', 'delete', 'move', 'chmod'] as const;
const ENCODINGS = ['text', 'base64'] as const;
const MOST_ACTIONS = 2000;

/** A file while the actions of a commit are gone through. */
interface File {
  executable: boolean;
  /** Where its bytes come from: the repository, or this commit. */
  blob?: string;
  content?: Buffer;
}

/**
 * Goes through the actions of a commit in their order, each on what the ones before have left.
 *
 * @throws ForgeRefusal 400 when one of them cannot be done; then none is
 */
export async function changesOf(
  repository: Repository,
  parent: string | undefined,
  actions: readonly Input[],
): Promise<FileChange[]> {
  if (actions.length > MOST_ACTIONS) {
    throw badRequest(`A commit may have up to ${MOST_ACTIONS} actions`);
  }
  const entries = parent ? await repository.tree(parent, '', true) : [];
  const files = new Map<string, File>(
    entries
      .filter(({ type }) => type === 'blob')
      .map(({ path, sha, mode }) => [
        path,
        { blob: sha, executable: mode === '100755' },
      ]),
  );
  const before = new Map(files);
  for (const action of actions) {
    const lastCommit = action.optionalText('last_commit_id');
    const path = action.text('file_path');
    if (parent && lastCommit) {
      const [last] = await repository.commits(parent, { path, limit: 1 });
      if (last && last.sha !== lastCommit) {
        throw badRequest(
          'You are attempting to update a file that has changed since you started editing it.',
        );
      }
    }
    act(files, action, path);
  }
  return difference(before, files);
}

function act(files: Map<string, File>, action: Input, path: string): void {
  if (!isFilePath(path))
    throw badRequest('Path cannot include directory traversal');
  const kind = action.oneOf('action', ACTIONS);
  const present = files.get(path);
  if (kind === 'create') {
    if (present || isFolder(files, path) || liesInFile(files, path)) {
      throw badRequest('A file with this name already exists');
    }
    files.set(path, { executable: false, content: contentOf(action) });
    return;
  }
  if (kind === 'move') {
    const from = action.text('previous_path');
    const moved = files.get(from);
    if (!moved) throw badRequest("A file with this name doesn't exist");
    if (present) throw badRequest('A file with this name already exists');
    files.delete(from);
    const content = action.has('content') ? contentOf(action) : undefined;
    files.set(path, content ? { ...moved, blob: undefined, content } : moved);
    return;
  }
  if (!present) throw badRequest("A file with this name doesn't exist");
  switch (kind) {
    case 'update':
      files.set(path, {
        executable: present.executable,
        content: contentOf(action),
      });
      break;
    case 'delete':
      files.delete(path);
      break;
    case 'chmod':
      files.set(path, {
        ...present,
        executable: action.flag('execute_filemode') ?? false,
      });
      break;
    default:
      throw badRequest('action is missing');
  }
}

function contentOf(action: Input): Buffer {
  const encoding = action.oneOf('encoding', ENCODINGS) ?? 'text';
  const text = action.optionalText('content') ?? '';
  return Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8');
}

function isFolder(files: ReadonlyMap<string, File>, path: string): boolean {
  return [...files.keys()].some(item => item.startsWith(`${path}/`));
}

function liesInFile(files: ReadonlyMap<string, File>, path: string): boolean {
  return path
    .split('/')
    .some((_, depth, parts) =>
      depth > 0 ? files.has(parts.slice(0, depth).join('/')) : false,
    );
}

function difference(
  before: ReadonlyMap<string, File>,
  after: ReadonlyMap<string, File>,
): FileChange[] {
  const gone = [...before.keys()]
    .filter(path => !after.has(path))
    .map(path => ({ path, deleted: true as const }));
  const there = [...after].flatMap(([path, file]): FileChange[] => {
    if (before.get(path) === file) return [];
    const { executable, blob, content } = file;
    if (content) return [{ path, executable, content }];
    return blob ? [{ path, executable, blob }] : [];
  });
  return [...gone, ...there];
}
