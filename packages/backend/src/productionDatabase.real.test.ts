import { DatabaseManager } from '@backstage/backend-defaults/database';
import { rootConfigServiceFactory } from '@backstage/backend-defaults/rootConfig';
import {
  coreServices,
  createServiceFactory,
  type RootConfigService,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  ServiceFactoryTester,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { resolve } from 'node:path';
import startInTurn from './startInTurn';

jest.setTimeout(60_000);

const ROOT = resolve(__dirname, '../../..');
const postgres = new URL(process.env.PILOTHOUSE_REAL_POSTGRES_URL ?? '');
const prefix = `pilothouse_settings_${process.pid}_`;
const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });

/** What production sets, on the server of the test. */
async function productionDatabase(
  more: object = {},
): Promise<RootConfigService> {
  Object.assign(process.env, {
    PILOTHOUSE_URL: 'https://pilothouse.example.com',
    POSTGRES_HOST: postgres.hostname,
    POSTGRES_PORT: postgres.port || '5432',
    POSTGRES_USER: postgres.username,
    POSTGRES_PASSWORD: postgres.password,
  });
  const factory = rootConfigServiceFactory({
    argv: ['app-config.yaml', 'app-config.production.yaml'].flatMap(file => [
      '--config',
      resolve(ROOT, file),
    ]),
    watch: false,
  });
  const config = await ServiceFactoryTester.from(factory).getSubject();
  const database = config.getConfig('backend.database').get<object>();
  return mockServices.rootConfig({
    data: { backend: { database: { ...database, prefix, ...more } } },
  });
}

function lifecycle() {
  const hooks: (() => void | Promise<void>)[] = [];
  return {
    mock: mockServices.rootLifecycle.mock({
      addStartupHook: hook => {
        hooks.push(hook);
      },
    }),
    started: async () => {
      for (const hook of hooks) await hook();
    },
  };
}

async function settingsOf(config: RootConfigService, plugin: string) {
  const logger = mockServices.logger.mock();
  const manager = DatabaseManager.fromConfig(config);
  const client = await manager
    .forPlugin(plugin, { logger, lifecycle: mockServices.lifecycle.mock() })
    .getClient();
  const settings: Record<string, string> = {};
  for (const name of [
    'statement_timeout',
    'idle_in_transaction_session_timeout',
  ]) {
    const { rows } = await client.raw(`SHOW ${name}`);
    settings[name] = rows[0][name];
  }
  const { min, max } = client.client.pool;
  const { connection } = client.client.config;
  await client.destroy();
  return { ...settings, pool: { min, max }, connection };
}

describe('the database of production', () => {
  afterAll(async () => {
    const admin = await databases.init('POSTGRES_15');
    const rows: { datname: string }[] = await admin('pg_database')
      .select('datname')
      .whereLike('datname', `${prefix}%`);
    for (const { datname } of rows) {
      await admin.raw('DROP DATABASE ?? WITH (FORCE)', [datname]);
    }
  });

  it('is never waited for without an end, by any plugin', async () => {
    const config = await productionDatabase();
    // The one that has settings of its own first: they stay its own.
    expect(await settingsOf(config, 'release')).toMatchObject({
      statement_timeout: '2min',
      idle_in_transaction_session_timeout: '5s',
      pool: { min: 0, max: 10 },
      connection: { keepAlive: true, query_timeout: 130_000 },
    });
    expect(await settingsOf(config, 'search')).toMatchObject({
      statement_timeout: '2min',
      idle_in_transaction_session_timeout: '1min',
      pool: { min: 0, max: 4 },
      connection: { connectionTimeoutMillis: 10_000, query_timeout: 130_000 },
    });
  });

  it('lets replicas start in turn, however long one takes', async () => {
    const config = await productionDatabase({
      plugin: {
        'start-in-turn': {
          connection: {
            statement_timeout: 300,
            idle_in_transaction_session_timeout: 300,
          },
        },
      },
    });
    const begin = async () => {
      const { mock, started } = lifecycle();
      await ServiceFactoryTester.from(startInTurn, {
        dependencies: [
          mockServices.rootConfig.factory({ data: Object(config.get()) }),
          createServiceFactory({
            service: coreServices.rootLifecycle,
            deps: {},
            factory: () => mock,
          }),
        ],
      }).getSubject();
      return started;
    };
    const first = await begin();
    let secondIsOn = false;
    const second = begin().then(started => {
      secondIsOn = true;
      return started;
    });
    const admin = await databases.init('POSTGRES_15');
    // Longer than any of its timeouts.
    await admin.raw('SELECT pg_sleep(2)');
    expect(secondIsOn).toBe(false);
    await first();
    await (
      await second
    )();
    expect(secondIsOn).toBe(true);
  });
});
