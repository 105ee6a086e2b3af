import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createMockDirectory } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { parse, parseAllDocuments } from 'yaml';
import { CORNERS } from './__testUtils__/corners';
import {
  HOUSE,
  lay,
  readTemplate,
  startDryRuns,
  templateNames,
  type DryRun,
} from './__testUtils__/startDryRuns';

jest.setTimeout(120_000);

const run = promisify(execFile);
const CHINESE = /\p{Script=Han}/u;

/** An object of Kubernetes, as far as these tests look into it. */
interface Manifest {
  kind: string;
  metadata: { name: string; namespace: string };
  spec: any;
}

let scaffolder: Awaited<ReturnType<typeof startDryRuns>>;
const rendered = new Map<string, Promise<DryRun>>();

/** The same answers are rendered once for all tests. */
function render(template: string, values: JsonObject): Promise<DryRun> {
  const key = JSON.stringify([template, values]);
  const made = rendered.get(key) ?? scaffolder.run(template, values);
  rendered.set(key, made);
  return made;
}

const corners = Object.entries(CORNERS).flatMap(([template, answers]) =>
  Object.entries(answers).map(
    ([corner, values]) => [template, corner, values] as const,
  ),
);
const services = corners.filter(
  ([template]) => !['redis', 'register-existing'].includes(template),
);

function yamlOf({ files }: DryRun) {
  return [...files].flatMap(([path, { text }]) =>
    /\.ya?ml$/.test(path)
      ? parseAllDocuments(text, { strict: true, uniqueKeys: true }).map(
          document => ({ path, document }),
        )
      : [],
  );
}

function manifestsOf(made: DryRun, environment: string): Manifest[] {
  return yamlOf(made)
    .filter(({ path }) => path.startsWith(`deploy/${environment}/`))
    .map(({ document }) => document.toJS())
    .filter(Boolean);
}

const named = (manifests: Manifest[], kind: string) =>
  manifests.filter(manifest => manifest.kind === kind);

function environmentsOf(values: JsonObject): string[] {
  return (values.environments as { name: string }[]).map(({ name }) => name);
}

beforeAll(async () => {
  scaffolder = await startDryRuns();
});
afterAll(() => scaffolder?.stop());

it('tries every template', () => {
  // The runbook has a test of its own: it makes nothing that runs.
  expect([...Object.keys(CORNERS), 'runbook'].sort()).toEqual(
    templateNames().sort(),
  );
});

it('has what is applied noted under the entity that it makes', () => {
  const noted = templateNames().flatMap(name =>
    readTemplate(name)
      .spec.steps.filter(
        (step: { action: string }) =>
          step.action === 'kubernetes:manifests:apply',
      )
      .map(({ input }: { input: JsonObject }) => [name, input.entityRef]),
  );
  const made = (kind: string) => `${kind}:default/\${{ parameters.name }}`;
  expect(Object.fromEntries(noted)).toEqual({
    'dotnet-service': made('component'),
    'java-service': made('component'),
    'node-service': made('component'),
    redis: made('resource'),
    'rpc-service': made('component'),
    'web-site': made('component'),
  });
});

describe.each(templateNames())('the form of %s', name => {
  const { metadata, spec } = readTemplate(name);

  it('speaks both languages', () => {
    const pages: any[] = spec.parameters;
    const texts = [
      metadata.description,
      ...pages.map(({ title }) => title),
      ...spec.steps.map((step: { name: string }) => step.name),
      ...spec.output.links.map(({ title }: { title: string }) => title),
    ];
    expect(texts.filter(text => !CHINESE.test(text))).toEqual([]);
    const described = pages
      .flatMap(({ properties }) => Object.values<any>(properties))
      .map(({ description }) => description)
      .filter(Boolean);
    expect(described.filter(text => !CHINESE.test(text))).toEqual([]);
  });

  it('can be tried again, and asks for no secret', () => {
    expect(spec.EXPERIMENTAL_recovery).toEqual({
      EXPERIMENTAL_strategy: 'startOver',
    });
    expect(JSON.stringify(spec.parameters)).not.toMatch(/ui:widget":"?Secret/i);
  });
});

describe.each(corners)('%s, %s', (template, _, values) => {
  let made: DryRun;
  beforeAll(async () => {
    made = await render(template, values);
  });

  it('leaves nothing of the template in the files', () => {
    for (const [path, { text }] of made.files) {
      expect({ path, text }).not.toEqual({
        path,
        text: expect.stringMatching(
          /\$\{\{|\{%|%\}|\{#|#\}|: undefined\b|\[object /,
        ),
      });
    }
  });

  it('makes YAML and JSON in which nothing is empty', () => {
    for (const { path, document } of yamlOf(made)) {
      expect([path, document.errors, document.warnings]).toEqual([
        path,
        [],
        [],
      ]);
      const empty: string[] = [];
      JSON.stringify(document.toJS(), (key, value) => {
        // GitLab's word for: none.
        if (key === 'entrypoint') return undefined;
        if (value === null || value === '') empty.push(key);
        return value;
      });
      expect([path, empty]).toEqual([path, []]);
    }
    for (const [path, { text }] of made.files) {
      expect(() => path.endsWith('.json') && JSON.parse(text)).not.toThrow();
    }
  });

  it('describes itself to the catalog as it was described', () => {
    const entity = parse(made.files.get('catalog-info.yaml')?.text ?? '');
    expect(entity.metadata).toMatchObject({
      name: values.name,
      description: values.description,
    });
    expect(entity.spec).toMatchObject({
      owner: 'group:default/team-order',
      system: 'order',
    });
    const project = entity.metadata.annotations['gitlab.com/project-slug'];
    expect(project).toBe(values.project ?? `order/${values.name}`);
  });

  it('has docs that TechDocs leaves alone, with a runbook on top', () => {
    const site = parse(made.files.get('mkdocs.yml')?.text ?? '');
    expect(site).toMatchObject({
      theme: { font: false },
      plugins: ['techdocs-core'],
    });
    for (const page of site.nav.flatMap(Object.values)) {
      expect([...made.files.keys()]).toContain(`docs/${page}`);
    }
    const runbook = made.files.get('docs/runbook.md')?.text ?? '';
    const [, front] = /^---\n([^]*?)\n---\n\n# /.exec(runbook) ?? [];
    expect(parse(front ?? '')).toMatchObject({
      runbook: { kind: 'incident', services: [values.name] },
    });
  });

  it('leads from each alert to its chapter', () => {
    const runbook = made.files.get('docs/runbook.md')?.text ?? '';
    const rules = environmentsOf(values)
      .flatMap(name => named(manifestsOf(made, name), 'PrometheusRule'))
      .flatMap(({ spec }) => spec.groups)
      .flatMap(({ rules: each }) => each);
    expect(rules.length > 0).toBe(template !== 'register-existing');
    for (const { alert, annotations } of rules) {
      expect(annotations.runbook_url).toMatch(
        new RegExp(
          `^${HOUSE.portalUrl}/docs/default/\\w+/${
            values.name
          }/runbook/#${alert.toLowerCase()}$`,
        ),
      );
      expect(runbook).toMatch(new RegExp(`^## ${alert}$`, 'm'));
      expect(runbook).toMatch(new RegExp(`alerts: .*\\b${alert}\\b`));
    }
  });

  it('has no Secret and no image that moves, in any environment', () => {
    for (const environment of environmentsOf(values)) {
      const manifests = manifestsOf(made, environment);
      const namespace = environment === 'staging' ? 'order-staging' : 'order';
      expect(manifests.map(({ metadata }) => metadata.namespace)).toEqual(
        manifests.map(() => namespace),
      );
      expect(named(manifests, 'Secret')).toEqual([]);
      const images = JSON.stringify(manifests).match(/"image":"[^"]+"/g) ?? [];
      expect(images.length).toBeGreaterThan(0);
      for (const image of images) expect(image).toMatch(/:v?\d+\.\d+[^/]*"$/);
    }
  });

  it('has all its manifests looked at', () => {
    const manifests = [...made.files.keys()].filter(path =>
      /^deploy\/.*\.yaml$/.test(path),
    );
    const looked = new Set(made.checked.map(({ path }) => path));
    expect([...looked].sort()).toEqual(manifests.sort());
  });
});

describe.each(services)('the manifests of %s, %s', (template, _, values) => {
  it('have a release and an empty canary, both behind one Service', async () => {
    const made = await render(template, values);
    for (const { name, protected: guarded } of values.environments as {
      name: string;
      protected: boolean;
    }[]) {
      const manifests = manifestsOf(made, name);
      const [release, canary] = named(manifests, 'Deployment');
      const [service] = named(manifests, 'Service');
      const grows = Boolean(values.autoscaling) && guarded;
      const pods = guarded ? 2 : 1;
      expect(release.spec.replicas).toBe(grows ? undefined : pods);
      expect(canary.spec.replicas).toBe(0);
      expect(service.spec.selector).toEqual({ app: 'order-notes' });
      for (const [deployment, role] of [
        [release, 'release'],
        [canary, 'canary'],
      ] as const) {
        expect(deployment.spec.selector.matchLabels).toEqual({
          app: 'order-notes',
          role,
        });
        expect(deployment.spec.template.metadata.labels).toMatchObject({
          app: 'order-notes',
          role,
          'backstage.io/kubernetes-id': 'order-notes',
        });
      }
      expect(canary.spec.template.spec).toEqual(release.spec.template.spec);
      expect(named(manifests, 'PodDisruptionBudget')).toHaveLength(
        guarded ? 1 : 0,
      );
      const scalers = named(manifests, 'HorizontalPodAutoscaler');
      expect(scalers.map(({ spec }) => spec.scaleTargetRef.name)).toEqual(
        grows ? ['order-notes'] : [],
      );
    }
  });
});

it('replaces nothing of a project that is registered', () => {
  const { spec } = readTemplate('register-existing');
  const request = spec.steps.find(
    ({ action }: { action: string }) =>
      action === 'pilothouse:merge-request:ensure',
  );
  expect(request.input.keepExisting).toBe(true);
});

describe('choices', () => {
  const full = CORNERS['java-service']['on Java 25, with a debugger'];

  it('promise a part of the CPU limit: a tenth, and on protected environments what the nodes say', async () => {
    const cpu = async (values: JsonObject, environment: string) => {
      const made = await render('node-service', values);
      const [{ spec }] = named(manifestsOf(made, environment), 'Deployment');
      const { requests, limits } = spec.template.spec.containers[0].resources;
      return [requests.cpu, limits.cpu];
    };
    const [general, compute] = ['general', 'compute'].map(nodeClass => ({
      ...CORNERS['node-service']['behind an Ingress'],
      nodeClass,
    }));
    expect(await cpu(general, 'dev')).toEqual(['100m', '1000m']);
    expect(await cpu(general, 'prod')).toEqual(['500m', '1000m']);
    expect(await cpu(compute, 'prod')).toEqual(['1000m', '1000m']);
  });

  it('let debuggers in where nothing is protected', async () => {
    const made = await render('java-service', full);
    const text = (environment: string) =>
      JSON.stringify(manifestsOf(made, environment));
    expect(text('dev')).toMatch(/jdwp/);
    expect(text('prod')).toMatch(/skywalking-agent.jar/);
    expect(text('prod')).not.toMatch(/jdwp|5005/);
  });

  it('open a public host, or none', async () => {
    const hosts = async (corner: string) => {
      const made = await render('web-site', {
        ...CORNERS['web-site'][corner],
      });
      return ['dev', 'prod']
        .flatMap(name => manifestsOf(made, name))
        .flatMap(({ kind, spec }) => {
          if (kind === 'HTTPRoute') return spec.hostnames;
          if (kind !== 'Ingress') return [];
          return spec.rules.map(({ host }: { host: string }) => host);
        });
    };
    const both = ['order-notes.dev.yunfan.test', 'order-notes.yunfan.test'];
    expect(await hosts('everywhere, public, growing')).toEqual(both);
    expect(await hosts('behind an Ingress')).toEqual(both);
    const internal = CORNERS['node-service']['with the fewest answers'];
    const made = await render('node-service', internal);
    expect(manifestsOf(made, 'dev').map(({ kind }) => kind)).not.toContain(
      'HTTPRoute',
    );
  });
});

describe('what is made', () => {
  const folder = createMockDirectory();

  async function laid(made: DryRun): Promise<string> {
    folder.clear();
    await lay(made, folder.path);
    return folder.path;
  }

  it.each(['node-service', 'rpc-service', 'web-site'])(
    'passes its own tests: %s',
    async template => {
      for (const values of [
        CORNERS[template]['with the fewest answers'],
        CORNERS[template]['with a hostile description, protected only'],
      ]) {
        const cwd = await laid(await render(template, values));
        const { NODE_OPTIONS: _, ...env } = process.env;
        const { stdout } = await run(process.execPath, ['--test'], {
          cwd,
          env,
        });
        expect(stdout).toMatch(/^(# |ℹ )pass [1-9]/m);
        expect(stdout).toMatch(/^(# |ℹ )fail 0$/m);
      }
    },
  );

  it('has a script that a shell can read', async () => {
    const cwd = await laid(await render(...withoutCorner(services[0])));
    await run('bash', ['-n', 'deploy/deploy.sh'], { cwd });
    await expect(
      run(join(cwd, 'deploy/deploy.sh'), ['nowhere', '1.0.0']),
    ).rejects.toMatchObject({
      code: 2,
      stderr: 'There is no deploy/nowhere\n',
    });
  });

  it('has one pipeline for all environments', async () => {
    const made = await render(...withoutCorner(services[1]));
    const pipeline = parse(made.files.get('.gitlab-ci.yml')?.text ?? '');
    const jobs = Object.keys(pipeline).filter(
      name => pipeline[name].stage ?? pipeline[name].extends,
    );
    expect(jobs).toEqual([
      'test',
      'build-image',
      '.deploy',
      'deploy-dev',
      'deploy-staging',
      'deploy-prod',
    ]);
    expect(pipeline['deploy-dev'].rules).not.toEqual([
      expect.objectContaining({ when: 'manual' }),
    ]);
    expect(pipeline['deploy-prod']).toMatchObject({
      variables: { CLUSTERS: 'prod-beijing prod-shanghai' },
      rules: [{ when: 'manual' }],
    });
    // Only where the house says that the portal takes them.
    expect(pipeline['.deploy']).not.toHaveProperty('id_tokens');
    expect(made.files.get('deploy/deploy.sh')?.executable).toBe(true);
  });
});

function withoutCorner([template, , values]: (typeof corners)[number]) {
  return [template, values] as const;
}
