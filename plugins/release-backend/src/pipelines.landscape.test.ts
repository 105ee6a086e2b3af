import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startLandscapeClusters } from './__testUtils__/startLandscapeClusters';
import { component, startRelease } from './__testUtils__/startRelease';
import { startTokenIssuer } from './__testUtils__/startTokenIssuer';

const run = promisify(execFile);

const TOKEN = 'c0ffee'.repeat(10);
const SUBJECT = 'cart-pipeline';
const CART = 'component:default/cart-api';
const GITLAB = 'git.yunfan.test';
const KEPT_AT = `url:https://${GITLAB}/shop/cart-api/-/blob/main/catalog-info.yaml`;

jest.setTimeout(90_000);

/** The example of the docs, as somebody copies it into a pipeline. */
async function example(): Promise<string> {
  const folder = join(__dirname, '../../../docs/pipelines.md');
  const [, script] =
    /```sh\n([\s\S]*?)```/.exec(await readFile(folder, 'utf8')) ?? [];
  if (!script) throw new Error('The docs have no example');
  return script;
}

describe('the pipeline of the docs', () => {
  let landscape: Awaited<ReturnType<typeof startLandscapeClusters>>;
  let release: Awaited<ReturnType<typeof startRelease>>;
  let issuer: Awaited<ReturnType<typeof startTokenIssuer>>;

  beforeAll(async () => {
    landscape = await startLandscapeClusters();
    issuer = await startTokenIssuer('https://portal.yunfan.test');
    release = await startRelease({
      clusters: landscape.connect(),
      entities: [
        component('cart-api', {
          annotations: {
            'backstage.io/kubernetes-id': 'cart-api',
            'gitlab.com/project-slug': 'shop/cart-api',
            'backstage.io/managed-by-location': KEPT_AT,
            'backstage.io/managed-by-origin-location': KEPT_AT,
          },
        }),
        component('order-api'),
      ],
      integrations: {
        gitlab: [
          {
            host: GITLAB,
            baseUrl: `https://${GITLAB}`,
            apiBaseUrl: `https://${GITLAB}/api/v4`,
          },
        ],
      },
      pilothouse: {
        environments: [
          { name: 'dev', clusters: ['dev'] },
          { name: 'test', clusters: ['test'] },
        ],
      },
      release: {
        policies: {
          dev: { stepInterval: '0s', bake: '1s', maxCanaryReplicas: 1 },
        },
        registries: [landscape.registry],
        projects: [
          { subject: SUBJECT, entityRef: CART, environments: ['dev'] },
          {
            gitlab: GITLAB,
            subjectPrefix: 'gitlab',
            groups: [{ group: 'shop', owners: ['group:default/team-order'] }],
            environments: ['dev'],
          },
        ],
      },
      backend: {
        baseUrl: 'http://localhost',
        auth: {
          externalAccess: [
            {
              type: 'static',
              options: { token: TOKEN, subject: SUBJECT },
              accessRestrictions: [{ plugin: 'release' }],
            },
            issuer.access('gitlab'),
          ],
        },
      },
    });
  });

  afterAll(async () => {
    await release?.stop();
    await landscape?.stop();
    issuer?.stop();
  });

  function portal(): string {
    const address = release.server.address();
    if (typeof address !== 'object' || !address) throw new Error('No address');
    return `http://127.0.0.1:${address.port}`;
  }

  const env = (more: object) => ({
    env: { PATH: process.env.PATH, PORTAL: portal(), TOKEN, ...more },
  });

  const ask = (path: string, body?: object, token = TOKEN) =>
    fetch(`${portal()}/api/release/v1/${path}`, {
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
      },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });

  it('brings its version to dev', async () => {
    const workloads = await ask(`workloads?entityRef=${CART}`);
    const [{ id, release: side }] = (await workloads.json()).workloads;
    const images = await ask(`images?entityRef=${CART}&workloadId=${id}`);
    const version = (await images.json()).tags
      .map(({ tag }: { tag: string }) => tag)
      .find((tag: string) => /^[\d.]+$/.test(tag) && tag !== side.image.tag);
    const { stdout } = await run(
      'bash',
      ['-c', await example()],
      env({ VERSION: version, CI_JOB_ID: '4711' }),
    );
    expect(stdout).toMatch(/^warning: takes-over/m);
    expect(stdout).toMatch(/^Rollout [0-9a-f-]{36}\nsucceeded\n$/m);
    const [, rolloutId] = /Rollout (\S+)/.exec(stdout) ?? [];
    const rollout = await (await ask(`rollouts/${rolloutId}`)).json();
    expect(rollout).toMatchObject({
      author: `service:${SUBJECT}`,
      reason: 'Job 4711',
      state: 'succeeded',
      image: { tag: version },
    });
  });

  it('ends with what speaks against it', async () => {
    const failed = run(
      'bash',
      ['-c', await example()],
      env({ VERSION: '0.0.0-nowhere' }),
    );
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('image-missing'),
    });
  });

  it('is for its entity and its environments, and needs its token', async () => {
    const request = { entityRef: CART, environment: 'dev', version: '1.0.0' };
    for (const [body, token, status] of [
      [{ ...request, environment: 'test' }, TOKEN, 403],
      [{ ...request, entityRef: 'component:default/order-api' }, TOKEN, 403],
      [request, `${TOKEN}x`, 401],
    ] as const) {
      expect((await ask('rollouts/plan', body, token)).status).toBe(status);
    }
    expect((await ask('fleet')).status).toBe(403);
    expect((await ask('changes')).status).toBe(403);
  });

  describe('with the token that GitLab gives to its job', () => {
    const sub = (ref = 'main', project = 'shop/cart-api') =>
      `project_path:${project}:ref_type:branch:ref:${ref}`;
    const request = { entityRef: CART, environment: 'dev', version: '1.0.0' };
    const plan = async (token: string, more: object = {}) =>
      (await ask('rollouts/plan', { ...request, ...more }, token)).status;
    const read = async (path: string, token: string) =>
      (await ask(path, undefined, token)).status;

    it('is for what is kept in its project, and begins rollouts from its main branch', async () => {
      const token = issuer.token({ sub: sub() });
      expect(await plan(token)).toBe(200);
      expect(await plan(token, { environment: 'test' })).toBe(403);
      const other = { entityRef: 'component:default/order-api' };
      expect(await plan(token, other)).toBe(404);
      expect(await read(`workloads?entityRef=${CART}`, token)).toBe(200);
      expect(await read(`rollouts?entityRef=${CART}`, token)).toBe(200);
      expect(await read('rollouts', token)).toBe(400);
      const list = await ask(`workloads?entityRef=${CART}`, undefined, token);
      const [{ id }] = (await list.json()).workloads;
      for (const path of [
        'fleet',
        'changes',
        'freezes',
        'clusters',
        `workloads/${id}/pods?entityRef=${CART}`,
        `workloads/${id}/config?entityRef=${CART}`,
      ]) {
        expect([path, await read(path, token)]).toEqual([path, 403]);
      }
    });

    it('is offered the stages that it releases to', async () => {
      const token = issuer.token({ sub: sub() });
      const answer = await ask(`stages?entityRef=${CART}`, undefined, token);
      const { stages } = await answer.json();
      expect(stages).toMatchObject([
        {
          environment: 'dev',
          actions: { 'create-rollout': { allowed: true } },
        },
        {
          environment: 'test',
          actions: { 'create-rollout': { allowed: false } },
        },
      ]);
    });

    it('begins nothing from another branch, or for another project', async () => {
      const feature = issuer.token({ sub: sub('feature') });
      expect(await plan(feature)).toBe(403);
      expect(await read(`workloads?entityRef=${CART}`, feature)).toBe(403);
      const stranger = issuer.token({ sub: sub('main', 'people/mine') });
      expect(await plan(stranger)).toBe(404);
      expect(await read(`workloads?entityRef=${CART}`, stranger)).toBe(404);
    });

    it('is refused where it is old, of somebody else, or for somebody else', async () => {
      for (const token of [
        issuer.token({ sub: sub(), expiresIn: -120 }),
        issuer.token({ sub: sub(), aud: 'https://elsewhere.test' }),
        issuer.token({ sub: sub(), iss: 'https://elsewhere.test' }),
        issuer.forged({ sub: sub() }),
      ]) {
        expect(await plan(token)).toBe(401);
      }
    });
  });
});
