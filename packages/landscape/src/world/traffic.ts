import type { Conditions } from './conditions';
import type { Placement } from './placements';
import { LEAK_LIFETIME_MS, parseImage, type ImageBehaviour } from './images';
import type { Role } from './history';
import { hash, mix, smoothNoise } from './random';
import type { Service } from './service';
import { SERVICES } from './services';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SHANGHAI = 8 * HOUR;

/** Visits per second to the whole mall at the top of an ordinary day. */
const PEAK_VISITS = 420;

/** People and machines that visit the stages before prod, per second, in working hours. */
const STAGE_VISITS = { dev: 0.4, test: 4, staging: 2 };

/** Requests per second of a service on one target. */
export interface Traffic {
  requestsPerSecond: number;
}

/** A pod that takes requests. */
export interface ServingPod {
  name: string;
  image: string;
  role: Role;
  /** Since when it has been ready without a break, in milliseconds since the epoch. */
  readySince: number;
}

/** What one pod sees at one instant. */
export interface PodTraffic {
  pod: ServingPod;
  requestsPerSecond: number;
  /** From 0 to 1. */
  errorRatio: number;
  /** Milliseconds. */
  latency: { p50: number; p99: number };
  memoryBytes: number;
  cpuMillis: number;
}

/**
 * How busy the mall is at an instant, 1 being the top of an ordinary day: quiet at five in the morning, a hill before
 * noon, the summit at nine in the evening, weekends a little higher.
 */
export function dayCurve(time: number): number {
  const { hour, weekend } = calendar(time);
  const shape =
    0.1 +
    0.52 * hill(hour, 11, 2.6) +
    0.34 * hill(hour, 15.5, 2.2) +
    0.86 * hill(hour, 21, 2.3);
  return (1 + 0.18 * weekend) * Math.min(1, shape);
}

/** On weekdays from nine to seven, softly. */
function officeCurve(time: number): number {
  const { hour, weekend } = calendar(time);
  return 0.05 + 0.95 * (1 - 0.9 * weekend) * hill(hour, 14, 3);
}

/** The hour of the day in Shanghai, and how much of a weekend it is: days change over in the first three hours. */
function calendar(time: number): { hour: number; weekend: number } {
  const local = time + SHANGHAI;
  const day = Math.floor(local / DAY);
  const hour = (local - day * DAY) / HOUR;
  // The epoch was a Thursday.
  const isWeekend = (which: number) => ((which + 4) % 7) % 6 === 0;
  const changed = Math.min(1, hour / 3);
  const weekend =
    (isWeekend(day) ? changed : 0) + (isWeekend(day - 1) ? 1 - changed : 0);
  return { hour, weekend };
}

/** A bell around `centre`, over midnight as well. */
function hill(hour: number, centre: number, width: number): number {
  const away = Math.abs(hour - centre);
  const distance = Math.min(away, 24 - away);
  return Math.exp(-(distance ** 2) / (2 * width ** 2));
}

/** Requests to each service per visit, counted along the graph of calls from the entries inwards. */
export const REQUESTS_PER_VISIT: ReadonlyMap<string, number> = countRequests();

function countRequests(): Map<string, number> {
  const counts = new Map(SERVICES.map(({ name, entry }) => [name, entry]));
  const walk = ({ calls }: Service, requests: number) => {
    for (const { to, rate } of calls) {
      const callee = SERVICES.find(({ name }) => name === to);
      if (!callee) continue;
      counts.set(to, (counts.get(to) ?? 0) + requests * rate);
      walk(callee, requests * rate);
    }
  };
  for (const service of SERVICES) walk(service, service.entry);
  return counts;
}

/** Visits per second to the mall as one target's cluster sees them. */
export function visitsAt(placement: Placement, time: number): number {
  const { environment, cluster } = placement;
  return environment === 'prod'
    ? PEAK_VISITS * cluster.share * dayCurve(time)
    : STAGE_VISITS[environment] * officeCurve(time);
}

/** How a number of one service wavers around its curve: slowly, quickly and very quickly at once. */
function wavering(state: number, time: number): number {
  return (
    1 +
    0.06 * smoothNoise(state, time, 47 * MINUTE) +
    0.04 * smoothNoise(mix(state, 1), time, 4 * MINUTE) +
    0.03 * smoothNoise(mix(state, 2), time, 9 * SECOND)
  );
}

/** What the ending of an image does to a pod that serves. Those that never serve do nothing here. */
const SYMPTOMS: Partial<
  Record<ImageBehaviour, { slower?: number; errorRatio?: number }>
> = {
  slow: { slower: 6 },
  errors: { errorRatio: 0.06 },
};

/** The traffic of the whole company as functions of time only: the same question has the same answer, past or present. */
export class TrafficModel {
  readonly #seed: number;
  readonly #conditions: Conditions;

  constructor(options: { seed: number; conditions: Conditions }) {
    this.#seed = options.seed;
    this.#conditions = options.conditions;
  }

  /** What arrives for a service on a target, whether or not any pod is there to answer. */
  trafficAt(placement: Placement, time: number): Traffic {
    const { name, entry } = placement.service;
    // Nobody in the company calls a newcomer.
    const perVisit = REQUESTS_PER_VISIT.get(name) ?? entry;
    const state = hash(this.#seed, 'traffic', placement.id);
    return {
      requestsPerSecond:
        visitsAt(placement, time) * perVisit * wavering(state, time),
    };
  }

  /**
   * The same traffic as its pods see it. Only ready pods belong here: each takes the same part, release and canary
   * alike, as a Service without weights deals them out. Without any pod the traffic is lost.
   */
  podTraffic(
    placement: Placement,
    pods: readonly ServingPod[],
    time: number,
  ): PodTraffic[] {
    if (pods.length === 0) return [];
    const { requestsPerSecond } = this.trafficAt(placement, time);
    const share = requestsPerSecond / pods.length;
    return pods.map(pod => this.#seenBy(pod, placement, share, time));
  }

  #seenBy(
    pod: ServingPod,
    placement: Placement,
    requestsPerSecond: number,
    time: number,
  ): PodTraffic {
    const { service, environment, cluster } = placement;
    const state = hash(this.#seed, 'pod', pod.name);
    const { behaviour } = parseImage(pod.image);
    const symptoms = SYMPTOMS[behaviour] ?? {};
    const condition = this.#conditions.effectOn(
      {
        service: service.name,
        cluster: cluster.name,
        environment,
        role: pod.role,
      },
      time,
    );
    const filled = behaviour === 'leak' ? leaked(time - pod.readySince) : 0;
    const load = requestsPerSecond / service.podCapacity;
    const slower =
      (symptoms.slower ?? 1) *
      (1 + load ** 3) *
      // A heap that is nearly full is collected all the time.
      (1 + 4 * filled ** 4) *
      wavering(state, time);
    const errorRatio =
      service.errorRatio * (1 + 0.5 * smoothNoise(state, time, 3 * MINUTE));
    return {
      pod,
      requestsPerSecond,
      errorRatio:
        1 -
        (1 - errorRatio) *
          (1 - (symptoms.errorRatio ?? 0)) *
          (1 - condition.errorRatio),
      latency: {
        p50: service.latency.p50 * slower + condition.extraLatencyMs,
        p99: service.latency.p99 * slower + 1.6 * condition.extraLatencyMs,
      },
      memoryBytes: memoryOf(service, filled, state, time),
      cpuMillis: service.cpuMillis * (0.04 + 0.6 * Math.min(1.5, load)),
    };
  }
}

/** How much of its memory a leaking pod has lost, from 0 to 1. */
function leaked(age: number): number {
  return Math.min(1, Math.max(0, age) / LEAK_LIFETIME_MS);
}

function memoryOf(
  service: Service,
  filled: number,
  state: number,
  time: number,
): number {
  const usual = 0.52 + 0.06 * smoothNoise(state, time, 13 * MINUTE);
  const part = usual + (0.99 - usual) * filled;
  return Math.round(part * service.memoryMiB * 2 ** 20);
}
