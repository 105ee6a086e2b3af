/**
 * Searches an entity's log lines in Elasticsearch and OpenSearch, and links into Kibana and OpenSearch Dashboards.
 *
 * @packageDocumentation
 */
import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { logsLinksModule } from './links/module';
import { logsPlugin } from './plugin';

export { logsLinksModule, logsPlugin };

/** Both: needs the plugin `links`. */
export default createBackendFeatureLoader({
  *loader() {
    yield logsPlugin;
    yield logsLinksModule;
  },
});
