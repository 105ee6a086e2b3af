import { REGISTRY } from '../../world/company';
import type { BuiltImage } from '../model';
import type { TreeEntry } from '../git/output';

/** Files that say what a program is built with, and its version. */
const BUILD_FILES: readonly {
  name: RegExp;
  platform: BuiltImage['platform'];
  version: RegExp;
}[] = [
  {
    name: /^pom\.xml$/,
    platform: 'java',
    // The first that is not the parent's.
    version: /<\/parent>[^]*?<version>([^<$]+)<|<version>([^<$]+)</,
  },
  {
    name: /^build\.gradle(\.kts)?$/,
    platform: 'java',
    version: /^version\s*=?\s*["']([^"']+)/m,
  },
  {
    name: /\.csproj$/,
    platform: 'dotnet',
    version: /<Version>([^<$]+)</,
  },
  {
    name: /^package\.json$/,
    platform: 'node',
    version: /"version":\s*"([^"]+)"/,
  },
];

/** The files of a repository that tell what comes out of it. */
export function buildFilesIn(entries: readonly TreeEntry[]): TreeEntry[] {
  return entries.filter(
    ({ path, type }) =>
      type === 'blob' &&
      path.split('/').length <= 3 &&
      BUILD_FILES.some(({ name }) => name.test(baseName(path))),
  );
}

/** What a repository is built with, and the version that it says. */
export function buildOf(files: readonly { path: string; text: string }[]): {
  platform: BuiltImage['platform'];
  version: string;
} {
  for (const { name, platform, version } of BUILD_FILES) {
    const file = files.find(({ path }) => name.test(baseName(path)));
    if (!file) continue;
    const [, first, second] = version.exec(file.text) ?? [];
    return { platform, version: first ?? second ?? '0.1.0' };
  }
  return { platform: 'nginx', version: '0.1.0' };
}

/**
 * Where an image goes: to the repository in the company's registry that the variable `IMAGE` of the CI file names, with
 * the tag there or by the house's own rule; `<group>/<name>:<version>-<first 8 of the commit>` where it names none.
 */
export function imageNameOf(
  image: string,
  standard: { project: string; version: string; sha: string },
): { repository: string; tag: string } {
  const { project, version, sha } = standard;
  const [, path, tag] =
    /^[^/]+\/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::(\w[\w.-]{0,127}))?$/.exec(
      image.startsWith(`${REGISTRY}/`) ? image : '',
    ) ?? [];
  return {
    repository: path ?? project.toLowerCase(),
    tag: tag ?? `${version}-${sha.slice(0, 8)}`.replace(/[^\w.-]/g, '-'),
  };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
