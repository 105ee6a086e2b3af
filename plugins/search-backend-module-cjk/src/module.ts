import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { PgSearchEngine } from '@backstage/plugin-search-backend-module-pg';
import { searchEngineRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { CjkLunrSearchEngine } from './lunr/CjkLunrSearchEngine';
import { CjkPgSearchEngine } from './postgres/CjkPgSearchEngine';

/**
 * Makes search find Chinese, Japanese and Korean: by Postgres where that is the search plugin's database, otherwise in
 * memory. Takes the place of any other search engine module.
 */
export const searchModuleCjk = createBackendModule({
  pluginId: 'search',
  moduleId: 'cjk',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        database: coreServices.database,
        engines: searchEngineRegistryExtensionPoint,
        logger: coreServices.logger,
      },
      async init({ config, database, engines, logger }) {
        engines.setSearchEngine(
          (await PgSearchEngine.supported(database))
            ? await CjkPgSearchEngine.fromConfig(config, { database, logger })
            : new CjkLunrSearchEngine({ logger }),
        );
      },
    });
  },
});
