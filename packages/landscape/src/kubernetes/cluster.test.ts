import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedClock } from '../clock';
import { startCluster, type Fault, type RunningCluster } from './cluster';
import { ApiClient, type ApiRequest } from './contract/client';
import { resources } from './resources';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';

describe('startCluster', () => {
  let dataDir: string;
  let clock: SimulatedClock;
  let cluster: RunningCluster;
  let client: ApiClient;

  const start = async () => {
    clock = new SimulatedClock({ start: Date.parse('2026-11-20T08:00:00Z') });
    cluster = await startCluster({
      name: 'test',
      port: 0,
      dataDir,
      clock,
      nodes: [{ name: 'node-1' }],
      runtime: {
        logs: ({ container }) => [
          { time: clock.now() - 1, text: `${container} says hello` },
        ],
        usage: () => ({ cpuNanocores: 5_000_000, memoryBytes: 2 ** 20 }),
      },
    });
    const { url, caPem, tokens } = cluster;
    client = new ApiClient({ url, caPem, token: tokens.admin });
  };

  const create = (name: string) =>
    client.request(CONFIG_MAPS, {
      method: 'POST',
      body: { metadata: { name }, data: { k: '<v>' } },
    });

  const as = (user: string, path: string, options: ApiRequest = {}) =>
    client.request(path, { ...options, token: cluster.tokens[user] });

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'landscape-cluster-'));
    await start();
  });

  afterEach(async () => {
    client.close();
    await cluster.stop();
    await rm(dataDir, { recursive: true });
  });

  it('keeps its certificates and tokens, for its owner only', async () => {
    const { caPem, tokens } = cluster;
    await cluster.stop();
    await start();
    expect(cluster.caPem).toBe(caPem);
    expect(cluster.tokens).toEqual(tokens);
    const files = await readdir(join(dataDir, 'pki'));
    expect(files).toHaveLength(2);
    for (const file of files)
      expect((await stat(join(dataDir, 'pki', file))).mode & 0o777).toBe(0o600);
  });

  it('says when its port is taken', async () => {
    const port = Number(new URL(cluster.url).port);
    const { name } = cluster;
    const runtime = {
      logs: () => [],
      usage: () => ({ cpuNanocores: 0, memoryBytes: 0 }),
    };
    await expect(
      startCluster({ name, port, dataDir, clock, runtime }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('lets in by token, and lets do by role', async () => {
    expect((await client.request(PODS, { token: 'wrong' })).body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Unauthorized',
      reason: 'Unauthorized',
      code: 401,
    });
    expect((await client.request(PODS, { token: '' })).body).toMatchObject({
      code: 403,
      message:
        'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "default"',
      details: { kind: 'pods' },
    });
    expect((await client.request('/healthz', { token: '' })).text).toBe('ok');

    const body = { metadata: { name: 'a' } };
    const write = { method: 'POST', body } as const;
    expect((await as('viewer', CONFIG_MAPS)).code).toBe(200);
    expect((await as('viewer', CONFIG_MAPS, write)).code).toBe(403);
    expect((await as('developer', CONFIG_MAPS)).code).toBe(403);
    expect((await as('portal', CONFIG_MAPS, write)).code).toBe(201);
    expect((await as('portal', '/api/v1/secrets')).code).toBe(403);
  });

  it('answers in the form that is asked for', async () => {
    await create('a');
    const get = async (accept: string, path = `${CONFIG_MAPS}/a`) =>
      client.request(path, { accept });
    const table = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    expect((await get(`${table},application/json`)).body).toMatchObject({
      kind: 'Table',
      rows: [
        { cells: ['a', 1, '0s'], object: { kind: 'PartialObjectMetadata' } },
      ],
    });
    expect(
      (await get(table, `${CONFIG_MAPS}?includeObject=None`)).body,
    ).toMatchObject({ rows: [{ object: null }] });
    const partial =
      'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
    expect((await get(partial, CONFIG_MAPS)).body).toMatchObject({
      kind: 'PartialObjectMetadataList',
      items: [{ kind: 'PartialObjectMetadata' }],
    });
    expect((await get(partial)).code).toBe(406);
    expect((await get('application/yaml')).text).toContain(
      'apiVersion: v1\ndata:\n  k: <v>\nkind: ConfigMap\n',
    );
    expect((await get('application/json')).text).toContain('\\u003cv\\u003e');
    expect((await get('application/xml')).code).toBe(406);
    expect(
      (await get('application/vnd.kubernetes.protobuf, application/json')).code,
    ).toBe(200);
  });

  it('tells what it serves', async () => {
    const accept =
      'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
    const { body, headers } = await client.request('/apis', { accept });
    expect(headers['content-type']).toContain('as=APIGroupDiscoveryList');
    expect(JSON.stringify(body)).toContain('"resource":"deployments"');
    const plain = await client.request('/apis/apps/v1');
    expect(plain.body).toMatchObject({ kind: 'APIResourceList' });
    expect((await client.request('/apis/nope/v1')).code).toBe(404);
    const { body: index } = await client.request('/openapi/v3');
    const { serverRelativeURL } = Object(index).paths['apis/apps/v1'];
    expect((await client.request(serverRelativeURL)).body).toMatchObject({
      openapi: '3.0.0',
    });
    expect((await client.request('/version')).body).toMatchObject({
      gitVersion: 'v1.36.3',
    });
  });

  it('answers questions about users', async () => {
    const ask = async (user: string, kind: string, spec: object) =>
      (
        await as(user, `/apis/authorization.k8s.io/v1/${kind}s`, {
          method: 'POST',
          body: JSON.parse(JSON.stringify({ spec })),
        })
      ).body;
    const resourceAttributes = {
      namespace: 'default',
      verb: 'list',
      resource: 'pods',
    };
    const question = { resourceAttributes };
    const review = 'selfsubjectaccessreview';
    expect(await ask('viewer', review, question)).toMatchObject({
      status: { allowed: true },
    });
    expect(await ask('developer', review, question)).toMatchObject({
      status: { allowed: false },
    });
    expect(
      await ask('admin', 'subjectaccessreview', { user: 'x', ...question }),
    ).toMatchObject({ status: { allowed: false } });
    expect(await ask('viewer', review, {})).toMatchObject({ code: 422 });

    clock.advance(0);
    const token = await client.request(
      '/api/v1/namespaces/default/serviceaccounts/default/token',
      { method: 'POST', body: {} },
    );
    const whoAmI = (bearer: string) =>
      client.request('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
        method: 'POST',
        body: {},
        token: bearer,
      });
    const issued: string = Object(token.body).status.token;
    expect((await whoAmI(issued)).body).toMatchObject({
      status: {
        userInfo: { username: 'system:serviceaccount:default:default' },
      },
    });
    expect((await whoAmI(`${issued}x`)).code).toBe(401);
    clock.advance(3_600_000);
    expect((await whoAmI(issued)).code).toBe(401);
  });

  it('shows logs and measurements of pods', async () => {
    await client.request(PODS, {
      method: 'POST',
      body: {
        metadata: { name: 'web' },
        spec: { containers: [{ name: 'web', image: 'web:1' }] },
      },
    });
    clock.advance(30_000);
    expect((await client.request(`${PODS}/web/log`)).text).toContain(
      'web says hello\n',
    );
    const wrong = await client.request(`${PODS}/web/log?container=x`);
    expect(wrong.body).toMatchObject({
      code: 400,
      message: 'container x is not valid for pod web',
    });
    const metrics = '/apis/metrics.k8s.io/v1beta1';
    expect(
      (await client.request(`${metrics}/namespaces/default/pods`)).body,
    ).toMatchObject({
      kind: 'PodMetricsList',
      items: [
        { containers: [{ usage: { cpu: '5000000n', memory: '1024Ki' } }] },
      ],
    });
    expect(
      (await client.request(`${metrics}/nodes/node-1`)).body,
    ).toMatchObject({ kind: 'NodeMetrics' });
    expect((await client.request(`${PODS}/web/exec?command=ls`)).code).toBe(
      501,
    );
  });

  it('takes no body that is too large or of a form it does not know', async () => {
    const large = await client.request(CONFIG_MAPS, {
      method: 'POST',
      text: ' '.repeat(3 * 1024 * 1024 + 1),
    });
    expect(large.body).toMatchObject({
      code: 413,
      message: 'Request entity too large: limit is 3145728',
    });
    const xml = await client.request(CONFIG_MAPS, {
      method: 'POST',
      text: '<a/>',
      contentType: 'application/xml',
    });
    expect(xml.code).toBe(415);
  });

  it('warns of fields that it does not know', async () => {
    const { headers } = await client.request(CONFIG_MAPS, {
      method: 'POST',
      body: { metadata: { name: 'a' }, dat: {} },
    });
    expect(headers.warning).toBe('299 - "unknown field \\"dat\\""');
  });

  it('cuts its streams when it stops', async () => {
    const stream = await client.stream(`${CONFIG_MAPS}?watch=1`);
    await create('a');
    expect((await stream.nextEvent())?.type).toBe('ADDED');
    await cluster.stop();
    await expect(stream.next()).rejects.toThrow('aborted');
  });

  describe('with faults', () => {
    const set = (mode: Fault['mode'], delayMs = 0) =>
      cluster.faults.set({ mode, delayMs });
    const settled = async (promise: Promise<unknown>) => {
      const waiting = Symbol('waiting');
      const soon = new Promise(resolve => setTimeout(resolve, 50, waiting));
      return (await Promise.race([promise, soon])) !== waiting;
    };

    it('hangs, watches too, and goes on afterwards where it was', async () => {
      const stream = await client.stream(`${CONFIG_MAPS}?watch=1`);
      set('hang');
      cluster.api.create(
        resources.configMaps,
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'a', namespace: 'default' },
        },
        { manager: 'test' },
      );
      const event = stream.nextEvent();
      const answer = client.request(CONFIG_MAPS);
      expect(await settled(Promise.race([event, answer]))).toBe(false);
      set('none');
      expect(await event).toMatchObject({
        type: 'ADDED',
        object: { metadata: { name: 'a' } },
      });
      expect((await answer).code).toBe(200);
      stream.close();
    });

    it('refuses connections and cuts those that are open', async () => {
      const stream = await client.stream(`${CONFIG_MAPS}?watch=1`);
      set('refuse');
      await expect(stream.next()).rejects.toThrow('aborted');
      await expect(client.request('/healthz')).rejects.toMatchObject({
        code: 'ECONNREFUSED',
      });
      set('none');
      expect((await create('a')).code).toBe(201);
    });

    it('lets nobody in', async () => {
      set('unauthorized');
      expect((await client.request('/healthz')).code).toBe(401);
      set('none');
      expect((await client.request('/healthz')).code).toBe(200);
    });

    it('is slow', async () => {
      set('slow', 3000);
      const answer = client.request('/healthz');
      expect(await settled(answer)).toBe(false);
      // The connection first, then the request on it.
      while (!(await settled(answer))) clock.advance(3000);
      expect((await answer).code).toBe(200);
    });
  });
});
