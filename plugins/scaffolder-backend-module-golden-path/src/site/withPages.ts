import { InputError } from '@backstage/errors';
import {
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  type YAMLSeq,
} from 'yaml';

/** A page for the navigation of a site. */
export interface SitePage {
  title: string;
  /** From the folder of the pages: `runbooks/en/redis-full.md`. */
  path: string;
}

/** Where the pages of a site are, from the folder of `mkdocs.yml`. @throws InputError */
export function docsDirOf(site: string): string {
  const named: unknown = read(site).get('docs_dir');
  if (named === undefined) return 'docs';
  const isFolder =
    typeof named === 'string' &&
    /^[\w.-]+(\/[\w.-]+)*$/.test(named) &&
    !named.split('/').includes('..');
  if (!isFolder) {
    throw new InputError('docs_dir of mkdocs.yml has to be a folder beside it');
  }
  return named;
}

/**
 * A `mkdocs.yml` with pages below a chapter of its navigation; comments and everything else stay as they are. Pages that
 * are there already stay where they are, and a site without navigation shows all of its pages by itself.
 *
 * @throws InputError for what is no `mkdocs.yml`
 */
export function withPages(
  site: string,
  chapter: string,
  pages: readonly SitePage[],
): string {
  const document = read(site);
  const nav: unknown = document.get('nav');
  if (nav === undefined) return site;
  if (!isSeq(nav)) throw new InputError('nav of mkdocs.yml has to be a list');
  const known = new Set(pathsIn(nav.toJSON()));
  const missing = pages.filter(({ path }) => !known.has(path));
  if (missing.length === 0) return site;
  const section = chapterOf(nav, chapter);
  const entries = missing.map(({ title, path }) => ({ [title]: path }));
  const added = section ? entries : [{ [chapter]: entries }];
  return (
    insertedAfter(section ?? nav, added, site) ??
    writtenAnew(document, section ?? nav, added)
  );
}

/**
 * The text with more items behind the last one of a list. Only these lines are new.
 *
 * @returns nothing for a list that is not written line by line
 */
function insertedAfter(
  list: YAMLSeq,
  items: readonly unknown[],
  text: string,
): string | undefined {
  const begin = list.range?.[0];
  const end = endOf(list);
  if (list.flow || begin === undefined || end === undefined) return undefined;
  const indent = text.slice(text.lastIndexOf('\n', begin) + 1, begin);
  if (!/^ *$/.test(indent)) return undefined;
  const lines = stringify(items, { lineWidth: 0, indentSeq: true })
    .trimEnd()
    .replace(/^/gm, indent);
  const lineEnd = text.indexOf('\n', end);
  const at = lineEnd < 0 ? text.length : lineEnd;
  return `${text.slice(0, at)}\n${lines}${text.slice(at) || '\n'}`;
}

/** Where the last text of a node ends, without what stands behind it. */
function endOf(node: unknown): number | undefined {
  if (isSeq(node)) return endOf(node.items.at(-1));
  if (isMap(node)) return endOf(node.items.at(-1)?.value);
  return isScalar(node) ? node.range?.[1] : undefined;
}

function writtenAnew(
  document: ReturnType<typeof read>,
  list: YAMLSeq,
  items: readonly unknown[],
): string {
  for (const item of items) list.add(document.createNode(item));
  return document.toString({ lineWidth: 0 });
}

function read(site: string) {
  // Tags of Python stay as they are.
  const document = parseDocument(site, { logLevel: 'silent' });
  if (document.errors.length > 0 || !isMap(document.contents)) {
    throw new InputError(
      `mkdocs.yml cannot be read: ${
        document.errors.at(0)?.message ?? 'it has no fields'
      }`,
    );
  }
  return document;
}

function chapterOf(nav: YAMLSeq, title: string): YAMLSeq | undefined {
  for (const item of nav.items) {
    if (!isMap(item)) continue;
    for (const { key, value } of item.items) {
      if (isScalar(key) && key.value === title && isSeq(value)) return value;
    }
  }
  return undefined;
}

/** Every page that a navigation names, however deep. */
function pathsIn(nav: unknown): string[] {
  if (typeof nav === 'string') return [nav];
  if (typeof nav !== 'object' || nav === null) return [];
  return Object.values(nav).flatMap(pathsIn);
}
