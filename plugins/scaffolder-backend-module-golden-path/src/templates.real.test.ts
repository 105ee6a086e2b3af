import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { JsonObject } from '@backstage/types';
import { CORNERS } from './__testUtils__/corners';
import { lay, startDryRuns } from './__testUtils__/startDryRuns';

jest.setTimeout(300_000);

const KUBECTL = process.env.PILOTHOUSE_REAL_KUBECTL ?? 'kubectl';
const KUBECONFIG = process.env.PILOTHOUSE_REAL_KUBECONFIG ?? '';
const execute = promisify(execFile);

const SYSTEM = `templates-${process.pid}`;
const NAMESPACES = [SYSTEM, `${SYSTEM}-staging`];

let folder: string;
let context: string;
let scaffolder: Awaited<ReturnType<typeof startDryRuns>>;

async function kubectl(...args: string[]) {
  const { stdout } = await execute(KUBECTL, [
    `--kubeconfig=${KUBECONFIG}`,
    ...(context ? [`--context=${context}`] : []),
    ...args,
  ]);
  return stdout.trim();
}

/** Renders a template for a system that is this test's own. */
async function made(template: string, values: JsonObject): Promise<string> {
  const target = await mkdtemp(join(folder, 'made-'));
  await lay(
    await scaffolder.run(template, {
      ...values,
      system: `system:default/${SYSTEM}`,
      ...(values.namespace ? { namespace: SYSTEM } : {}),
    }),
    target,
  );
  return target;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'templates-'));
  [context] = (await kubectl('config', 'get-contexts', '-o=name')).split('\n');
  for (const namespace of NAMESPACES) {
    await kubectl('create', 'namespace', namespace);
    await kubectl(
      'label',
      'namespace',
      namespace,
      'pod-security.kubernetes.io/enforce=restricted',
    );
  }
  scaffolder = await startDryRuns([SYSTEM, 'legacy']);
});
afterAll(async () => {
  await scaffolder?.stop();
  await kubectl('delete', 'namespace', '--wait=false', ...NAMESPACES);
  await rm(folder, { recursive: true, force: true });
});

const corners = Object.entries(CORNERS).flatMap(([template, answers]) =>
  Object.entries(answers).map(
    ([corner, values]) => [template, corner, values] as const,
  ),
);

it.each(corners)(
  'a server accepts the manifests of %s, %s',
  async (template, _, values) => {
    const target = await made(template, values);
    for (const { name } of values.environments as { name: string }[]) {
      const { stderr } = await execute(KUBECTL, [
        `--kubeconfig=${KUBECONFIG}`,
        `--context=${context}`,
        'apply',
        '--server-side',
        '--dry-run=server',
        '--validate=strict',
        `--filename=${join(target, 'deploy', name)}`,
      ]);
      // Such as a pod that restricted pod security does not let in.
      expect(stderr).toBe('');
    }
  },
);

describe.each([
  'node-service',
  'java-service',
  'dotnet-service',
  'web-site',
  'rpc-service',
])('%s on a control plane', template => {
  it('gets ready, with an empty canary, and one Service for both', async () => {
    const values = {
      ...CORNERS[template]['with the fewest answers'],
      name: template,
    };
    const target = await made(template, values);
    await kubectl(
      'apply',
      '--server-side',
      '--validate=strict',
      `--filename=${join(target, 'deploy/dev')}`,
    );
    const here = [`--namespace=${SYSTEM}`];
    const rollout = (name: string) =>
      kubectl(
        ...here,
        'rollout',
        'status',
        `deployment/${name}`,
        '--timeout=60s',
      );
    await rollout(template);
    const ready = () =>
      kubectl(
        ...here,
        'get',
        `deployment/${template}`,
        `deployment/${template}-canary`,
        '-o=jsonpath={.items[*].status.readyReplicas}',
      );
    expect(await ready()).toBe('1');
    await kubectl(
      ...here,
      'scale',
      `deployment/${template}-canary`,
      '--replicas=1',
    );
    await rollout(`${template}-canary`);
    await kubectl(
      ...here,
      'wait',
      '--for=jsonpath={.endpoints[1].conditions.ready}=true',
      'endpointslices',
      `--selector=kubernetes.io/service-name=${template}`,
      '--timeout=30s',
    );
    await kubectl(
      ...here,
      'delete',
      `--filename=${join(target, 'deploy/dev')}`,
      '--wait=false',
    );
  });
});

describe('deploy.sh', () => {
  it('brings manifests and a version, and leaves alone what others have set', async () => {
    const target = await made('node-service', {
      ...CORNERS['node-service']['with the fewest answers'],
      environments: [{ name: 'dev' }],
    });
    // The script finds kubectl by its name.
    const bin = await mkdtemp(join(folder, 'bin-'));
    await writeFile(
      join(bin, 'kubectl'),
      `#!/bin/sh\nexec ${KUBECTL} --context=${context} "$@"\n`,
    );
    await chmod(join(bin, 'kubectl'), 0o755);
    const deploy = (version: string) =>
      execute(join(target, 'deploy/deploy.sh'), ['dev', version], {
        env: { PATH: `${bin}:${process.env.PATH}`, KUBECONFIG, HOME: folder },
      });
    const here = [`--namespace=${SYSTEM}`];
    const read = (name: string) =>
      kubectl(
        ...here,
        'get',
        `deployment/${name}`,
        '-o=jsonpath={.spec.replicas} {.spec.template.spec.containers[0].image} {.spec.revisionHistoryLimit}',
      );
    const image = `registry.yunfan.test/${SYSTEM}/order-notes`;

    await deploy('0.1.0-1');
    expect(await read('order-notes')).toBe(`1 ${image}:0.1.0-1 5`);
    expect(await read('order-notes-canary')).toMatch(/^0 .*first-page/);

    await kubectl(
      ...here,
      'scale',
      'deployment/order-notes',
      'deployment/order-notes-canary',
      '--replicas=2',
    );
    await kubectl(
      ...here,
      'set',
      'image',
      'deployment/order-notes-canary',
      `order-notes=${image}:0.2.0-canary`,
    );
    const file = join(target, 'deploy/dev/deployment.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replaceAll('revisionHistoryLimit: 5', 'revisionHistoryLimit: 6'),
    );
    await deploy('0.1.0-2');
    expect(await read('order-notes')).toBe(`2 ${image}:0.1.0-2 6`);
    expect(await read('order-notes-canary')).toBe(`2 ${image}:0.2.0-canary 6`);
  });
});

it('Maven builds and tests the Java service', async () => {
  const target = await made(
    'java-service',
    CORNERS['java-service']['with a hostile description, protected only'],
  );
  const { stdout } = await execute(
    'mvn',
    // Whatever Java is here: the code asks for no more than 17 has.
    ['--batch-mode', '--no-transfer-progress', '-Djava.version=17', 'verify'],
    { cwd: target, maxBuffer: 32 * 1024 * 1024 },
  );
  expect(stdout).toMatch(
    /Tests run: [1-9]\d*, Failures: 0, Errors: 0, Skipped: 0/,
  );
  expect(stdout).toMatch(/BUILD SUCCESS/);
});
