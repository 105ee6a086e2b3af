import type { Clock } from '../clock';
import { BuiltImages } from './built-images';
import { Conditions } from './conditions';
import { planHouseRule, planReleases, type Step } from './history';
import { Newcomers } from './newcomers';
import { placementsOn, type Placement, type Scale } from './placements';
import { planPlot } from './plot';
import { TRAINS } from './releases';
import { Roster } from './roster';
import type { Service } from './service';
import { SERVICES } from './services';
import { TrafficModel, type PodTraffic } from './traffic';

/** The company and everything about it that does not stand in a cluster. */
export interface World {
  seed: number;
  clock: Clock;
  /** The instant from which its history is counted back: usually the clock stands well before it when it is made. */
  bornAt: number;
  /** Those of the company, then those that somebody has brought. */
  readonly services: readonly Service[];
  readonly placements: readonly Placement[];
  conditions: Conditions;
  traffic: TrafficModel;
  roster: Roster;
  newcomers: Newcomers;
  /** What its registry has. */
  images: BuiltImages;
  /** What people and pipelines did before `bornAt`, in the order of time. */
  history: readonly Step[];
  /** What a service begins with, before its history. */
  firstVersion(service: Service): string;
  /** The placement that pods in a namespace of a cluster belong to. */
  placementOf(
    cluster: string,
    namespace: string,
    service: string,
  ): Placement | undefined;
  /** The ready pods of a target at an instant, with what each of them sees. */
  podTrafficAt(placement: Placement, time: number): PodTraffic[];
}

/** The world as it is unless someone wants another one. */
export const DEFAULT_SEED = 7;

/**
 * Makes the company. The same seed, scale and instant make the same one.
 *
 * @example
 * const world = createWorld({ clock, bornAt: clock.now() });
 * const placement = world.placementOf('prod-beijing', 'order', 'order-api');
 * if (placement) world.traffic.trafficAt(placement, clock.now());
 */
export function createWorld(options: {
  clock: Clock;
  bornAt: number;
  seed?: number;
  scale?: Scale;
}): World {
  const { clock, bornAt, seed = DEFAULT_SEED, scale } = options;
  const usual = placementsOn(scale);
  const byKey = new Map(
    usual.map(item => [
      `${item.cluster.name}/${item.namespace}/${item.service.name}`,
      item,
    ]),
  );
  const conditions = new Conditions();
  const roster = new Roster();
  const traffic = new TrafficModel({ seed, conditions });
  const history: Step[] = [];
  // A landscape of another size is for measuring: it stands still at the last steady versions.
  if (!scale) {
    const plot = planPlot(usual, bornAt);
    for (const condition of plot.conditions) conditions.add(condition);
    history.push(
      ...planReleases(TRAINS, usual, bornAt, seed),
      ...planHouseRule(usual, bornAt),
      ...plot.steps,
    );
    history.sort((a, b) => a.at - b.at);
  }
  const firstVersionOf = (service: Service) => firstVersion(service, !scale);
  const images = new BuiltImages({
    clock,
    bornAt,
    services: SERVICES,
    history,
    firstVersion: firstVersionOf,
  });
  const companyHas = (cluster: string, namespace: string, service: string) =>
    byKey.get(`${cluster}/${namespace}/${service}`);
  const newcomers = new Newcomers({
    isKnown: (...who) => companyHas(...who) !== undefined,
    platformOf: image => images.platformOf(image),
  });
  return {
    seed,
    clock,
    bornAt,
    get services() {
      const names = new Set<string>();
      const met = newcomers
        .placements()
        .map(({ service }) => service)
        .filter(({ name }) => !names.has(name) && names.add(name));
      return [...SERVICES, ...met];
    },
    get placements() {
      return [...usual, ...newcomers.placements()];
    },
    conditions,
    traffic,
    roster,
    newcomers,
    images,
    history,
    firstVersion: firstVersionOf,
    placementOf: (...who) => companyHas(...who) ?? newcomers.find(...who),
    podTrafficAt: (placement, time) =>
      traffic.podTraffic(placement, roster.readyAt(placement, time), time),
  };
}

function firstVersion({ name }: Service, hasHistory: boolean): string {
  const train = TRAINS.find(item => item.service === name);
  if (!train) throw new Error(`Nobody has released ${name} yet`);
  if (hasHistory) return train.first;
  const steady = train.releases.filter(({ reach }) => reach === 'prod');
  return steady.at(-1)?.version ?? train.first;
}
