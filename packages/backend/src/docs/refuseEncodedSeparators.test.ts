import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import express from 'express';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import docs from '.';

/** As TechDocs gives out what it has built. */
const techdocs = (folder: string) =>
  createBackendPlugin({
    pluginId: 'techdocs',
    register(reg) {
      reg.registerInit({
        deps: { httpRouter: coreServices.httpRouter },
        async init({ httpRouter }) {
          const router = express.Router();
          router.use('/static/docs', express.static(folder));
          httpRouter.use(router);
          httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
        },
      });
    },
  });

let folder: string;
let port: number;
let stop: () => Promise<void>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docs-'));
  for (const name of ['mine', 'theirs', '运维']) {
    const docsOf = join(folder, 'default/component', name);
    await mkdir(docsOf, { recursive: true });
    await writeFile(join(docsOf, 'a page.html'), name);
  }
  const backend = await startTestBackend({
    features: [techdocs(folder), docs, mockServices.rootConfig.factory()],
  });
  port = (backend.server.address() as AddressInfo).port;
  stop = async () => {
    await backend.stop();
    await rm(folder, { recursive: true });
  };
});
afterAll(() => stop());

/** As it stands there: clients of HTTP put a path in order before they send it. */
function statusOf(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({
      host: 'localhost',
      port,
      path: `/api/techdocs/static/docs/default/component/${path}`,
    })
      .on('response', response => {
        response.resume();
        resolve(response.statusCode);
      })
      .on('error', reject)
      .end();
  });
}

it.each(['mine/a%20page.html', '%E8%BF%90%E7%BB%B4/a%20page.html'])(
  'gives out %s',
  async path => {
    expect(await statusOf(path)).toBe(200);
  },
);

it.each([
  'mine/..%2ftheirs/a%20page.html',
  'mine/..%2Ftheirs/a%20page.html',
  'mine/%2e%2e%2ftheirs/a%20page.html',
  'mine/%2e%2e/theirs/a%20page.html',
  'mine/..%5ctheirs/a%20page.html',
  'mine/..\\theirs/a%20page.html',
  'mine/..%252ftheirs/a%20page.html',
  'x%2f..%2f..%2fcomponent/theirs/a%20page.html',
])('refuses %s', async path => {
  expect(await statusOf(path)).toBe(400);
});
