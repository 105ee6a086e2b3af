/**
 * Health, instances, endpoints and traces of an entity's services from SkyWalking, and links into its UI.
 *
 * @packageDocumentation
 */
import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { skywalkingLinksModule } from './links/module';
import { skywalkingPlugin } from './plugin';

export { skywalkingLinksModule, skywalkingPlugin };

/** Both: needs the plugin `links`. */
export default createBackendFeatureLoader({
  *loader() {
    yield skywalkingPlugin;
    yield skywalkingLinksModule;
  },
});
