import { createFrontendModule } from '@backstage/frontend-plugin-api';
import {
  HomePageLayoutBlueprint,
  HomePageWidgetBlueprint,
} from '@backstage/plugin-home-react/alpha';
import type { ComponentType } from 'react';

/** Our widgets are panels themselves and need no card around them. */
const BARE = {
  Renderer: ({ Content }: { Content: ComponentType }) => <Content />,
};

const FULL_WIDTH = { width: { defaultColumns: 12 } };
const MOST = { width: { defaultColumns: 8 } };
const THE_REST = { width: { defaultColumns: 4 } };

const layout = HomePageLayoutBlueprint.make({
  name: 'pilothouse',
  params: { loader: () => import('./HomeLayout').then(m => m.HomeLayout) },
});

const needsYou = HomePageWidgetBlueprint.make({
  name: 'needs-you',
  params: {
    name: 'NeedsYou',
    description: 'What of your services wants you',
    layout: MOST,
    componentProps: BARE,
    components: () => import('./NeedsYou').then(m => ({ Content: m.NeedsYou })),
  },
});

const runningRollouts = HomePageWidgetBlueprint.make({
  name: 'running-rollouts',
  params: {
    name: 'RunningRollouts',
    description: 'Rollouts of your services that are under way',
    layout: THE_REST,
    componentProps: BARE,
    components: () =>
      import('./RunningRollouts').then(m => ({ Content: m.RunningRollouts })),
  },
});

const myServices = HomePageWidgetBlueprint.make({
  name: 'my-services',
  params: {
    name: 'MyServices',
    description: 'Your services on all environments',
    layout: FULL_WIDTH,
    componentProps: BARE,
    components: () =>
      import('./MyServices').then(m => ({ Content: m.MyServices })),
  },
});

/**
 * The home page. It stands on that of @backstage/plugin-home: other widgets appear when `app.extensions` enables them,
 * and with `home-page-layout:home/pilothouse: false` everybody arranges them as they like.
 */
export const homeModule = createFrontendModule({
  pluginId: 'home',
  extensions: [layout, needsYou, runningRollouts, myServices],
});
