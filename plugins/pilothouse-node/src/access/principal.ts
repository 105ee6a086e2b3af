import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';

/** Who asks, by a name under which decisions and limits can be kept for a while. */
export interface Principal {
  /** A user's entity reference, or `service:` and the subject of a service. */
  key: string;
  /** Missing for services. */
  userEntityRef?: string;
}

/** @throws NotAllowedError for credentials that name nobody */
export function principalOf(
  auth: AuthService,
  credentials: BackstageCredentials,
): Principal {
  if (auth.isPrincipal(credentials, 'user')) {
    const { userEntityRef } = credentials.principal;
    return { key: userEntityRef, userEntityRef };
  }
  if (auth.isPrincipal(credentials, 'service')) {
    return { key: `service:${credentials.principal.subject}` };
  }
  throw new NotAllowedError('Only users and services may ask');
}
