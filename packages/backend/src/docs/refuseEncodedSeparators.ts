import { InputError } from '@backstage/errors';
import type { Request, RequestHandler } from 'express';

/** `/`, `\` and `.`, encoded once or more. */
const SEPARATOR = /%(25)*(2f|5c|2e)/i;

/**
 * TechDocs decides about the entity that stands in the path as it was sent, and gives out the file that it means once it
 * is decoded: `/static/docs/default/component/mine/..%2ftheirs/index.html` would be theirs. No page that it builds has
 * such a path.
 */
export const refuseEncodedSeparators: RequestHandler = (
  { path }: Pick<Request, 'path'>,
  _,
  next,
) => {
  next(
    SEPARATOR.test(path) || path.includes('\\')
      ? new InputError('The path has an encoded separator')
      : undefined,
  );
};
