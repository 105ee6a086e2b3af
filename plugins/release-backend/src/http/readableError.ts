import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { readableBodyError } from '@pilothouse/pilothouse-node';
import { readableDatabaseError } from '../database/readableDatabaseError';

/**
 * What a person can do something with. Express reads paths and bodies before any route does, and says of what it cannot
 * read only that it failed.
 */
export function readableError(error: unknown, logger: LoggerService): unknown {
  if (error instanceof URIError) {
    return new InputError(
      'The path cannot be decoded: a % in it has to be written %25, other characters as UTF-8',
    );
  }
  return readableDatabaseError(readableBodyError(error), logger);
}
