import type { SkywalkingUi } from '@pilothouse/plugin-skywalking-common';
import {
  headersOf,
  type SkywalkingInstanceConfig,
} from './config/readSkywalkingConfig';
import {
  findService,
  listInstances,
  type OapInstance,
  type OapService,
} from './metadata/readMetadata';
import { readFigures, type Figures } from './metrics/figures';
import type { Figure, MetricEntity } from './metrics/metricQuestions';
import {
  rankEndpoints,
  type EndpointRank,
  type RankedEndpoint,
} from './metrics/rankEndpoints';
import {
  metricWindow,
  minuteWindows,
  parseZone,
  shifted,
  type MetricWindow,
} from './oap/duration';
import { OapClient, type AskOptions } from './oap/OapClient';
import {
  readTraces,
  type FoundTraces,
  type TraceSearch,
} from './traces/readTraces';

interface Options {
  config: SkywalkingInstanceConfig;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

/** From and to in milliseconds since the epoch; `most` points, 500 when missing. */
export interface TimeRange {
  from: number;
  to: number;
  most?: number;
}

/**
 * One SkyWalking of the company, of any version from 8.7 on. Everything is asked once for everybody who asks the same
 * within 10 s, and answered or refused within the time that its configuration gives, 2.5 s unless it says otherwise.
 *
 * All of its methods throw a SkywalkingError when it does not answer as it should.
 */
export class Skywalking {
  readonly #config: SkywalkingInstanceConfig;
  readonly #oap: OapClient;
  readonly #clock: () => number;

  constructor({ config, clock = Date.now }: Options) {
    this.#config = config;
    this.#clock = clock;
    this.#oap = new OapClient({
      instance: config.name,
      name: `SkyWalking ${config.name}`,
      baseUrl: config.baseUrl,
      headers: headersOf(config),
      zone:
        config.timezone === undefined ? undefined : parseZone(config.timezone),
      callMs: config.timeout,
      clock,
    });
  }

  get name(): string {
    return this.#config.name;
  }

  /** How long a question may take, in milliseconds. */
  get timeoutMs(): number {
    return this.#config.timeout;
  }

  get environments(): readonly string[] {
    return this.#config.environments;
  }

  /** Those that report here; all of its environments when missing. */
  get clusters(): readonly string[] | undefined {
    return this.#config.clusters;
  }

  /** Whether services of that environment, or of one cluster of it, report here. */
  serves(environment: string, cluster?: string): boolean {
    const { environments, clusters } = this.#config;
    return (
      environments.includes(environment) &&
      (cluster === undefined || !clusters || clusters.includes(cluster))
    );
  }

  /** What a service is called here that its entity calls so. */
  nameOf(service: string, environment: string): string {
    return this.#config.serviceName
      .split('{environment}')
      .join(environment)
      .split('{service}')
      .join(service);
  }

  /** What entities may call a service that is called so here, in whichever environment. */
  calledSo(name: string): string[] {
    return this.environments.flatMap(environment => {
      const [before, after] = this.#config.serviceName
        .split('{environment}')
        .join(environment)
        .split('{service}');
      const called = name.slice(before.length, name.length - after.length);
      const isIt = called !== '' && `${before}${called}${after}` === name;
      return isIt ? [called] : [];
    });
  }

  /**
   * Where links lead; missing where no UI is configured.
   *
   * @param tracePage - whether booster has a page per trace, where that is known
   */
  ui(tracePage?: boolean): SkywalkingUi | undefined {
    const { ui } = this.#config;
    if (!ui) return undefined;
    const { generation, baseUrl, tabs } = ui;
    return {
      generation,
      baseUrl,
      tracePage:
        generation !== 'booster' || (ui.tracePage ?? tracePage ?? false),
      ...(tabs && { tabs }),
    };
  }

  /** The same, with what the OAP says of itself. */
  async describeUi(options?: AskOptions): Promise<SkywalkingUi | undefined> {
    const { ui } = this.#config;
    if (ui?.generation !== 'booster' || ui.tracePage !== undefined) {
      return this.ui();
    }
    const { capabilities } = await this.#oap.about(options);
    return this.ui(capabilities.tracePage);
  }

  /** @returns `undefined` where it knows no service of that very name */
  findService(
    name: string,
    options?: AskOptions,
  ): Promise<OapService | undefined> {
    return findService(this.#oap, name, options);
  }

  /** The steps between two instants that are complete, in its time zone. */
  async windowOf(
    range: TimeRange,
    options?: AskOptions,
  ): Promise<MetricWindow> {
    const { zone } = await this.#oap.about(options);
    return metricWindow({ ...range, now: this.#clock(), zone });
  }

  /** Every complete minute that begins between two instants, at most a day and some hours; none while there is none. */
  async minuteWindows(
    { from, to }: Pick<TimeRange, 'from' | 'to'>,
    options?: AskOptions,
  ): Promise<readonly MetricWindow[]> {
    const { zone } = await this.#oap.about(options);
    return minuteWindows({ from, to, now: this.#clock(), zone });
  }

  /** The same window so many milliseconds earlier. */
  async earlier(
    window: MetricWindow,
    ms: number,
    options?: AskOptions,
  ): Promise<MetricWindow> {
    const { zone } = await this.#oap.about(options);
    return shifted(window, ms, zone);
  }

  /** Instances that were active in the window. */
  listInstances(
    service: Pick<OapService, 'id'>,
    window: Pick<MetricWindow, 'duration'>,
    options?: AskOptions,
  ): Promise<readonly OapInstance[]> {
    return listInstances(this.#oap, service, window, options);
  }

  /** Metrics of some entities, in their order; `null` where there is no data. */
  readFigures(
    entities: readonly MetricEntity[],
    window: MetricWindow,
    options?: AskOptions & { figures?: readonly Figure[] },
  ): Promise<readonly Figures[]> {
    return readFigures(this.#oap, entities, window, options);
  }

  /** The first endpoints of a service by a metric. */
  rankEndpoints(
    service: OapService,
    rank: EndpointRank,
    window: MetricWindow,
    limit: number,
    options?: AskOptions,
  ): Promise<readonly RankedEndpoint[]> {
    return rankEndpoints(this.#oap, service, rank, window, limit, options);
  }

  /** Traces that went through a service, each once. */
  findTraces(
    service: OapService,
    search: TraceSearch,
    options?: AskOptions,
  ): Promise<FoundTraces> {
    return readTraces(this.#oap, service, search, options);
  }

  close(): Promise<void> {
    return this.#oap.close();
  }
}
