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
  /** Ends the connections. */
  close(): Promise<void>;
}

/** @throws InputError when the configuration is wrong */
export function createImages(
  config: Config,
  surroundings: Surroundings = SURROUNDINGS,
): Images {
  const registries = new Registries(readRegistries(config), surroundings);
  return {
    images: new ImageService(registries, surroundings),
    imageResolver: new ImageResolver(registries, surroundings),
    close: () => registries.close(),
  };
}
