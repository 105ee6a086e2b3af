import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePortBase } from '../free-port-base';
import { kinds } from '../kubernetes/controllers/objects';
import { resources } from '../kubernetes/resources';
import { startLandscape, type Landscape } from '../landscape';
import { createPodRuntime } from '../world/runtime';

const CI = `stages: [test, image, deploy]
variables: { VERSION: 1.0.0, IMAGE: registry.yunfan.test/$CI_PROJECT_PATH }
test: { stage: test, script: npm test }
build-image: { stage: image, script: buildctl build }
deploy-dev: { stage: deploy, script: deploy }
deploy-prod: { stage: deploy, script: deploy, when: manual }
`;

const MANIFESTS = `apiVersion: apps/v1
kind: Deployment
metadata: { name: gift-api, namespace: gift, labels: { app: gift-api } }
spec:
  replicas: 2
  selector: { matchLabels: { app: gift-api, role: release } }
  template:
    metadata: { labels: { app: gift-api, role: release } }
    spec:
      containers:
        - name: gift-api
          image: registry.yunfan.test/platform/first-page:1.0.0
          readinessProbe: { httpGet: { path: /, port: 8080 } }
---
apiVersion: v1
kind: Service
metadata: { name: gift-api, namespace: gift, labels: { app: gift-api } }
spec: { selector: { app: gift-api }, ports: [{ port: 80, targetPort: 8080 }] }
`;

// Landscapes are started and ended in it.
jest.setTimeout(60_000);

let dataDir: string;
let portBase: number;
let landscape: Landscape;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'landscape-'));
  portBase = await freePortBase();
  landscape = await start();
});
afterAll(async () => {
  await landscape.stop();
  await rm(dataDir, { recursive: true });
});

function start() {
  const scale = { clusters: 2, pods: 20 };
  return startLandscape({ portBase, dataDir, scale });
}

async function ask(path: string, body?: object) {
  const { url, tokens } = landscape.forge;
  const response = await fetch(`${url}/api/v4/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      'PRIVATE-TOKEN': tokens.portal,
      'Content-Type': 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(response.ok).toBe(true);
  return response.json();
}

function dev() {
  const found = landscape.clusters.find(({ name }) => name === 'dev');
  if (!found) throw new Error('There is no cluster dev');
  return found.api;
}

async function commit(message: string, files: Record<string, string>) {
  const actions = Object.entries(files).map(([file_path, content]) => ({
    action: 'create',
    file_path,
    content,
  }));
  const body = { branch: 'main', commit_message: message, actions };
  return ask('projects/order%2Fgift-api/repository/commits', body);
}

/** Turns the clock until the pipeline of a commit is over. */
async function pipelineOf(sha: string) {
  for (;;) {
    landscape.clock.advance(1000);
    const path = `projects/order%2Fgift-api/pipelines?sha=${sha}`;
    const [pipeline] = await ask(path);
    if (['success', 'failed'].includes(pipeline.status)) return pipeline;
  }
}

describe('a new service', () => {
  let image: string;

  it('is built and brought to dev by its first push, and has visitors', async () => {
    dev().create(
      resources.namespaces,
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'gift' } },
      { manager: 'pilothouse' },
    );
    const { id } = await ask('namespaces/order');
    await ask('projects', { name: 'gift-api', namespace_id: id });
    const { id: sha, short_id } = await commit('First', {
      '.gitlab-ci.yml': CI,
      'package.json': '{}',
      'deploy/dev/all.yaml': MANIFESTS,
    });
    const pipeline = await pipelineOf(sha);
    expect(pipeline.status).toBe('success');
    const jobs = await ask(
      `projects/order%2Fgift-api/pipelines/${pipeline.id}/jobs`,
    );
    expect(
      jobs.map(
        ({ name, status }: Record<string, string>) => `${name} ${status}`,
      ),
    ).toEqual([
      'deploy-prod manual',
      'deploy-dev success',
      'build-image success',
      'test success',
    ]);
    const tag = `1.0.0-${short_id}`;
    image = `registry.yunfan.test/order/gift-api:${tag}`;
    expect(landscape.world.images.shelf.tags('order/gift-api')).toEqual([tag]);

    // A rollout brings it.
    dev().patch(
      kinds.deployments,
      'gift',
      'gift-api',
      {
        type: 'strategic',
        body: {
          spec: {
            template: { spec: { containers: [{ name: 'gift-api', image }] } },
          },
        },
      },
      { manager: 'pilothouse' },
    );
    const ready = () =>
      dev().get(kinds.deployments, 'gift', 'gift-api')?.status?.readyReplicas;
    while (ready() !== 2) landscape.clock.advance(1000);
    const placement = landscape.world.placementOf('dev', 'gift', 'gift-api');
    expect(placement).toMatchObject({
      environment: 'dev',
      service: { platform: 'node' },
    });
    landscape.clock.advance(20 * 60_000);
    const [pod] = dev().list(kinds.pods, { labels: { app: 'gift-api' } });
    const runtime = createPodRuntime(landscape.world);
    const question = { cluster: 'dev', pod, container: 'gift-api' };
    const to = landscape.clock.now();
    const lines = runtime.logs({ ...question, from: to - 20 * 60_000, to });
    expect(
      lines.filter(({ text }) => text.includes('request completed')).length,
    ).toBeGreaterThan(0);
    expect(runtime.usage({ ...question, at: to }).memoryBytes).toBeGreaterThan(
      0,
    );
  });

  it('is there again after a restart, with the owners of its fields', async () => {
    const tagsBefore = landscape.world.images.shelf.manifest(
      'order/gift-api',
      image.split(':')[1],
    );
    await landscape.stop();
    landscape = await start();
    const deployment = dev().get(kinds.deployments, 'gift', 'gift-api');
    expect(deployment).toMatchObject({
      spec: { replicas: 2, template: { spec: { containers: [{ image }] } } },
    });
    const managers = deployment?.metadata.managedFields
      ?.filter(({ subresource }) => !subresource)
      .map(({ manager, operation }) => `${manager} ${operation}`);
    expect(managers).toEqual(['gitlab-runner Apply', 'pilothouse Update']);
    expect(dev().get(kinds.services, 'gift', 'gift-api')).toBeDefined();
    const tags = landscape.world.images.shelf.manifest(
      'order/gift-api',
      image.split(':')[1],
    );
    expect(tags?.digest).toBe(tagsBefore?.digest);
  });

  it('shows what its pipeline fails on, and does what is wanted again', async () => {
    const { id: sha } = await commit('Bad [fail test]', { 'x.txt': '' });
    const pipeline = await pipelineOf(sha);
    expect(pipeline.status).toBe('failed');
    const { id: broken } = await commit('Broken', {
      'deploy/dev/other.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: none }\n',
    });
    expect((await pipelineOf(broken)).status).toBe('failed');
    const jobs = await ask('projects/order%2Fgift-api/jobs?per_page=10');
    const failed = jobs.find(
      (job: Record<string, string>) => job.status === 'failed',
    );
    const { url, tokens } = landscape.forge;
    const trace = await fetch(
      `${url}/api/v4/projects/order%2Fgift-api/jobs/${failed.id}/trace`,
      { headers: { 'PRIVATE-TOKEN': tokens.portal } },
    );
    expect(await trace.text()).toContain('namespaces "none" not found');
    await ask(`projects/order%2Fgift-api/pipelines/${pipeline.id}/retry`, {});
    const again = await pipelineOf(sha);
    expect(again.status).toBe('failed');
    expect(
      (await ask('projects/order%2Fgift-api/repository/commits')).length,
    ).toBe(3);
  });

  it('gets no pipeline from a commit that wants none', async () => {
    const { id } = await commit('Docs [skip ci]', { 'README.md': '' });
    const path = `projects/order%2Fgift-api/pipelines?sha=${id}`;
    expect(await ask(path)).toEqual([]);
  });
});
