import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGitLab, type GitLabOptions } from './createGitLab';

const TOKEN = 'glpat-never-to-be-seen';

let server: Server | undefined;

/** A GitLab that answers as the test wants, at the base path that a company may give it. */
async function gitLab(
  answer: RequestListener,
  { basePath = '', ...options }: GitLabOptions & { basePath?: string } = {},
) {
  const started = createServer(answer);
  server = started;
  await new Promise<void>(resolve => {
    started.listen(0, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${(started.address() as AddressInfo).port}`;
  const baseUrl = `http://${host}${basePath}`;
  const integrations = ScmIntegrations.fromConfig(
    new ConfigReader({
      integrations: {
        gitlab: [
          { host, baseUrl, apiBaseUrl: `${baseUrl}/api/v4`, token: TOKEN },
        ],
      },
    }),
  );
  return { integrations, ...createGitLab(integrations, host, options) };
}

afterEach(
  () =>
    new Promise<void>(resolve => {
      server?.closeAllConnections();
      server?.close(() => resolve());
      server = undefined;
    }),
);

describe('createGitLab', () => {
  it('asks the configured API with the configured token', async () => {
    const seen: unknown[] = [];
    const { api, webUrl } = await gitLab(
      (request, response) => {
        seen.push(request.url, request.headers['private-token']);
        response.setHeader('content-type', 'application/json');
        response.end('{"id":7}');
      },
      { basePath: '/gitlab' },
    );
    await expect(api.Projects.show('order/order-api')).resolves.toEqual({
      id: 7,
    });
    expect(seen).toEqual(['/gitlab/api/v4/projects/order%2Forder-api', TOKEN]);
    expect(webUrl).toMatch(/\/gitlab$/);
  });

  it('sends the token to no host that is not configured', async () => {
    const { integrations } = await gitLab(() => {});
    expect(() => createGitLab(integrations, 'evil.example')).toThrow(
      /integrations.gitlab has no host evil.example, only .*127.0.0.1/,
    );
  });

  it('does not follow a redirect, with which the token would go', async () => {
    const asked: (string | undefined)[] = [];
    const { api } = await gitLab((request, response) => {
      asked.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    await expect(api.Projects.show('a/b')).rejects.toThrow('with 302');
    expect(asked).toEqual(['/api/v4/projects/a%2Fb']);
  });

  it.each([
    [401, 'ServiceUnavailableError', 'does not accept the token'],
    [403, 'NotAllowedError', 'with 403: no, not even you'],
    [404, 'NotFoundError', 'with 404: no, not even you'],
    [409, 'ConflictError', 'with 409: no, not even you'],
    [400, 'InputError', 'with 400: no, not even you'],
    [429, 'ServiceUnavailableError', 'with 429'],
    [503, 'ServiceUnavailableError', 'with 503'],
  ])('asks once, and words %d', async (status, name, message) => {
    let requests = 0;
    const { api } = await gitLab((_, response) => {
      requests += 1;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end('{"message":"no,\\u0000 not\\neven you"}');
    });
    const error = await api.Projects.show('order/order-api').catch(e => e);
    expect(error).toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
    expect(JSON.stringify([error.message, error.cause])).not.toContain(TOKEN);
    expect(requests).toBe(1);
  });

  it('reads no more than its bound', async () => {
    const { api } = await gitLab(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(`"${'x'.repeat(2_000)}"`);
      },
      { maxBytes: 1_000 },
    );
    await expect(api.Projects.show('a/b')).rejects.toThrow(
      'more than 1000 bytes',
    );
  });

  it('waits no longer than its timeout', async () => {
    const { api } = await gitLab(() => {}, { timeoutMs: 50 });
    await expect(api.Projects.show('a/b')).rejects.toThrow(
      'did not answer GET /api/v4/projects/a/b within 0.05 s',
    );
  });

  it('ends with the signal', async () => {
    const controller = new AbortController();
    const { api } = await gitLab(
      () => controller.abort(new Error('Cancelled')),
      { signal: controller.signal },
    );
    await expect(api.Projects.show('a/b')).rejects.toThrow('Cancelled');
  });

  it('says that broken JSON is broken', async () => {
    const { api } = await gitLab((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('<html>');
    });
    await expect(api.Projects.show('a/b')).rejects.toThrow('broken JSON');
  });
});
