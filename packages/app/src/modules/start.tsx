import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { Navigate } from 'react-router-dom';

/** Until there is a home page, the catalog is what people see first. */
export const startPlugin = createFrontendPlugin({
  pluginId: 'start',
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/',
        loader: async () => <Navigate to="/catalog" replace />,
      },
    }),
  ],
});
