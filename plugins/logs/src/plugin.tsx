import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { queryWrapper } from '@pilothouse/pilothouse-react';
import { RiFileList2Line } from '@remixicon/react';
import { logsApi } from './api/logsApi';
import { podLogsApi } from './api/podLogsApi';
import { lastErrorsCard } from './card/extension';
import { logsTab } from './tab/extension';

/** What an entity's pods wrote. */
export default createFrontendPlugin({
  pluginId: 'logs',
  title: 'Logs',
  icon: <RiFileList2Line />,
  info: { packageJson: () => import('../package.json') },
  extensions: [logsApi, podLogsApi, queryWrapper, logsTab, lastErrorsCard],
});
