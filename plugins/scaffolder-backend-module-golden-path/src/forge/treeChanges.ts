import type { TreeFile } from '../workspace/readTree';

/** A file of a repository, as GitLab lists it. */
export interface RemoteFile {
  path: string;
  blobId: string;
  executable: boolean;
}

/** One of the actions that GitLab does in a commit. */
export interface FileAction {
  action: 'create' | 'update' | 'chmod';
  filePath: string;
  content?: string;
  encoding?: 'base64';
  executeFilemode?: boolean;
}

/**
 * The paths of wanted files that are to stay as the repository has them. Those that are the same anyway are not told.
 *
 * @param keep - all that it has, or those of these paths; one that ends in `/` means all below it
 */
export function keptFiles(
  wanted: readonly TreeFile[],
  present: readonly RemoteFile[],
  keep: boolean | readonly string[] = false,
): string[] {
  const isKept = (path: string) =>
    typeof keep === 'boolean'
      ? keep
      : keep.some(item =>
          item.endsWith('/') ? path.startsWith(item) : path === item,
        );
  const has = new Set(present.map(({ path }) => path));
  const differing = treeChanges(wanted, present).map(
    ({ filePath }) => filePath,
  );
  return [...new Set(differing)].filter(path => has.has(path) && isKept(path));
}

/**
 * What makes the repository hold the wanted files. Files that only the repository has stay: they are somebody's.
 *
 * @returns nothing, when it holds them already
 */
export function treeChanges(
  wanted: readonly TreeFile[],
  present: readonly RemoteFile[],
): FileAction[] {
  const byPath = new Map(present.map(file => [file.path, file]));
  return wanted.flatMap<FileAction>(({ path, content, blobId, executable }) => {
    const there = byPath.get(path);
    const isThere = there?.blobId === blobId;
    // Only a chmod sets the mode; a new file has none, and an update keeps it.
    const hasMode = (there?.executable ?? false) === executable;
    return [
      ...(isThere
        ? []
        : [
            {
              action: there ? ('update' as const) : ('create' as const),
              filePath: path,
              content: content.toString('base64'),
              encoding: 'base64' as const,
            },
          ]),
      ...(hasMode
        ? []
        : [
            {
              action: 'chmod' as const,
              filePath: path,
              executeFilemode: executable,
            },
          ]),
    ];
  });
}
