import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { readableDatabaseError } from '../database/readableDatabaseError';

/** A registry whose actions fail in the words in which the HTTP API does. */
export function readableActions(
  registry: ActionsRegistryService,
  logger: LoggerService,
): ActionsRegistryService {
  return {
    register: options =>
      registry.register({
        ...options,
        action: async context => {
          try {
            return await options.action(context);
          } catch (error) {
            throw readableDatabaseError(error, logger);
          }
        },
      }),
  };
}
