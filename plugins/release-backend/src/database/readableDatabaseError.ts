import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError, toError } from '@backstage/errors';
import { isDatabaseAway } from './isDatabaseAway';

/**
 * What a person can do something with: a database that is away says where it is and what it was asked, which is for the
 * log alone. Other errors stay as they are.
 */
export function readableDatabaseError(
  error: unknown,
  logger: LoggerService,
): unknown {
  if (!isDatabaseAway(error)) return error;
  logger.warn('The database was not reached', toError(error));
  return new ServiceUnavailableError(
    'The database of the portal does not answer. Look at whether it was done before you try again',
  );
}
