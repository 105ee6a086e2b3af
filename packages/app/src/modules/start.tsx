import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { Navigate } from 'react-router-dom';

/** What people see first is the home page. */
export const startPlugin = createFrontendPlugin({
  pluginId: 'start',
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/',
        loader: async () => <Navigate to="/home" replace />,
      },
    }),
  ],
});
