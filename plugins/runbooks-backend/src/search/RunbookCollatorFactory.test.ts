import { mockServices } from '@backstage/backend-test-utils';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import { createServer } from 'node:http';
import { documented } from '../__testUtils__/documented';
import { FakeForge } from '../__testUtils__/FakeForge';
import { startRunbooks } from '../__testUtils__/startRunbooks';
import { RunbookCollatorFactory } from './RunbookCollatorFactory';

jest.setTimeout(60_000);

const URL = 'https://git.test/order/order-api/-/blob/main/';

async function collate(getBaseUrl: () => Promise<string>) {
  const factory = new RunbookCollatorFactory({
    auth: mockServices.auth({ pluginId: 'search' }),
    discovery: { getBaseUrl },
  });
  expect(factory.visibilityPermission).toBe(catalogEntityReadPermission);
  const documents = [];
  for await (const document of await factory.getCollator()) {
    documents.push(document);
  }
  return documents;
}

describe('the search collator', () => {
  it('brings every page, with the entity that decides who finds it', async () => {
    const forge = new FakeForge();
    const pages = Array.from({ length: 70 }, (_, index) => [
      `docs/zh/r${index}.md`,
      `---\nrunbook: { kind: incident, alerts: [A${index}] }\n---\n# 内存 ${index}\n`,
    ]);
    forge.commit(URL, Object.fromEntries(pages), '2026-10-01T00:00:00Z');
    const portal = await startRunbooks({
      entities: [documented('order-api', `url:${URL}catalog-info.yaml`)],
      readTree: forge.readTree,
    });
    await portal.index();
    const base = `http://127.0.0.1:${portal.server.port()}/api/runbooks`;
    const documents = await collate(async () => base);
    expect(documents).toHaveLength(70);
    expect(documents.find(({ title }) => title === '内存 7')).toEqual({
      title: '内存 7',
      text: 'A7\n# 内存 7\n',
      location: '/docs/default/component/order-api/zh/r7',
      language: 'zh',
      kind: 'component',
      namespace: 'default',
      name: 'order-api',
      owner: 'group:default/team-order',
      authorization: { resourceRef: 'component:default/order-api' },
    });
    await portal.stop();
  });

  it('fails as a whole when not all could be read: what is indexed stays', async () => {
    const server = createServer((_, response) => {
      response.writeHead(503).end('{}');
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await expect(
      collate(async () => `http://127.0.0.1:${port}`),
    ).rejects.toThrow(/503/);
    server.close();
  });
});
