import type { Image } from '@pilothouse/plugin-release-common';
import { HarborRegistry } from './HarborRegistry';
import { OciRegistry } from './OciRegistry';
import type { RegistryConfig } from './readRegistries';
import type { Surroundings } from './surroundings';

/** A configured registry. */
export interface ConfiguredRegistry {
  /** Its name in caches: two registries of one host are two. */
  id: string;
  oci: OciRegistry;
  harbor?: HarborRegistry;
}

/** What images without a registry come from, and how it is called. */
const DOCKER_HUB = 'docker.io';
const DOCKER_HUB_NAMES = ['index.docker.io', 'registry-1.docker.io'];

/** Where an image is, as container runtimes read its name. */
export function locationOf(image: Image): { host: string; repository: string } {
  const name = (image.registry ?? DOCKER_HUB).toLowerCase();
  const host = DOCKER_HUB_NAMES.includes(name) ? DOCKER_HUB : name;
  const { repository } = image;
  return {
    host,
    repository:
      host === DOCKER_HUB && !repository.includes('/')
        ? `library/${repository}`
        : repository,
  };
}

/** The registries of the configuration, by the host that stands in images and the cluster that pulls them. */
export class Registries {
  readonly #entries: readonly (ConfiguredRegistry & {
    host: string;
    clusters: readonly string[] | undefined;
  })[];

  constructor(configs: readonly RegistryConfig[], surroundings: Surroundings) {
    this.#entries = configs.map((config, index) => ({
      id: `${index}`,
      host: config.host,
      clusters: config.clusters,
      oci: new OciRegistry(config, surroundings),
      ...(config.harbor && {
        harbor: new HarborRegistry(config, config.harbor.url, surroundings),
      }),
    }));
  }

  /**
   * One that names the cluster comes before one for all.
   *
   * @returns `undefined` where none is configured
   */
  find(host: string, cluster?: string): ConfiguredRegistry | undefined {
    const sameHost = this.#entries.filter(entry => entry.host === host);
    return (
      sameHost.find(
        ({ clusters }) => cluster !== undefined && clusters?.includes(cluster),
      ) ?? sameHost.find(({ clusters }) => clusters === undefined)
    );
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#entries.flatMap(({ oci, harbor }) => [
        oci.close(),
        harbor?.close(),
      ]),
    );
  }
}
