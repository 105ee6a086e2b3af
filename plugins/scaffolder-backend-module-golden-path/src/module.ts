import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { actionsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createAddToSiteAction } from './actions/addToSite';
import { createApplyManifestsAction } from './actions/applyManifests';
import { createEnsureMergeRequestAction } from './actions/ensureMergeRequest';
import { createEnsureNamespaceAction } from './actions/ensureNamespace';
import { createEnsureRolloutAction } from './actions/ensureRollout';
import { createFetchSharedTemplateAction } from './actions/fetchTemplate';
import { createPublishRepositoryAction } from './actions/publishRepository';
import { createRegisterEntityAction } from './actions/registerEntity';
import { createValidateManifestsAction } from './actions/validateManifests';
import { createWaitForEntityAction } from './actions/waitForEntity';
import { createWaitForPipelineAction } from './actions/waitForPipeline';
import { GroupGrants } from './forge/GroupGrants';

/** Gives templates the actions that bring a new service from a form to running pods. */
export const goldenPathModule = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'golden-path',
  register(reg) {
    reg.registerInit({
      deps: {
        scaffolder: scaffolderActionsExtensionPoint,
        actions: actionsServiceRef,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        reader: coreServices.urlReader,
        userInfo: coreServices.userInfo,
      },
      async init({
        scaffolder,
        actions,
        auth,
        catalog,
        config,
        discovery,
        reader,
        userInfo,
      }) {
        const integrations = ScmIntegrations.fromConfig(config);
        const grants = GroupGrants.fromConfig(config, userInfo);
        const door = { auth, discovery };
        scaffolder.addActions(
          createFetchSharedTemplateAction({ reader, integrations }),
          createPublishRepositoryAction({ integrations, grants }),
          createEnsureMergeRequestAction({ integrations, grants }),
          createAddToSiteAction({ integrations, grants }),
          createWaitForPipelineAction({ integrations, grants }),
          createRegisterEntityAction({ auth, catalog, integrations, grants }),
          createWaitForEntityAction({ catalog }),
          createEnsureRolloutAction({ actions }),
          createEnsureNamespaceAction(door),
          createValidateManifestsAction(door),
          createApplyManifestsAction(door),
        );
      },
    });
  },
});
