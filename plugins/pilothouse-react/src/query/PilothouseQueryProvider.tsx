import { useApiHolder } from '@backstage/frontend-plugin-api';
import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { queryClientOf } from './queryClient';

/**
 * Lets what is inside use react-query. However many plugins of an app use it, they share one cache: two screens that
 * show the same ask once.
 *
 * @example
 * ```tsx
 * PluginWrapperBlueprint.make({
 *   params: define => define({ loader: async () => ({ component: PilothouseQueryProvider }) }),
 * });
 * ```
 */
export function PilothouseQueryProvider(props: { children?: ReactNode }) {
  return (
    <QueryClientProvider client={queryClientOf(useApiHolder())}>
      {props.children}
    </QueryClientProvider>
  );
}
