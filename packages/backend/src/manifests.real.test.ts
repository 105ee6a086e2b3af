import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

jest.setTimeout(120_000);

const DEPLOY = resolve(__dirname, '../../../deploy');
const PORTAL = join(DEPLOY, 'kubernetes');
const NAMESPACE = join(PORTAL, 'namespace.yaml');
const EXAMPLES = join(PORTAL, 'examples');
const RBAC = join(DEPLOY, 'rbac');

const KUBECTL = process.env.PILOTHOUSE_REAL_KUBECTL ?? 'kubectl';
const KUBECONFIG = process.env.PILOTHOUSE_REAL_KUBECONFIG ?? '';
const execute = promisify(execFile);

describe('the manifests of deploy/', () => {
  let context: string;
  const made: string[] = [];

  async function kubectl(...args: string[]) {
    return execute(KUBECTL, [
      `--kubeconfig=${KUBECONFIG}`,
      ...(context ? [`--context=${context}`] : []),
      ...args,
    ]);
  }

  beforeAll(async () => {
    const { stdout } = await kubectl('config', 'get-contexts', '-o=name');
    [context] = stdout.split('\n');
    // A dry run makes no namespace, and asks for it all the same.
    for (const name of ['pilothouse-portal', 'pilothouse']) {
      const found = await kubectl('get', 'ns', name, '--ignore-not-found');
      if (!found.stdout) made.push(name);
    }
    await kubectl('apply', '--server-side', `--filename=${NAMESPACE}`);
    if (made.includes('pilothouse')) {
      await kubectl('create', 'namespace', 'pilothouse');
    }
  });
  afterAll(async () => {
    if (made.length > 0) await kubectl('delete', 'namespace', ...made);
  });

  it.each([
    ['kubernetes', PORTAL, 6],
    ['kubernetes/examples', EXAMPLES, 4],
    ['rbac', RBAC, 9],
  ])('are what a server accepts: %s', async (_, folder, objects) => {
    const { stdout, stderr } = await kubectl(
      'apply',
      '--server-side',
      '--dry-run=server',
      '--field-manager=pilothouse-test',
      '--force-conflicts',
      `--filename=${folder}`,
    );
    expect(stdout.trim().split('\n')).toHaveLength(objects);
    // Such as an unknown field, or a pod that the namespace's security standard does not let in.
    expect(stderr).toBe('');
  });

  it('bring up two replicas behind a Service, of which one may be away', async () => {
    const namespace = '--namespace=pilothouse-portal';
    await kubectl('apply', '--server-side', `--filename=${PORTAL}`);
    await kubectl(
      'rollout',
      'status',
      'deployment/pilothouse',
      namespace,
      '--timeout=90s',
    );
    await kubectl(
      'wait',
      'pdb/pilothouse',
      namespace,
      '--for=jsonpath={.status.disruptionsAllowed}=1',
      '--timeout=30s',
    );
    // A pod is ready before the slice that names it says so.
    await kubectl(
      'wait',
      'endpointslices',
      namespace,
      '--selector=kubernetes.io/service-name=pilothouse',
      '--for=jsonpath={.endpoints[1].conditions.ready}=true',
      '--timeout=30s',
    );
    const { stdout } = await kubectl(
      'get',
      'endpointslices',
      namespace,
      '--selector=kubernetes.io/service-name=pilothouse',
      '-o=jsonpath={.items[*].endpoints[*].conditions.ready} {.items[*].ports[*].port}',
    );
    expect(stdout).toBe('true true 7007');
  });
});
