import type { Config } from '@backstage/config';
import {
  readSkywalkingConfig,
  type SkywalkingInstanceConfig,
} from './config/readSkywalkingConfig';
import { Skywalking } from './Skywalking';

/**
 * Every SkyWalking of the configuration.
 *
 * @example
 * ```ts
 * const skywalkings = Skywalkings.fromConfig(config);
 * const skywalking = skywalkings.for('prod', 'prod-beijing');
 * const service = await skywalking?.findService('order-api');
 * ```
 */
export class Skywalkings {
  readonly list: readonly Skywalking[];

  /** @throws InputError that names the key of the configuration that is wrong */
  static fromConfig(config: Config, clock?: () => number): Skywalkings {
    return new Skywalkings(readSkywalkingConfig(config), clock);
  }

  constructor(
    configs: readonly SkywalkingInstanceConfig[],
    clock?: () => number,
  ) {
    this.list = configs.map(config => new Skywalking({ config, clock }));
  }

  /** The first that serves the environment, and the cluster where one is meant. */
  for(environment: string, cluster?: string): Skywalking | undefined {
    return this.list.find(each => each.serves(environment, cluster));
  }

  get(name: string): Skywalking | undefined {
    return this.list.find(each => each.name === name);
  }

  async close(): Promise<void> {
    await Promise.all(this.list.map(each => each.close()));
  }
}
