import { ApiError } from '../api-error';
import type { UserInfo } from '../types';
import type { TokenAuthenticator } from './tokens';

/** Header values by lower-case name: repeated headers are not joined, since names of groups may hold commas. */
export type Headers = NodeJS.Dict<string[]>;

const ANONYMOUS: UserInfo = {
  name: 'system:anonymous',
  groups: ['system:unauthenticated'],
};

/**
 * Finds out who sends a request. Without a token it is `system:anonymous`, as with a real server that allows that.
 *
 * @throws ApiError Unauthorized for a token that is not good
 */
export function authenticate(
  { authorization }: Headers,
  tokens: TokenAuthenticator,
): UserInfo {
  const token = /^bearer +(\S+) *$/i.exec(authorization?.[0] ?? '')?.[1];
  if (token === undefined) return ANONYMOUS;
  const user = tokens.authenticate(token);
  if (!user) throw new ApiError('Unauthorized', 'Unauthorized');
  return { ...user, groups: [...user.groups, 'system:authenticated'] };
}
