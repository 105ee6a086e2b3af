import {
  mkdtemp,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { catalogFiles, writeCatalog } from './catalog';
import type { Entity } from './entities';

const files = catalogFiles('https://forge.test');

function read(path: string): Entity[] {
  return parseAllDocuments(files.get(path) ?? '').map(doc => {
    expect(doc.errors).toEqual([]);
    return doc.toJS();
  });
}

const [location] = read('all.yaml');
const targets = location.spec.targets as string[];
const entities = targets.flatMap(target => read(normalize(target)));

function refOf({ kind, metadata }: Entity): string {
  return `${kind.toLowerCase()}:default/${metadata.name}`;
}

const refs = new Set(entities.map(refOf));

function expectKnown(kind: string, names: unknown): void {
  for (const name of [names ?? []].flat() as string[]) {
    const ref = name.includes(':') ? name : `${kind}:default/${name}`;
    expect(refs).toContain(ref);
  }
}

describe('catalog', () => {
  it('has one entity per name, each in the form that Backstage accepts', () => {
    expect(refs.size).toBe(entities.length);
    for (const { apiVersion, kind, metadata, spec } of entities) {
      expect(apiVersion).toBe('backstage.io/v1alpha1');
      expect(metadata.name).toMatch(/^[a-z0-9]([-a-z0-9._]{0,61}[a-z0-9])?$/);
      for (const tag of metadata.tags ?? []) {
        expect(tag).toMatch(/^[a-z0-9:+#-]+$/);
      }
      for (const link of metadata.links ?? []) {
        expect(new URL(link.url).protocol).toBe('https:');
      }
      if (kind === 'Component' || kind === 'API' || kind === 'Resource') {
        expect(spec.type).toEqual(expect.any(String));
        expect(spec.owner).toEqual(expect.any(String));
      }
    }
  });

  it('relates only entities that exist', () => {
    for (const { spec } of entities) {
      expectKnown('group', spec.owner);
      expectKnown('group', spec.parent);
      expectKnown('group', spec.memberOf);
      expectKnown('system', spec.system);
      expectKnown('domain', spec.domain);
      expectKnown('api', spec.providesApis);
      expectKnown('api', spec.consumesApis);
      expectKnown('component', spec.dependsOn);
    }
  });

  it('is the company: services in four systems, teams, and a stranger without one', () => {
    const of = (kind: string) => entities.filter(item => item.kind === kind);
    expect(of('System').map(item => item.metadata.name)).toEqual([
      'storefront',
      'order',
      'payment',
      'logistics',
    ]);
    expect(of('Component')).toHaveLength(14);
    const people = of('User');
    expect(people).toHaveLength(16);
    expect(people.find(item => item.metadata.name === 'li.wei')?.spec).toEqual({
      profile: { displayName: '李伟', email: 'li.wei@yunfan.test' },
      memberOf: ['team-order'],
    });
    const strangers = people.filter(
      item => (item.spec.memberOf as string[]).length === 0,
    );
    expect(strangers).toHaveLength(1);
  });

  it('gives every component a documentation that can be built', () => {
    for (const target of targets.filter(item => item.includes('services/'))) {
      const folder = dirname(normalize(target));
      const [component] = read(normalize(target));
      expect(component.metadata.annotations).toMatchObject({
        'backstage.io/kubernetes-id': component.metadata.name,
        'backstage.io/techdocs-ref': 'dir:.',
      });
      const site = parse(files.get(`${folder}/mkdocs.yml`) ?? '');
      expect(site).toMatchObject({
        plugins: ['techdocs-core'],
        theme: { font: false },
      });
      const pages = (site.nav as Record<string, string>[]).flatMap(
        Object.values,
      );
      for (const page of pages) {
        const text = files.get(`${folder}/docs/${page}`);
        expect(text).toMatch(/^(---\n[^]+?\n---\n\n)?# .+\n/);
      }
      const runbook = files.get(`${folder}/docs/runbook.md`) ?? '';
      const [, front, text] = /^---\n([^]+?)\n---\n([^]*)/.exec(runbook) ?? [];
      const { alerts, services } = parse(front ?? '').runbook;
      expect(services).toEqual([
        `component:default/${component.metadata.name}`,
      ]);
      // As its PrometheusRule has them; each has a chapter.
      expect(alerts).toEqual(['HighErrorRate', 'HighLatency']);
      for (const alert of alerts) expect(text).toContain(`\n## ${alert} `);
    }
  });
});

describe('writeCatalog', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'landscape-catalog-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes what changed, takes strays away and leaves the rest alone', async () => {
    const all = await writeCatalog(folder, 'https://forge.test');
    expect(await readFile(all, 'utf8')).toBe(files.get('all.yaml'));
    const org = join(dirname(all), 'org.yaml');
    const systems = join(dirname(all), 'systems.yaml');
    const stray = join(dirname(all), 'services', 'old.yaml');
    const before = new Date('2026-01-01T00:00:00Z');
    await utimes(org, before, before);
    await writeFile(systems, 'changed by hand');
    await writeFile(stray, 'left over');
    await writeCatalog(folder, 'https://forge.test');
    expect((await stat(org)).mtime).toEqual(before);
    expect(await readFile(systems, 'utf8')).toBe(files.get('systems.yaml'));
    await expect(stat(stray)).rejects.toThrow('ENOENT');
  });
});
