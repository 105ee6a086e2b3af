import { stat } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { create, ForgeUnderTest } from './__testUtils__/forge-under-test';

const forge = new ForgeUnderTest();
beforeAll(() => forge.start());
afterAll(async () => {
  await forge.stop();
  expect(forge.errors).toEqual([]);
});

describe('who may ask', () => {
  it.each<[string, Record<string, string>]>([
    ['nobody', {}],
    ['a wrong token', { 'PRIVATE-TOKEN': 'glpat-guess' }],
    ['a wrong bearer', { Authorization: 'Bearer guess' }],
    ['an empty password', { Authorization: `Basic ${btoa('portal:')}` }],
  ])('is not %s', async (_, headers) => {
    const url = `${forge.running.url}/api/v4/projects`;
    const response = await fetch(url, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: '401 Unauthorized' });
  });

  it('is whoever sends a token in one of the three ways', async () => {
    const { portal } = forge.running.tokens;
    const ways: Record<string, string>[] = [
      { 'PRIVATE-TOKEN': portal },
      { Authorization: `Bearer ${portal}` },
      { Authorization: `Basic ${btoa(`oauth2:${portal}`)}` },
    ];
    for (const headers of ways) {
      const response = await fetch(`${forge.running.url}/api/v4/user`, {
        headers,
      });
      expect(await response.json()).toMatchObject({ username: 'portal' });
    }
  });

  it('may only read with a token for reading', async () => {
    const { reader } = forge.running.tokens;
    expect((await forge.ask('projects', { token: reader })).status).toBe(200);
    const body = { name: 'x', namespace_id: 12 };
    const refused = await forge.ask('projects', { body, token: reader });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: 'insufficient_scope' });
  });

  it('is nobody who calls this machine by another name', async () => {
    const status = await new Promise(resolve => {
      const headers = {
        Host: 'evil.example',
        'PRIVATE-TOKEN': forge.running.tokens.portal,
      };
      request(`${forge.running.url}/api/v4/user`, { headers }, response =>
        resolve(response.resume().statusCode),
      ).end();
    });
    expect(status).toBe(403);
  });

  it('has tokens that only their owner can read', async () => {
    const file = join(forge.dataDir, 'pki', 'forge-portal.token');
    expect((await stat(file)).mode % 0o1000).toBe(0o600);
  });
});

describe('what is refused', () => {
  it.each([
    ['projects/order%2F..%2F..%2Fetc', 404],
    ['projects/order%2Fnone', 404],
    ['projects/order%2Forder-api/repository/files/..%2F..%2Fconfig/raw', 400],
    ['projects/order%2Forder-api/repository/files/.git%2Fconfig/raw', 400],
    ['projects/order%2Forder-api/repository/tree?ref=--all', 404],
    ['projects/order%2Forder-api/repository/commits?ref_name=a..b', 404],
    ['projects/order%2Forder-api/repository/archive?path=../..', 404],
    ['projects/order%2Forder-api/repository/blobs/HEAD', 404],
    ['projects/order%2Forder-api/nothing', 404],
    ['projects/%E0%A4%A/x', 404],
    ['projects?per_page=x', 400],
  ])('%s: %d', async (path, status) => {
    expect((await forge.ask(path)).status).toBe(status);
  });

  it.each([
    ['projects', { name: '../up', path: '../up', namespace_id: 12 }, 400],
    ['projects', { name: 'a.git', path: 'a.git', namespace_id: 12 }, 400],
    ['projects', { name: 'a', namespace_id: 999 }, 400],
    ['projects', [], 400],
    ['groups', { name: 'x', path: '..' }, 400],
  ])('a POST to %s with %j: %d', async (path, body, status) => {
    expect((await forge.ask(path, { body })).status).toBe(status);
  });

  it('a body that is too large, and the next request is answered', async () => {
    const body = { name: 'x'.repeat(25 * 1024 * 1024) };
    const response = await forge
      .ask('projects', { body })
      .catch(() => undefined);
    // The connection may be gone before the client has sent all of it.
    expect([413, undefined]).toContain(response?.status);
    expect((await forge.ask('user')).status).toBe(200);
  });
});

describe('the company', () => {
  it('has a project for each service, with its history', async () => {
    const projects = await forge.json('projects?per_page=100');
    const paths = projects.map(
      (item: { path_with_namespace: string }) => item.path_with_namespace,
    );
    for (const { system, name } of forge.world.services) {
      expect(paths).toContain(`${system}/${name}`);
    }
    expect(paths).toContain('legacy/report-center');
    const project = 'projects/order%2Forder-api';
    const releases = await forge.json(`${project}/releases`);
    expect(releases.map((item: { tag_name: string }) => item.tag_name)).toEqual(
      ['v1.5.0-rc.2', 'v1.4.1', 'v1.4.0'],
    );
    const [newest] = await forge.json(`${project}/repository/commits`);
    expect(newest).toMatchObject({
      id: releases[0].commit.id,
      author_name: '张敏',
    });
    const pipelines = await forge.json(`${project}/pipelines?ref=main`);
    expect(pipelines[0]).toMatchObject({ sha: newest.id, status: 'success' });
    const open = await forge.json(`${project}/merge_requests?state=opened`);
    expect(open).toMatchObject([
      { author: { username: 'li.wei' }, draft: true },
      { author: { username: 'wang.fang' } },
    ]);
    const failed = await forge.json(
      'projects/logistics%2Fdelivery-api/pipelines?status=failed',
    );
    expect(failed).toMatchObject([{ source: 'merge_request_event' }]);
  });

  it('has what somebody has changed again after a restart, and the rest as it was made', async () => {
    const project = await forge.newProject('kept');
    const { id } = await forge.commit(project, [create('a', '1')]);
    const changed = 'projects/payment%2Fledger-api';
    await forge.json(`${changed}/repository/branches`, {
      body: { branch: 'mine', ref: 'main' },
    });
    const historyOf = async (path: string) =>
      (await forge.json(`${path}/repository/commits`)).map(
        (item: Record<string, string>) => [item.title, item.created_at],
      );
    const before = await historyOf('projects/order%2Fcart-api');
    await forge.restart();
    expect(await forge.json(`${project}/repository/commits`)).toMatchObject([
      { id },
    ]);
    await forge.json(`${changed}/repository/branches/mine`);
    expect(await historyOf('projects/order%2Fcart-api')).toEqual(before);
    const other = await forge.json(await forge.newProject('another'));
    expect(other.id).toBeGreaterThan((await forge.json(project)).id);
  });
});

describe('faults', () => {
  afterEach(() => forge.running.faults.set({ mode: 'none', delayMs: 0 }));

  it.each([
    ['error', 500],
    ['unauthorized', 401],
  ] as const)('answers %s with %d', async (mode, status) => {
    forge.running.faults.set({ mode, delayMs: 0 });
    expect((await forge.ask('user')).status).toBe(status);
  });

  it('answers what is read in maintenance, and refuses what is written', async () => {
    const project = await forge.newProject('maintained');
    forge.running.faults.set({ mode: 'maintenance', delayMs: 0 });
    expect((await forge.ask(project)).status).toBe(200);
    const refused = await forge.ask(project, { method: 'DELETE' });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual({
      message: 'You cannot perform write operations on a read-only instance',
    });
    const git = (service: string) =>
      fetch(
        `${forge.running.url}/order/maintained.git/info/refs?service=${service}`,
        {
          headers: {
            Authorization: `Basic ${btoa(
              `oauth2:${forge.running.tokens.portal}`,
            )}`,
          },
        },
      );
    expect((await git('git-receive-pack')).status).toBe(403);
    expect((await git('git-upload-pack')).status).toBe(200);
    forge.running.faults.set({ mode: 'none', delayMs: 0 });
    expect((await forge.ask(project)).status).toBe(200);
  });

  it('refuses connections, and listens again', async () => {
    forge.running.faults.set({ mode: 'refuse', delayMs: 0 });
    await expect(forge.ask('user')).rejects.toThrow();
    forge.running.faults.set({ mode: 'none', delayMs: 0 });
    // The port is opened again in the background.
    while (!(await forge.ask('user').catch(() => undefined))?.ok);
  });
});
