import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { SearchFilterResultTypeBlueprint } from '@backstage/plugin-search-react/alpha';
import { queryWrapper } from '@pilothouse/pilothouse-react';
import { RiBookOpenLine } from '@remixicon/react';
import { runbooksApi } from './api/runbooksApi';
import { forAlertRouteRef, runbooksRouteRef } from './routes';

/** What the runbooks backend gives to the search. */
const RESULT_TYPE = 'runbooks';

/** `/runbooks`: all of them, and the ways that lead to one. */
const runbooksPage = PageBlueprint.make({
  params: {
    path: '/runbooks',
    title: 'Runbooks · 运维手册',
    icon: <RiBookOpenLine />,
    routeRef: runbooksRouteRef,
    // The title of the app's own header cannot be translated.
    noHeader: true,
    loader: () => import('./page/RunbooksPages').then(m => <m.RunbooksPages />),
  },
});

/** On everything that runs, or that others depend on. */
const runbooksTab = EntityContentBlueprint.make({
  name: 'runbooks',
  params: {
    path: '/runbooks',
    title: 'Runbooks',
    group: 'documentation',
    icon: <RiBookOpenLine />,
    filter: {
      $any: [{ kind: 'component' }, { kind: 'resource' }, { kind: 'system' }],
    },
    loader: () => import('./tab/RunbooksTab').then(m => <m.RunbooksTab />),
  },
});

/** Among the kinds of results on the search page, whose names cannot be translated. */
const searchFilter = SearchFilterResultTypeBlueprint.make({
  params: {
    value: RESULT_TYPE,
    name: 'Runbooks · 运维手册',
    icon: <RiBookOpenLine size={24} />,
  },
});

/** What to do when something is wrong, by service and by alert. */
export default createFrontendPlugin({
  pluginId: 'runbooks',
  title: 'Runbooks',
  icon: <RiBookOpenLine />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: runbooksRouteRef, forAlert: forAlertRouteRef },
  extensions: [
    runbooksApi,
    queryWrapper,
    runbooksPage,
    runbooksTab,
    searchFilter,
  ],
});
