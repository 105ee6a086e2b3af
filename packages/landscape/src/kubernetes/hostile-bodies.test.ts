import {
  startLandscapeCluster,
  type LandscapeCluster,
} from './contract/__testUtils__/landscape-cluster';
import { ApiClient } from './contract/client';
import { targetFromKubeconfig } from './contract/kubeconfig';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const PATCHES = [
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];

describe('bodies that mean harm', () => {
  let cluster: LandscapeCluster;
  let client: ApiClient;

  beforeAll(async () => {
    cluster = await startLandscapeCluster();
    client = new ApiClient(
      targetFromKubeconfig(cluster.kubeconfig, 'landscape'),
    );
    await client.request(CONFIG_MAPS, {
      method: 'POST',
      body: { metadata: { name: 'victim' }, data: { key: 'value' } },
    });
  });

  afterAll(async () => {
    client.close();
    await cluster.stop();
  });

  async function expectAlive() {
    const { text } = await client.request('/healthz');
    expect(text).toBe('ok');
  }

  it('a JSON patch that doubles the object again and again is refused', async () => {
    const { code, body } = await client.request(`${CONFIG_MAPS}/victim`, {
      method: 'PATCH',
      contentType: 'application/json-patch+json',
      body: Array.from({ length: 40 }, (_, index) => ({
        op: 'copy',
        from: '/data',
        path: `/data/k${index}`,
      })),
    });
    expect(code).toBe(422);
    expect(body).toMatchObject({ reason: 'Invalid' });
    await expectAlive();
  });

  it('blank lines by the hundred thousand are read in one go', async () => {
    const { code } = await client.request(CONFIG_MAPS, {
      method: 'POST',
      text: `${'\n'.repeat(400_000)}x`,
      contentType: 'application/yaml',
    });
    expect(code).toBe(400);
    await expectAlive();
  });

  it('nesting without end is a bad request', async () => {
    const deep = `{"metadata":{"name":"deep"},"data":${'['.repeat(
      100_000,
    )}${']'.repeat(100_000)}}`;
    const post = await client.request(CONFIG_MAPS, {
      method: 'POST',
      text: deep,
    });
    expect(post.code).toBe(400);
    for (const contentType of PATCHES) {
      const { code } = await client.request(`${CONFIG_MAPS}/victim`, {
        method: 'PATCH',
        contentType,
        text: deep,
      });
      // Whoever looks at the type first says so.
      expect([400, 422]).toContain(code);
    }
    await expectAlive();
  });

  it('a body that is too large ends the connection, not the next request', async () => {
    const { code, headers } = await client.request(CONFIG_MAPS, {
      method: 'POST',
      body: {
        metadata: { name: 'large' },
        data: { key: 'x'.repeat(4_000_000) },
      },
    });
    expect(code).toBe(413);
    expect(headers.connection).toBe('close');
    await expectAlive();
  });

  it.each(PATCHES)('keys named __proto__ are keys, in a %s', async type => {
    const name = `proto-${PATCHES.indexOf(type)}`;
    await client.request(CONFIG_MAPS, {
      method: 'POST',
      body: { metadata: { name } },
    });
    const text = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"${name}"},"data":{"__proto__":"kept","constructor":"too"}}`;
    const path = `${CONFIG_MAPS}/${name}?fieldManager=test`;
    const patched = await client.request(path, {
      method: 'PATCH',
      contentType: type,
      text,
    });
    expect(patched.code).toBe(200);
    expect(patched.text).toContain('"__proto__":"kept"');
    expect(patched.text).toContain('"constructor":"too"');

    const labelled = await client.request(path, {
      method: 'PATCH',
      contentType: type,
      text: text.replace(
        /"metadata":\{/,
        '"metadata":{"labels":{"__proto__":"x"},',
      ),
    });
    expect(labelled.code).toBe(422);
    expect({}).not.toHaveProperty('kept');
  });
});
