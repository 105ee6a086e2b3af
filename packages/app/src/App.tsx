import { createApp } from '@backstage/frontend-defaults';
import { entityPageModule } from './modules/entity-page';
import { homeModule } from './modules/home';
import { kubernetesModule } from './modules/kubernetes';
import { layoutModule } from './modules/layout';
import { signInModule } from './modules/sign-in';
import { startPlugin } from './modules/start';
import { themeModule } from './modules/theme';

/** Plugins are found by app-config.yaml `app.packages`; here stands only what is ours. */
export default createApp({
  features: [
    entityPageModule,
    homeModule,
    kubernetesModule,
    layoutModule,
    signInModule,
    startPlugin,
    themeModule,
  ],
});
