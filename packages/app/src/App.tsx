import { createApp } from '@backstage/frontend-defaults';
import { layoutModule } from './modules/layout';
import { signInModule } from './modules/sign-in';
import { startPlugin } from './modules/start';
import { themeModule } from './modules/theme';

/** Plugins are found by app-config.yaml `app.packages`; here stands only what is ours. */
export default createApp({
  features: [layoutModule, signInModule, startPlugin, themeModule],
});
