import type { Config } from '@backstage/config';
import { ImageResolver } from './ImageResolver';
import { ImageService } from './ImageService';
import { readRegistries } from './readRegistries';
import { Registries } from './Registries';
import { SURROUNDINGS, type Surroundings } from './surroundings';

/** What knows images, of the registries in `release.registries`. */
export interface Images {
  images: ImageService;
  imageResolver: ImageResolver;
  /** Of the registries, each once. */
  imageHosts: readonly string[];
  /** Ends the connections. */
  close(): Promise<void>;
}

/** @throws InputError when the configuration is wrong */
export function createImages(
  config: Config,
  surroundings: Surroundings = SURROUNDINGS,
): Images {
  const configured = readRegistries(config);
  const registries = new Registries(configured, surroundings);
  return {
    images: new ImageService(registries, surroundings),
    imageResolver: new ImageResolver(registries, surroundings),
    imageHosts: [...new Set(configured.map(({ host }) => host))],
    close: () => registries.close(),
  };
}
