import { NotFoundError } from '@backstage/errors';
import type { Environment } from '@pilothouse/plugin-release-common';
import { globMatcher } from './glob';
import type { EnvironmentConfig } from './readReleaseConfig';

/** The environments, in order of promotion, and which namespace belongs to which. */
export class Environments {
  readonly list: readonly Environment[];
  /** Names of all clusters that an environment has, each once. */
  readonly clusters: readonly string[];
  readonly #rules: readonly {
    name: string;
    clusters: ReadonlySet<string>;
    namespaces?: readonly ((namespace: string) => boolean)[];
  }[];

  constructor(config: readonly EnvironmentConfig[]) {
    this.list = config.map(({ name, protected: guarded, clusters }) => ({
      name,
      protected: guarded,
      clusters,
    }));
    this.clusters = [...new Set(config.flatMap(({ clusters }) => clusters))];
    const rules = config.map(({ name, clusters, namespaces }) => ({
      name,
      clusters: new Set(clusters),
      namespaces: namespaces?.map(globMatcher),
    }));
    this.#rules = [
      ...rules.filter(({ namespaces }) => namespaces),
      ...rules.filter(({ namespaces }) => !namespaces),
    ];
  }

  /** @returns `undefined` for a name that is none */
  find(name: string): Environment | undefined {
    return this.list.find(environment => environment.name === name);
  }

  /** @throws NotFoundError for a name that is none */
  get(name: string): Environment {
    const environment = this.find(name);
    if (environment) return environment;
    throw new NotFoundError(`There is no environment ${name}`);
  }

  /** @returns the name of the environment; `undefined` for a place that belongs to none */
  of(cluster: string, namespace: string): string | undefined {
    return this.#rules.find(
      rule =>
        rule.clusters.has(cluster) &&
        (!rule.namespaces || rule.namespaces.some(match => match(namespace))),
    )?.name;
  }
}
