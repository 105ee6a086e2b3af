import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { oidcAuthApi } from './oidc';

const signInPage = SignInPageBlueprint.make({
  params: {
    loader: async () =>
      (await import('./PilothouseSignInPage')).PilothouseSignInPage,
  },
});

/** How people get into the portal. */
export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [signInPage, oidcAuthApi],
});
