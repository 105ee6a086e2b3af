import { posix } from 'node:path';
import { parseDocument } from 'yaml';
import { isRecord } from '../pages/frontMatter';
import type { DocsPage, SourceFile } from './Docs';

/** Names of the file that describes a site, in the order in which TechDocs looks for it. */
export const SITE_FILES: readonly string[] = ['mkdocs.yml', 'mkdocs.yaml'];
const DOCS_DIR = 'docs';

/**
 * Where the pages are, from the folder of `mkdocs.yml`. A site that cannot be read has them where MkDocs puts them by
 * itself, and so has one that names a place outside.
 */
export function docsDirOf(site: string | undefined): string {
  if (site === undefined) return DOCS_DIR;
  let named: unknown;
  try {
    // Sites have tags of Python, which are no concern of ours.
    const data: unknown = parseDocument(site, { logLevel: 'silent' }).toJS({
      maxAliasCount: 20,
    });
    named = isRecord(data) ? data.docs_dir : undefined;
  } catch {
    return DOCS_DIR;
  }
  if (typeof named !== 'string') return DOCS_DIR;
  const folder = posix.normalize(named).replace(/\/$/, '');
  const isInside = !folder.startsWith('/') && folder.split('/')[0] !== '..';
  return isInside ? folder : DOCS_DIR;
}

/** The pages of a site among its files. */
export function pagesOf(files: readonly SourceFile[]): DocsPage[] {
  const site = SITE_FILES.flatMap(
    name => files.find(({ path }) => path === name)?.text ?? [],
  )[0];
  const folder = docsDirOf(site);
  const prefix = folder === '.' ? '' : `${folder}/`;
  return files
    .filter(({ path }) => path.startsWith(prefix) && isPage(path))
    .map(({ path, text, changedAt }) => ({
      path: path.slice(prefix.length).replace(/\.md$/i, ''),
      text,
      changedAt,
    }));
}

export function isPage(path: string): boolean {
  return /\.md$/i.test(path);
}

/** Neither hidden, nor what a build has left behind. */
export function isWanted(path: string): boolean {
  return (
    (isPage(path) || SITE_FILES.includes(path)) &&
    !path
      .split('/')
      .some(part => part.startsWith('.') || part === 'node_modules')
  );
}
