import { parse } from 'yaml';
import { docsDirOf, withPages } from './withPages';

const PAGES = [
  { title: 'Redis 写满', path: 'runbooks/zh/redis-full.md' },
  { title: 'Redis: it is "full"', path: 'runbooks/en/redis-full.md' },
];
const add = (site: string) => withPages(site, 'Runbooks 运维手册', PAGES);

describe('withPages', () => {
  it('adds a chapter, and leaves the rest as it is', () => {
    const site = `site_name: order-api · 订单
# Whoever reads this.
nav:
  - Overview 概览: index.md
  - Runbook 运维手册: runbook.md # the first one
theme:
  name: material
  font: false
markdown_extensions:
  - pymdownx.emoji:
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
plugins: [techdocs-core]
`;
    expect(add(site)).toBe(
      site.replace(
        '# the first one\n',
        `# the first one
  - Runbooks 运维手册:
      - Redis 写满: runbooks/zh/redis-full.md
      - 'Redis: it is "full"': runbooks/en/redis-full.md
`,
      ),
    );
  });

  it.each([
    'nav:\n- index.md\n- A:\n  - a.md\ntheme: x\n',
    'nav:\n  - index.md',
    'nav: [index.md, { A: a.md }]\n',
    'nav: []\n',
    'nav:\n  - index.md\n\n# The end\n',
    'nav:\n  - A: >-\n      a.md\n  - &b b.md\n',
  ])('adds to every kind of navigation: %j', site => {
    const before = parse(site).nav;
    const { nav, ...rest } = parse(add(site));
    expect(nav).toEqual([
      ...before,
      {
        'Runbooks 运维手册': PAGES.map(({ title, path }) => ({
          [title]: path,
        })),
      },
    ]);
    expect(rest).toEqual({ ...parse(site), nav: undefined });
  });

  it('adds to the chapter that is there, and nothing twice', () => {
    const once = add(
      'nav:\n  - index.md\n  - Runbooks 运维手册:\n      - a.md\n',
    );
    expect(once).toContain('      - a.md\n      - Redis 写满:');
    expect(add(once)).toBe(once);
    const moved = `nav:\n  - A:\n      - B:\n          - ${PAGES[0].path}\n`;
    expect(add(moved)).not.toContain('Redis 写满');
  });

  it('leaves a site without navigation alone: it shows all of its pages', () => {
    expect(add('site_name: x\n')).toBe('site_name: x\n');
  });

  it.each(['', '- a', 'nav: [', 'nav: x\n'])(
    'refuses what is no site: %j',
    site => {
      expect(() => add(site)).toThrow(/mkdocs\.yml/);
    },
  );

  it.each([
    ['site_name: x', 'docs'],
    ['docs_dir: handbook/pages', 'handbook/pages'],
  ])('finds the pages of %j', (site, folder) => {
    expect(docsDirOf(site)).toBe(folder);
  });

  it.each(['../x', '/etc', 'a/../../b', '[a]', '5'])(
    'finds no pages in %j',
    folder => {
      expect(() => docsDirOf(`docs_dir: ${folder}`)).toThrow(/beside it/);
    },
  );
});
