import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, isError } from '@backstage/errors';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import {
  LONGEST_MANIFEST,
  MOST_MANIFESTS,
  type ManifestFile,
} from '@pilothouse/plugin-release-common';
import { readTree } from './readTree';

const LIMITS = { files: MOST_MANIFESTS, bytes: 4 * LONGEST_MANIFEST };

/**
 * The YAML files of a folder of the workspace.
 *
 * @throws InputError when there is no such folder, or no manifest in it
 */
export async function readManifests(
  workspacePath: string,
  folder: string,
): Promise<ManifestFile[]> {
  const root = resolveSafeChildPath(workspacePath, folder);
  const files = await readTree(root, LIMITS).catch(error => {
    if (isError(error) && error.code === 'ENOENT') {
      throw new InputError(`The workspace has no folder ${folder}`);
    }
    throw error;
  });
  const manifests = files
    .filter(({ path }) => /\.ya?ml$/.test(path))
    .map(({ path, content }) => ({
      path: join(folder, path),
      text: content.toString('utf8'),
    }));
  if (manifests.length === 0) {
    throw new InputError(`The folder ${folder} has no manifest`);
  }
  return manifests;
}

/** What is in the repository's docs, from the docs folder; links to runbooks have to lead there. */
export async function listDocs(workspacePath: string): Promise<string[]> {
  const root = resolveSafeChildPath(workspacePath, 'docs');
  try {
    const entries = await readdir(root, { recursive: true });
    return entries.filter(path => path.endsWith('.md')).sort();
  } catch (error) {
    if (isError(error) && error.code === 'ENOENT') return [];
    throw error;
  }
}
