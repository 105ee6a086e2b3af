import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Somebody whom the provider signs in. */
export interface LandscapePerson {
  /** Entity reference in its full form. */
  user: string;
  name: string;
}

export interface LandscapeOptions {
  people: LandscapePerson[];
  /** Where the app and the backend are reached. */
  baseUrls: string[];
}

/**
 * Reads `auth.providers.landscape`.
 *
 * @param root - the whole configuration
 * @param environment - the value of NODE_ENV
 * @returns undefined where the provider is not configured
 * @throws InputError outside development, unless the configuration allows it in so many words
 */
export function readLandscapeConfig(
  root: Config,
  environment: string | undefined,
): LandscapeOptions | undefined {
  const config = root.getOptionalConfig('auth.providers.landscape');
  if (!config) return undefined;
  const allowed =
    environment === 'development' ||
    config.getOptionalBoolean('dangerouslyAllowOutsideDevelopment') === true;
  if (!allowed) {
    throw new InputError(
      `auth.providers.landscape lets anybody be anybody and is for development only, but NODE_ENV is "${environment}". Remove it and configure a real provider, or set auth.providers.landscape.dangerouslyAllowOutsideDevelopment.`,
    );
  }
  const people = config.getConfigArray('people').map(person => ({
    user: stringifyEntityRef(
      parseEntityRef(person.getString('user'), { defaultKind: 'user' }),
    ),
    name: person.getString('name'),
  }));
  const baseUrls = ['app', 'backend'].map(key =>
    root.getString(`${key}.baseUrl`),
  );
  return { people, baseUrls };
}
