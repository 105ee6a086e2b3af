import { TestDatabases } from '@backstage/backend-test-utils';
import { createServer, Server } from 'node:http';
import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, Gate } from './__testUtils__/Gate';
import {
  installProductionBuild,
  productionCommand,
  removeProductionBuild,
} from './__testUtils__/productionBuild';
import { Replica } from './__testUtils__/Replica';

jest.setTimeout(300_000);

// Plugins that keep something, and so have a database of their own.
const PLUGINS = [
  'app',
  'auth',
  'catalog',
  'events',
  'notifications',
  'release',
  'scaffolder',
  'search',
  'user-settings',
];
const SECRETS = {
  OIDC_CLIENT_SECRET: 'sesame-of-the-client',
  AUTH_SESSION_SECRET: 'sesame-of-the-sessions',
  KUBERNETES_STAGING_TOKEN: 'sesame-of-staging',
  KUBERNETES_PRODUCTION_TOKEN: 'sesame-of-production',
  GITLAB_TOKEN: 'sesame-of-gitlab',
};

const postgres = new URL(process.env.PILOTHOUSE_REAL_POSTGRES_URL ?? '');
const prefix = `pilothouse_production_${process.pid}_`;
const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });

describe('the production build', () => {
  const replicas: Replica[] = [];
  let folder: string | undefined;
  let gate: Gate;
  let identityProvider: Server;

  async function start(): Promise<Replica> {
    const replica = new Replica({
      folder: folder ?? '',
      command: productionCommand('test.yaml'),
      port: await freePort(),
      env: {
        ...SECRETS,
        PILOTHOUSE_URL: 'https://pilothouse.example.com',
        PILOTHOUSE_DATA_DIR: join(folder ?? '', 'data'),
        POSTGRES_HOST: '127.0.0.1',
        POSTGRES_PORT: String(gate.port),
        POSTGRES_USER: postgres.username,
        POSTGRES_PASSWORD: postgres.password,
        OIDC_METADATA_URL: `${urlOf(
          identityProvider,
        )}/.well-known/openid-configuration`,
        OIDC_CLIENT_ID: 'pilothouse',
        // Nobody answers there: a portal starts without its forge and its clusters.
        GITLAB_HOST: 'gitlab.example.com',
        KUBERNETES_STAGING_URL: 'https://127.0.0.1:9',
        KUBERNETES_STAGING_CA: 'bm8gY2VydGlmaWNhdGU=',
        KUBERNETES_PRODUCTION_URL: 'https://127.0.0.1:9',
        KUBERNETES_PRODUCTION_CA: 'bm8gY2VydGlmaWNhdGU=',
      },
    });
    replicas.push(replica);
    return replica;
  }

  beforeAll(async () => {
    folder = await installProductionBuild();
    // So that what this test leaves behind can be told from everything else on the server.
    await writeFile(
      join(folder, 'test.yaml'),
      JSON.stringify({ backend: { database: { prefix } } }),
    );
    gate = await Gate.open(postgres.hostname, Number(postgres.port || 5432));
    identityProvider = await startIdentityProvider();
    // At the same moment, on a server that has never seen any of it.
    await Promise.all([start(), start()]);
    await Promise.all(replicas.map(replica => replica.ready()));
  });
  afterAll(async () => {
    for (const replica of replicas) replica.kill();
    identityProvider?.close();
    await gate?.remove();
    const admin = await databases.init('POSTGRES_15');
    for (const name of await databaseNames()) {
      await admin.raw('DROP DATABASE ?? WITH (FORCE)', [name]);
    }
    if (folder) await removeProductionBuild(folder);
  });

  it('makes the databases, though two replicas start at once', async () => {
    expect(await databaseNames()).toEqual(
      expect.arrayContaining(PLUGINS.map(plugin => prefix + plugin)),
    );
    for (const replica of replicas) {
      expect(await replica.probe('liveness')).toBe(200);
      // Every plugin hears of what other replicas do.
      expect(replica.log).not.toContain('events backend not found');
    }
  });

  it('serves the app and nothing of the demo company', async () => {
    const [replica] = replicas;
    const page = await replica.get('/catalog');
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('<title>Pilothouse</title>');
    expect(html).not.toMatch(/wang\.fang|landscape/);
    expect(html).not.toContain('sesame');
    expect((await replica.get('/api/auth/landscape/refresh')).status).toBe(404);
    expect((await replica.get('/api/catalog/entities')).status).toBe(401);
  });

  it('sends people to the identity provider', async () => {
    for (const replica of replicas) {
      const answer = await replica.get(
        '/api/auth/oidc/start?env=production&scope=openid',
      );
      expect(answer.status).toBe(302);
      const location = new URL(answer.headers.get('location') ?? '');
      expect(location.origin).toBe(urlOf(identityProvider));
      expect(location.searchParams.get('redirect_uri')).toBe(
        'https://pilothouse.example.com/api/auth/oidc/handler/frame',
      );
    }
  });

  it('ends in time and cleanly, while the other replica serves', async () => {
    const [first, second] = replicas;
    const begin = Date.now();
    expect(await second.terminate()).toBe(0);
    // With preStop, much less than deploy/kubernetes/deployment.yaml gives.
    expect(Date.now() - begin).toBeLessThan(25_000);
    expect(await first.probe('readiness')).toBe(200);
    expect((await first.get('/')).status).toBe(200);
  });

  it('lives on when the database goes, and works when it is back', async () => {
    const [replica] = replicas;
    const works = async () => {
      try {
        return (await replica.get('/api/auth/.well-known/jwks.json')).ok;
      } catch {
        return false;
      }
    };
    expect(await works()).toBe(true);
    gate.shut();
    expect(await works()).toBe(false);
    // Neither is taken out of service nor restarted: that would help nobody.
    expect(await replica.probe('readiness')).toBe(200);
    expect(await replica.probe('liveness')).toBe(200);
    gate.reopen();
    await eventually(works);
  });

  it('writes no secret to its log', () => {
    for (const replica of replicas) {
      expect(replica.log).toContain('Plugin initialization complete');
      expect(replica.log).not.toContain('sesame');
    }
  });

  async function databaseNames(): Promise<string[]> {
    const admin = await databases.init('POSTGRES_15');
    const rows: { datname: string }[] = await admin('pg_database')
      .select('datname')
      .whereLike('datname', `${prefix}%`);
    return rows.map(({ datname }) => datname);
  }
});

async function eventually(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('It has not become true');
    await delay(250);
  }
}

async function startIdentityProvider(): Promise<Server> {
  const server = createServer((_, response) => {
    const issuer = urlOf(server);
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/jwks`,
      }),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The server listens on no port');
  }
  return `http://127.0.0.1:${address.port}`;
}
