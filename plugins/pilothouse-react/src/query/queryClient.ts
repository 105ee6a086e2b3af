import type { ApiHolder } from '@backstage/frontend-plugin-api';
import { QueryClient } from '@tanstack/react-query';
import { statusOf } from '../states/statusOf';

const MAX_RETRIES = 2;
const MAX_DELAY_MS = 10_000;

/** Of each app one; an app is known by its APIs. Tests that render an app of their own get a cache of their own. */
const clients = new WeakMap<ApiHolder, QueryClient>();

/** The one query client of an app, made when it is first asked for. */
export function queryClientOf(apis: ApiHolder): QueryClient {
  const known = clients.get(apis);
  if (known) return known;
  const client = createQueryClient();
  clients.set(apis, client);
  return client;
}

/** A query client with the defaults of Pilothouse's screens. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Two components that ask for the same within a second share the answer.
        staleTime: 1_000,
        gcTime: 5 * 60_000,
        // Whoever comes back to a tab would set off everything on it at once; live queries catch up by themselves.
        refetchOnWindowFocus: false,
        retry: mayRetry,
        retryDelay,
      },
      mutations: { retry: false },
    },
  });
}

/** What the server decided will be decided again; what did not reach it, or what it was too busy for, may pass. */
function mayRetry(failures: number, error: unknown): boolean {
  if (failures >= MAX_RETRIES) return false;
  const status = statusOf(error);
  return status === undefined || status === 429 || status >= 502;
}

function retryDelay(failures: number): number {
  const limit = Math.min(MAX_DELAY_MS, 500 * 2 ** failures);
  // Half of it by chance, or all browsers would come back at the same moment.
  return limit / 2 + (Math.random() * limit) / 2;
}
