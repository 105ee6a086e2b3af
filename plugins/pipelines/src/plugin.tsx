import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { queryWrapper } from '@pilothouse/pilothouse-react';
import { PROJECT_SLUG_ANNOTATION } from '@pilothouse/plugin-pipelines-common';
import { RiGitMergeLine } from '@remixicon/react';
import { pipelinesApi } from './api/pipelinesApi';

/** On the Overview of every entity that names a project. */
const pipelineCard = EntityCardBlueprint.make({
  name: 'pipeline',
  params: {
    type: 'content',
    filter: {
      [`metadata.annotations.${PROJECT_SLUG_ANNOTATION}`]: { $exists: true },
    },
    loader: async () => {
      const { PipelineCard } = await import('./card/PipelineCard');
      return <PipelineCard />;
    },
  },
});

/** What an entity's own project is doing. */
export default createFrontendPlugin({
  pluginId: 'pipelines',
  title: 'Pipelines',
  icon: <RiGitMergeLine />,
  info: { packageJson: () => import('../package.json') },
  extensions: [pipelinesApi, queryWrapper, pipelineCard],
});
