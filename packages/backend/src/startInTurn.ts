import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';

const ref = createServiceRef<{}>({
  id: 'pilothouse.start-in-turn',
  scope: 'root',
});

/** Of the locks in a database that has no other. */
const LOCK = 1;

/**
 * Lets the replicas that share a Postgres server start one after the other. Two that make their tables at the same
 * moment may each write a row into knex' table of locks; from then on knex takes it for locked, and no replica starts
 * any more. A replica that dies gives its turn back with its connection.
 */
export default createServiceFactory({
  service: ref,
  initialization: 'always',
  deps: {
    config: coreServices.rootConfig,
    lifecycle: coreServices.rootLifecycle,
    logger: coreServices.rootLogger,
  },
  async factory({ config, lifecycle, logger }) {
    if (config.getString('backend.database.client') !== 'pg') return {};
    const database = DatabaseManager.fromConfig(config);
    const { getClient } = database.forPlugin('start-in-turn', {
      logger,
      lifecycle,
    });
    const client = await getClient();
    const turn = await client.transaction();
    logger.info('Waiting until no other replica is starting');
    await turn.raw('SELECT pg_advisory_xact_lock(?)', [LOCK]);
    lifecycle.addStartupHook(async () => {
      await turn.commit();
      await client.destroy();
    });
    return {};
  },
});
