import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { freePortBase, isFree } from './free-port-base';
import { startLandscape, type Landscape } from './landscape';

const SCALE = { clusters: 2, pods: 20 };

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'landscape-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

/** The status of a GET, or the code of the error that it met. */
function get(url: string, ca: string, token: string): Promise<number | string> {
  return new Promise(resolve => {
    request(url, { ca, headers: { Authorization: `Bearer ${token}` } })
      .once('response', response => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
      .once('error', error =>
        resolve('code' in error ? String(error.code) : error.message),
      )
      .end();
  });
}

describe('startLandscape', () => {
  let landscape: Landscape;
  let portBase: number;
  beforeAll(async () => {
    portBase = await freePortBase();
    landscape = await startLandscape({ portBase, dataDir, scale: SCALE });
  });
  afterAll(() => landscape.stop());

  async function access() {
    const config = parse(await readFile(landscape.files.kubeconfig, 'utf8'));
    const { name, cluster } = config.clusters[0];
    const ca = Buffer.from(
      cluster['certificate-authority-data'],
      'base64',
    ).toString();
    const { token } = config.users[0].user;
    return { config, name, server: cluster.server, ca, token };
  }

  it('writes a kubeconfig with which every cluster is reached, for its owner only', async () => {
    const { config, server, ca, token } = await access();
    expect(config.contexts.map((item: { name: string }) => item.name)).toEqual([
      'dev',
      'test',
    ]);
    expect(config['current-context']).toBe('dev');
    expect(server).toBe(`https://127.0.0.1:${portBase + 1}`);
    expect(await get(`${server}/api/v1/nodes`, ca, token)).toBe(200);
    const { mode } = await stat(landscape.files.kubeconfig);
    expect(mode % 0o1000).toBe(0o600);
  });

  it('writes tokens and CAs for configuration files', async () => {
    const { server, ca, name } = await access();
    const folder = join(dataDir, 'landscape');
    expect(await readFile(join(folder, 'ca', `${name}.crt`), 'utf8')).toBe(ca);
    expect((await readdir(join(folder, 'tokens'))).sort()).toEqual(
      [
        ...['dev', 'test'].flatMap(cluster =>
          ['admin', 'developer', 'portal', 'viewer'].map(
            user => `${cluster}-${user}`,
          ),
        ),
        'elasticsearch-api-key',
        'elasticsearch-portal',
        'forge-portal',
        'forge-reader',
        'registry-pipeline',
        'registry-portal',
      ].sort(),
    );
    const viewer = await readFile(join(folder, 'tokens', 'dev-viewer'), 'utf8');
    expect(await get(`${server}/api/v1/pods`, ca, viewer)).toBe(200);
    expect(await get(`${server}/api/v1/secrets`, ca, viewer)).toBe(403);
  });

  it('passes faults on from the console to the cluster, and back', async () => {
    const { server, ca, token } = await access();
    const setFault = (mode: string) =>
      fetch(`${landscape.consoleUrl}/api/clusters/dev/fault`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ mode }),
      });
    const nodes = () => get(`${server}/api/v1/nodes`, ca, token);
    await setFault('unauthorized');
    expect(await nodes()).toBe(401);
    await setFault('refuse');
    expect(await nodes()).toBe('ECONNREFUSED');
    await setFault('none');
    let answer = await nodes();
    // The port is opened again in the background.
    while (answer === 'ECONNREFUSED') answer = await nodes();
    expect(answer).toBe(200);
  });

  it('has the images of the clusters in its registry, to whoever has the password', async () => {
    const url = `http://127.0.0.1:${portBase + 10}`;
    expect(landscape.registry.url).toBe(url);
    const password = await readFile(
      join(dataDir, 'landscape', 'tokens', 'registry-portal'),
      'utf8',
    );
    const tags = (secret: string) =>
      fetch(`${url}/v2/order/order-api/tags/list`, {
        headers: { Authorization: `Basic ${btoa(`portal:${secret}`)}` },
      });
    expect((await tags('guess')).status).toBe(401);
    expect((await (await tags(password)).json()).tags).toContain('1.4.0');

    await fetch(`${landscape.consoleUrl}/api/systems/registry/fault`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ mode: 'refuse' }),
    });
    await expect(tags(password)).rejects.toThrow();
    await fetch(`${landscape.consoleUrl}/api/reset`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
    // The port is opened again in the background.
    while (!(await tags(password).catch(() => undefined))?.ok);
  });

  it('has an OAP for each environment, and its own fault in the console', async () => {
    const url = `http://127.0.0.1:${portBase + 12}`;
    expect(landscape.skywalking).toMatchObject({ url, version: '10.1' });
    const services = async () => {
      const response = await fetch(`${url}/dev/graphql`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{"query":"{ listServices(layer: \\"GENERAL\\") { name } }"}',
      });
      return (await response.json()).data.listServices;
    };
    const setFault = (system: string) =>
      fetch(`${landscape.consoleUrl}/api/systems/${system}/fault`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ mode: 'no-service' }),
      });
    expect(await services()).toContainEqual({ name: 'order-api' });
    expect((await setFault('registry')).status).toBe(400);
    expect((await setFault('skywalking')).status).toBe(200);
    expect(await services()).toEqual([]);
    landscape.skywalking.faults.set({ mode: 'none', delayMs: 0 });
    expect(await services()).not.toHaveLength(0);
  });

  it('has a store of lines for who has its password, and its own faults in the console', async () => {
    const url = `http://127.0.0.1:${portBase + 13}`;
    const password = await readFile(
      join(dataDir, 'landscape', 'tokens', 'elasticsearch-portal'),
      'utf8',
    );
    const status = async (account: string) => {
      const response = await fetch(`${url}/k8s-*/_search?size=0`, {
        headers: {
          Authorization: `Basic ${Buffer.from(account).toString('base64')}`,
        },
      });
      return response.status;
    };
    expect(await status(`portal:${password}`)).toBe(200);
    expect(await status('portal:other')).toBe(401);
    await fetch(`${landscape.consoleUrl}/api/systems/elasticsearch/fault`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ mode: 'red' }),
    });
    expect(await status(`portal:${password}`)).toBe(503);
    landscape.elasticsearch.faults.set({ mode: 'none', delayMs: 0 });
  });

  it('says in one line which port is taken, and leaves nothing behind', async () => {
    const other = await mkdtemp(join(tmpdir(), 'landscape-'));
    await expect(
      startLandscape({ portBase, dataDir: other, scale: SCALE }),
    ).rejects.toThrow(
      `Port ${
        portBase + 1
      } is in use. The cluster dev needs it: stop what listens there, or move the landscape with --port or PILOTHOUSE_PORT_BASE.`,
    );
    await rm(other, { recursive: true });
  });

  it('keeps its tokens over a restart, and frees its ports', async () => {
    const before = await access();
    await landscape.stop();
    expect(await isFree(portBase)).toBe(true);
    landscape = await startLandscape({ portBase, dataDir, scale: SCALE });
    expect((await access()).token).toBe(before.token);
  });
});
