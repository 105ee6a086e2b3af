import { PluginWrapperBlueprint } from '@backstage/frontend-plugin-api';

/**
 * Gives every screen of a plugin the query client that all screens of Pilothouse share.
 *
 * @example
 * ```ts
 * createFrontendPlugin({ pluginId: 'pipelines', extensions: [queryWrapper, pipelineCard] });
 * ```
 */
export const queryWrapper = PluginWrapperBlueprint.make({
  name: 'query',
  params: define =>
    define({
      loader: async () => {
        const { PilothouseQueryProvider } = await import(
          './PilothouseQueryProvider'
        );
        return { component: PilothouseQueryProvider };
      },
    }),
});
