/**
 * The index of all runbooks, read from the Markdown behind TechDocs: its API, its links, and its place in the search.
 *
 * @packageDocumentation
 */
import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { runbooksLinksModule } from './links/module';
import { runbooksPlugin } from './plugin';
import { runbooksSearchModule } from './search/module';

export { runbooksLinksModule, runbooksPlugin, runbooksSearchModule };

/** All three: needs the plugins `links` and `search`. */
export default createBackendFeatureLoader({
  *loader() {
    yield runbooksPlugin;
    yield runbooksLinksModule;
    yield runbooksSearchModule;
  },
});
