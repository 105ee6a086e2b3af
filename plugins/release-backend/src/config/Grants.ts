import {
  NAMESPACE_OWNER_LABEL,
  type Target,
} from '@pilothouse/plugin-release-common';
import { globMatcher } from './glob';
import type { NamespaceConfig } from './readReleaseConfig';

/** Whose entities may show what runs in which namespace. An entity's annotations alone open none. */
export class Grants {
  readonly #entries: readonly {
    environment: string;
    cluster?: string;
    namespace: (name: string) => boolean;
    owners: readonly ((ref: string) => boolean)[];
  }[];

  constructor(config: readonly NamespaceConfig[]) {
    this.#entries = config.map(({ namespace, owners, ...place }) => ({
      ...place,
      namespace: globMatcher(namespace),
      owners: owners.map(globMatcher),
    }));
  }

  /**
   * @param owners - full entity references in lower case
   * @param labels - of the Namespace; `undefined` while they are not known, which grants nothing
   */
  allow(
    target: Target,
    owners: readonly string[],
    labels: Readonly<Record<string, string>> | undefined,
  ): boolean {
    const group = labels?.[NAMESPACE_OWNER_LABEL];
    if (
      group &&
      owners.includes(`group:default/${group.toLocaleLowerCase('en-US')}`)
    ) {
      return true;
    }
    return this.#of(target).some(entry =>
      owners.some(owner => entry.owners.some(match => match(owner))),
    );
  }

  /** Whether the configuration has a namespace for some, and the owner is none of them. */
  isForOthers(target: Target, owner: string): boolean {
    const entries = this.#of(target);
    return (
      entries.length > 0 &&
      !entries.some(entry => entry.owners.some(match => match(owner)))
    );
  }

  #of(target: Target) {
    return this.#entries.filter(
      entry =>
        entry.environment === target.environment &&
        (entry.cluster === undefined || entry.cluster === target.cluster) &&
        entry.namespace(target.namespace),
    );
  }
}
