import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { setTimeout as delay } from 'node:timers/promises';

const ref = createServiceRef<{}>({
  id: 'pilothouse.start-in-turn',
  scope: 'root',
});

/** Of the locks in a database that has no other. */
const LOCK = 1;
/** A replica starts within a minute or two. */
const ASK_EVERY_MS = 500;

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
    // Nothing is asked in it while this replica starts, however long that takes.
    await turn.raw('SET LOCAL idle_in_transaction_session_timeout = 0');
    // Asked for, not waited for: the server gives up a statement that takes long.
    const isOurs = async () => {
      const { rows } = await turn.raw(
        'SELECT pg_try_advisory_xact_lock(?) AS taken',
        [LOCK],
      );
      return rows[0].taken;
    };
    while (!(await isOurs())) await delay(ASK_EVERY_MS);
    lifecycle.addStartupHook(async () => {
      await turn.commit();
      await client.destroy();
    });
    return {};
  },
});
