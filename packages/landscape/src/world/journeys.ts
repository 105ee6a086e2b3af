import type { ClusterSpec, EnvironmentName } from './company';
import { parseImage } from './images';
import type { Placement } from './placements';
import { hash, mix, pickWeighted, toUnit } from './random';
import type { Endpoint, Service } from './service';
import { SERVICES, findService } from './services';
import { visitsAt, type PodTraffic, type ServingPod } from './traffic';
import type { World } from './world';

const SECOND = 1000;

/** Journeys of a stage that are told, per second at most: logs and traces are a sample. */
const MOST_PER_SECOND = 6;

/**
 * Failures that are told beside the sample, per second and failing pod at most: SkyWalking keeps traces with errors that
 * it would not have kept otherwise.
 */
const MOST_FAILURES_PER_SECOND = 0.2;
/** Not every click comes to the service that fails. */
const MOST_CLICKS = 20;

/** Pods and their condition are looked at once in this time; a journey inside it sees them as they were then. */
const GLANCE = 10 * SECOND;

/** One request to one pod, as part of a journey. */
export interface Visit {
  service: Service;
  endpoint: Endpoint;
  /** The endpoint's path with numbers in it. */
  path: string;
  pod: ServingPod;
  /** Whose work it is part of; nobody's when it came from outside. */
  caller?: Visit;
  /** When the request arrived, in milliseconds since the epoch. */
  time: number;
  durationMs: number;
  failed: boolean;
}

/** What one click set off: a trace, with the pods it went through. */
export interface Journey {
  /** In the form of SkyWalking's agents. */
  traceId: string;
  time: number;
  /** Numbers that the log lines of all services share. */
  user: number;
  subject: number;
  /** The entry first; callees follow their caller. */
  visits: Visit[];
}

/** An environment on a cluster: journeys do not leave it. */
export interface Stage {
  environment: EnvironmentName;
  cluster: ClusterSpec;
}

const ENTRIES = SERVICES.filter(({ entry }) => entry > 0).map(service => ({
  service,
  // Rare journeys are told more often than their share, or nobody would ever see one.
  weight: Math.sqrt(service.entry),
  /** Every service that a journey from here may come to. */
  reaches: reachable(service),
}));

function reachable({ name, calls }: Service): Set<string> {
  const callees = calls.flatMap(({ to }) => findService(to) ?? []);
  return new Set([name, ...callees.flatMap(item => [...reachable(item)])]);
}

/**
 * The journeys that began in [from, to): a steady sample of the stage's traffic, and more of those that failed in a pod
 * whose image fails; the same whenever they are asked for. Those through the company come oldest first, and after them
 * those to each newcomer, whom nobody calls yet. With `through`, those that cannot come to that service are left out.
 */
export function* journeysBetween(
  world: World,
  stage: Stage,
  span: { from: number; to: number; through?: Service },
): Generator<Journey> {
  const { through } = span;
  if (!through || findService(through.name)) {
    yield* companyJourneys(world, stage, span);
  }
  for (const {
    service,
    environment,
    cluster,
  } of world.newcomers.placements()) {
    const isHere =
      environment === stage.environment && cluster.name === stage.cluster.name;
    if (!isHere || (through && through.name !== service.name)) continue;
    yield* newcomerJourneys(world, stage, service, span);
  }
}

/** Visitors of their own, so that the rest of the company has the same ones with and without the newcomer. */
function* newcomerJourneys(
  world: World,
  stage: Stage,
  service: Service,
  { from, to }: { from: number; to: number },
): Generator<Journey> {
  const { environment, cluster } = stage;
  const root = hash(
    world.seed,
    'newcomer',
    environment,
    cluster.name,
    service.name,
  );
  const glances = new Glances(world, stage);
  for (let second = Math.floor(from / SECOND); second * SECOND < to; second++) {
    const state = mix(root, second);
    const rate = Math.min(1, glances.visits(second * SECOND) * service.entry);
    const time = second * SECOND + Math.floor(toUnit(mix(state, 1)) * SECOND);
    if (toUnit(state) >= rate || time < from || time >= to) continue;
    yield walk(glances, service, mix(state, 100), time);
  }
}

function* companyJourneys(
  world: World,
  stage: Stage,
  { from, to, through }: { from: number; to: number; through?: Service },
): Generator<Journey> {
  const root = hash(
    world.seed,
    'journeys',
    stage.environment,
    stage.cluster.name,
  );
  const glances = new Glances(world, stage);
  const failing = glances.failing(from, to);
  const first = Math.floor(from / SECOND);
  for (let second = first; second * SECOND < to; second++) {
    const state = mix(root, second);
    const rate = Math.min(MOST_PER_SECOND, glances.visits(second * SECOND));
    const count = Math.floor(rate + toUnit(state));
    const began: Journey[] = [];
    for (let index = 0; index < count; index++) {
      const time =
        second * SECOND +
        Math.floor(((index + toUnit(mix(state, index + 1))) / count) * SECOND);
      if (time < from || time >= to) continue;
      const seed = mix(state, 100 + index);
      const { service, reaches } = pickWeighted(ENTRIES, toUnit(mix(seed, 3)));
      if (through && !reaches.has(through.name)) continue;
      began.push(walk(glances, service, seed, time));
    }
    for (const service of failing) {
      for (const seen of glances.pods(service.name, second * SECOND)) {
        const seed = mix(hash(root, 'failure', seen.pod.name), second);
        const time =
          second * SECOND + Math.floor(toUnit(mix(seed, 1)) * SECOND);
        if (time < from || time >= to || !failsNow(seen, seed)) continue;
        const found = failure(glances, service, seen, { seed, time });
        if (!found || (through && !found.reaches.has(through.name))) continue;
        began.push(found.journey);
      }
    }
    yield* failing.length > 0 ? began.sort((a, b) => a.time - b.time) : began;
  }
}

function failsNow({ pod, ...traffic }: PodTraffic, seed: number): boolean {
  if (!isFailing(pod)) return false;
  const { requestsPerSecond, errorRatio } = traffic;
  const rate = Math.min(
    MOST_FAILURES_PER_SECOND,
    requestsPerSecond * errorRatio,
  );
  return toUnit(seed) < rate;
}

function isFailing({ image }: { image: string }): boolean {
  return parseImage(image).behaviour === 'errors';
}

/** The first of some clicks that came to the service: it came to that pod, and failed there. */
function failure(
  glances: Glances,
  service: Service,
  seen: PodTraffic,
  { seed, time }: { seed: number; time: number },
): { journey: Journey; reaches: ReadonlySet<string> } | undefined {
  const entries = ENTRIES.filter(({ reaches }) => reaches.has(service.name));
  if (entries.length === 0) return undefined;
  for (let click = 0; click < MOST_CLICKS; click++) {
    const state = mix(seed, 100 + click);
    const entry = pickWeighted(entries, toUnit(mix(state, 3)));
    const fate = { service, seen, isDone: false };
    const journey = walk(glances, entry.service, state, time, fate);
    if (fate.isDone) return { journey, reaches: entry.reaches };
  }
  return undefined;
}

/** Which pod the first request to a service comes to, and that it fails there. */
interface Fate {
  service: Service;
  seen: PodTraffic;
  isDone: boolean;
}

function walk(
  glances: Glances,
  entry: Service,
  state: number,
  time: number,
  fate?: Fate,
): Journey {
  const journey: Journey = {
    traceId: traceIdOf(state, time),
    time,
    user: 10_000 + (mix(state, 1) % 90_000),
    subject: 1_000_000 + (mix(state, 2) % 9_000_000),
    visits: [],
  };
  visit({ glances, journey, fate }, entry, mix(state, 4), time);
  return journey;
}

/** Adds a request to the journey, and those that it sets off. Returns how long it took. */
function visit(
  way: { glances: Glances; journey: Journey; fate?: Fate },
  service: Service,
  state: number,
  time: number,
  caller?: Visit,
): number {
  const { glances, journey, fate } = way;
  const pods = glances.pods(service.name, time);
  if (pods.length === 0) return 0;
  const isFated = fate && !fate.isDone && fate.service === service;
  if (isFated) fate.isDone = true;
  const seen = isFated ? fate.seen : pods[mix(state, 1) % pods.length];
  const endpoint = pickWeighted(service.endpoints, toUnit(mix(state, 2)));
  const own = durationOf(seen, mix(state, 3));
  const made: Visit = {
    service,
    endpoint,
    path: endpoint.path.replace('{id}', String(journey.subject)),
    pod: seen.pod,
    ...(caller && { caller }),
    time,
    durationMs: own,
    failed: isFated || toUnit(mix(state, 4)) < seen.errorRatio,
  };
  journey.visits.push(made);
  let passed = Math.max(1, Math.round(own * 0.2));
  service.calls.forEach(({ to, rate }, index) => {
    const callee = findService(to);
    const branch = mix(state, 10 + index);
    const times = Math.floor(rate + toUnit(branch));
    for (let call = 0; callee && call < times; call++) {
      passed += visit(way, callee, mix(branch, call + 1), time + passed, made);
    }
  });
  made.durationMs = Math.max(own, passed + 1);
  return made.durationMs;
}

/** A duration between quick and p99, around the median: the logarithm of it is about normal. */
function durationOf({ latency }: PodTraffic, state: number): number {
  const normal =
    toUnit(mix(state, 1)) + toUnit(mix(state, 2)) + toUnit(mix(state, 3)) - 1.5;
  const spread = Math.log(latency.p99 / latency.p50) / 2.33;
  return Math.max(1, Math.round(latency.p50 * Math.exp(2 * normal * spread)));
}

function traceIdOf(state: number, time: number): string {
  const part = (index: number) =>
    mix(state, 50 + index)
      .toString(16)
      .padStart(8, '0');
  const thread = 30 + (mix(state, 60) % 60);
  return `${part(0)}${part(1)}${part(2)}${part(3)}.${thread}.${time}0001`;
}

/** Looks at a stage's pods every now and then, and remembers for the length of one question. */
class Glances {
  readonly #world: World;
  readonly #placements: Map<string, Placement>;
  readonly #seen = new Map<string, PodTraffic[]>();
  readonly #visits = new Map<number, number>();

  constructor(world: World, { environment, cluster }: Stage) {
    this.#world = world;
    this.#placements = new Map(
      world.placements
        .filter(
          item =>
            item.environment === environment &&
            item.cluster.name === cluster.name,
        )
        .map(item => [item.service.name, item]),
    );
  }

  /** Services of which a pod was ready in that time whose image fails. */
  failing(from: number, to: number): Service[] {
    return [...this.#placements.values()]
      .filter(placement =>
        this.#world.roster
          .readyDuring(placement, from - GLANCE, to)
          .some(isFailing),
      )
      .map(({ service }) => service);
  }

  /** Visits per second to the stage. */
  visits(time: number): number {
    const glance = Math.floor(time / GLANCE);
    const known = this.#visits.get(glance);
    if (known !== undefined) return known;
    const [placement] = this.#placements.values();
    const made = placement ? visitsAt(placement, glance * GLANCE) : 0;
    this.#visits.set(glance, made);
    return made;
  }

  pods(service: string, time: number): PodTraffic[] {
    const glance = Math.floor(time / GLANCE);
    const key = `${service}/${glance}`;
    const known = this.#seen.get(key);
    if (known) return known;
    const placement = this.#placements.get(service);
    const made = placement
      ? this.#world.podTrafficAt(placement, glance * GLANCE)
      : [];
    this.#seen.set(key, made);
    return made;
  }
}
