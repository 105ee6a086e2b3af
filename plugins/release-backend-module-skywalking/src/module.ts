import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { releaseEvidenceExtensionPoint } from '@pilothouse/plugin-release-node';
import { Skywalkings } from '@pilothouse/plugin-skywalking-node';
import { readEvidenceConfig } from './readEvidenceConfig';
import { SkywalkingEvidence } from './SkywalkingEvidence';

/** Lets rollouts be decided by what SkyWalking measures of canary and release. */
export const releaseModuleSkywalking = createBackendModule({
  pluginId: 'release',
  moduleId: 'skywalking',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        evidence: releaseEvidenceExtensionPoint,
        lifecycle: coreServices.lifecycle,
      },
      async init({ config, evidence, lifecycle }) {
        const skywalkings = Skywalkings.fromConfig(config);
        const policies = readEvidenceConfig(config);
        evidence.addProvider(new SkywalkingEvidence({ skywalkings, policies }));
        lifecycle.addShutdownHook(() => skywalkings.close());
      },
    });
  },
});
