import { REGISTRY } from '../../world/company';
import type { Repository } from '../git/repository';
import { fullPathOf, type BuiltImage, type Project } from '../model';
import { buildFilesIn, buildOf, imageNameOf } from './build';
import {
  CI_FILE,
  expand,
  readCiFile,
  type CiFile,
  type CiJob,
} from './ci-file';
import type { ManifestFile } from './deployer';

const LARGEST_FILE = 512 * 1024;
const MOST_MANIFESTS = 100;

/** What a pipeline does, read from its commit when it begins. */
export interface Plan {
  jobs: CiJob[];
  /** Why there are none. */
  error?: string;
  image: Omit<BuiltImage, 'createdAt'>;
  /** Of all environments. */
  manifests: ManifestFile[];
  /** Jobs that the commit asks to fail, by `[fail NAME]` in its message. */
  fails: string[];
}

/** @returns nothing for a commit that has no CI file, or says `[skip ci]` */
export async function planOf(
  repository: Repository,
  project: Project,
  { sha, ref }: { sha: string; ref: string },
): Promise<Plan | undefined> {
  const [text, commit, tree] = await Promise.all([
    repository.file(sha, CI_FILE),
    repository.commit(sha),
    repository.tree(sha, '', true),
  ]);
  const message = commit?.message ?? '';
  if (!text || /\[(skip ci|ci skip)\]/i.test(message)) return undefined;
  const read = async (path: string, blob: string) => ({
    path,
    text: (await repository.blob(blob)).toString().slice(0, LARGEST_FILE),
  });
  const build = buildOf(
    await Promise.all(
      buildFilesIn(tree)
        .slice(0, 10)
        .map(item => read(item.path, item.sha)),
    ),
  );
  const manifests = tree
    .filter(({ path }) => /^deploy\/[^/]+\/[^/]+\.ya?ml$/.test(path))
    .slice(0, MOST_MANIFESTS);
  let file: CiFile = { variables: {}, jobs: [] };
  let error: string | undefined;
  try {
    file = readCiFile(text.toString().slice(0, LARGEST_FILE));
  } catch (cause) {
    error = cause instanceof Error ? cause.message : String(cause);
  }
  const { variables } = file;
  return {
    // Whatever is more than a test is for the default branch.
    jobs: file.jobs.filter(
      ({ name }) => ref === project.defaultBranch || /^(test|lint)/.test(name),
    ),
    error,
    image: {
      ...imageNameOf(
        expand(variables.IMAGE ?? '', {
          ...variables,
          ...predefined(project, { sha, ref }),
        }),
        {
          project: fullPathOf(project),
          version: variables.VERSION ?? build.version,
          sha,
        },
      ),
      platform: build.platform,
    },
    manifests: await Promise.all(
      manifests.map(item => read(item.path, item.sha)),
    ),
    fails: [...message.matchAll(/\[fail ([\w-]+)\]/g)].map(([, name]) => name),
  };
}

/** What GitLab sets for every job. */
function predefined(
  project: Project,
  { sha, ref }: { sha: string; ref: string },
): Record<string, string> {
  return {
    CI: 'true',
    CI_COMMIT_SHA: sha,
    CI_COMMIT_SHORT_SHA: sha.slice(0, 8),
    CI_COMMIT_BRANCH: ref,
    CI_COMMIT_REF_NAME: ref,
    CI_COMMIT_REF_SLUG: ref.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    CI_DEFAULT_BRANCH: project.defaultBranch,
    CI_PROJECT_ID: String(project.id),
    CI_PROJECT_NAME: project.path,
    CI_PROJECT_NAMESPACE: project.group,
    CI_PROJECT_PATH: fullPathOf(project),
    CI_REGISTRY: REGISTRY,
    CI_REGISTRY_IMAGE: `${REGISTRY}/${fullPathOf(project)}`,
  };
}
