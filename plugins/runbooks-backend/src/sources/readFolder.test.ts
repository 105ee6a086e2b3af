import { createMockDirectory } from '@backstage/backend-test-utils';
import { symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { DOCS_LIMITS } from './limits';
import { readFolder } from './readFolder';

const folder = createMockDirectory();
const read = (etag?: string, limits = {}) =>
  readFolder(folder.path, {
    etag,
    limits: { ...DOCS_LIMITS, ...limits },
    signal: new AbortController().signal,
  });
const paths = async (limits = {}) => {
  const docs = await read(undefined, limits);
  return [docs?.pages.map(({ path }) => path).sort(), docs?.isCut];
};

beforeEach(() => {
  folder.setContent({
    'mkdocs.yml': 'site_name: x\nplugins: [techdocs-core]\n',
    'README.md': 'not of the site',
    docs: {
      'index.md': '# Home',
      'runbook.MD': '# Runbook',
      'image.png': 'x',
      '.hidden.md': 'x',
      '.git': { 'a.md': 'x' },
      node_modules: { 'a.md': 'x' },
      zh: { 'runbook.md': '# 手册' },
    },
    secret: { 'key.md': 'secret' },
  });
});

describe('readFolder', () => {
  it('reads the pages of the site and nothing else', async () => {
    const changed = new Date('2026-10-12T08:00:00Z');
    await utimes(join(folder.path, 'docs/index.md'), changed, changed);
    const docs = await read();
    expect(docs?.pages.map(({ path, text }) => [path, text])).toEqual([
      ['index', '# Home'],
      ['runbook', '# Runbook'],
      ['zh/runbook', '# 手册'],
    ]);
    expect(docs?.pages[0].changedAt).toBe(changed.getTime());
    expect(docs?.isCut).toBe(false);
  });

  it('is not read again when nothing has changed', async () => {
    const docs = await read();
    expect(await read(docs?.etag)).toBeUndefined();
    folder.addContent({ 'docs/index.md': '# Another home' });
    expect((await read(docs?.etag))?.pages[0].text).toBe('# Another home');
  });

  it('follows no symbolic link, to a page or to a folder', async () => {
    const inside = (path: string) => join(folder.path, path);
    await symlink(inside('secret/key.md'), inside('docs/linked.md'));
    await symlink(inside('secret'), inside('docs/linked'));
    await symlink('/etc/hostname', inside('docs/host.md'));
    expect(await paths()).toEqual([['index', 'runbook', 'zh/runbook'], false]);
    folder.addContent({ 'mkdocs.yml': 'docs_dir: linked' });
    await symlink(inside('secret'), inside('linked'));
    await expect(read()).rejects.toMatchObject({ reason: 'not-found' });
  });

  it.each([
    ['handbook', 'docs_dir: handbook', ['page']],
    [
      '.',
      'docs_dir: .',
      [
        'README',
        'docs/index',
        'docs/runbook',
        'docs/zh/runbook',
        'handbook/page',
        'secret/key',
      ],
    ],
    ['docs for ../..', 'docs_dir: ../..', ['index', 'runbook', 'zh/runbook']],
    ['docs for /etc', 'docs_dir: /etc', ['index', 'runbook', 'zh/runbook']],
    [
      'docs for x/../../y',
      'docs_dir: x/../../y',
      ['index', 'runbook', 'zh/runbook'],
    ],
    ['docs for no YAML', 'docs_dir: [', ['index', 'runbook', 'zh/runbook']],
    [
      'handbook with tags of Python',
      'x: !!python/name:a.b\ndocs_dir: handbook',
      ['page'],
    ],
  ])('finds the pages in %s', async (_, site, expected) => {
    folder.addContent({ 'mkdocs.yml': site, 'handbook/page.md': '# Page' });
    expect((await paths())[0]).toEqual(expected);
  });

  it.each([
    ['a page that is too long', { pageBytes: 7 }, ['index']],
    ['pages that are too many', { pages: 1 }, ['index']],
    ['bytes that are too many', { bytes: 20 }, ['index', 'runbook']],
    ['folders that are too deep', { depth: 0 }, ['index', 'runbook']],
    ['files that are too many', { entries: 2 }, []],
  ])('leaves out %s, and says so', async (_, limits, expected) => {
    folder.addContent({ 'mkdocs.yml': 'x: 1' });
    expect(await paths(limits)).toEqual([expected, true]);
  });

  it('says that there is no such folder', async () => {
    folder.clear();
    const reading = readFolder(join(folder.path, 'gone'), {
      limits: DOCS_LIMITS,
      signal: new AbortController().signal,
    });
    await expect(reading).rejects.toMatchObject({ reason: 'not-found' });
  });
});
