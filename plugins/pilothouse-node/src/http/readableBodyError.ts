import { InputError } from '@backstage/errors';

/** What `express.json` says of a body that is no JSON, in words that name it and without the body; the rest as it is. */
export function readableBodyError(error: unknown): unknown {
  return error instanceof SyntaxError
    ? new InputError('The body cannot be read: it has to be JSON')
    : error;
}
