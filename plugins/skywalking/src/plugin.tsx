import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { queryWrapper } from '@pilothouse/pilothouse-react';
import { RiRouteLine } from '@remixicon/react';
import { skywalkingApi } from './api/skywalkingApi';
import { versionsApi } from './api/versionsApi';
import { healthCard } from './card/extension';
import { tracesTab } from './tab/extension';

/** How an entity's service is, and what went through it. */
export default createFrontendPlugin({
  pluginId: 'skywalking',
  title: 'SkyWalking',
  icon: <RiRouteLine />,
  info: { packageJson: () => import('../package.json') },
  extensions: [skywalkingApi, versionsApi, queryWrapper, healthCard, tracesTab],
});
