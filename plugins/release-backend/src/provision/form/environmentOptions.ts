import type { EnvironmentOption } from '@pilothouse/plugin-release-common';
import type { EnvironmentConfig } from '../../config/readReleaseConfig';

/** `*-staging`: the namespaces of an environment that is a guest on another's clusters. */
const SUFFIX = /^\*([a-z0-9-]*)$/;

/**
 * The environments that a new service can be made for: its namespace is called as its system, with what the namespaces
 * of the environment have behind that. An environment whose namespaces are called otherwise has no place for a name that
 * is not known yet.
 */
export function environmentOptions(
  environments: readonly EnvironmentConfig[],
): EnvironmentOption[] {
  return environments.flatMap(({ name, clusters, namespaces, ...rest }) => {
    const suffixes = (namespaces ?? ['*']).map(glob => SUFFIX.exec(glob)?.[1]);
    const namespaceSuffix = suffixes.find(suffix => suffix !== undefined);
    return namespaceSuffix === undefined
      ? []
      : [{ name, protected: rest.protected, clusters, namespaceSuffix }];
  });
}
