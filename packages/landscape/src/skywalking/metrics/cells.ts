import { hash, toUnit } from '../../world/random';
import type { Placement } from '../../world/placements';
import type { PodTraffic } from '../../world/traffic';
import type { World } from '../../world/world';
import type { Step } from '../duration';

/** What one pod did within one step of time. */
export interface Cell {
  pod: string;
  calls: number;
  failures: number;
  latency: { p50: number; p99: number };
  memoryBytes: number;
  cpuMillis: number;
}

const MINUTE = 60_000;

/** How often a step is looked into: pods come and go within it. */
const LOOKS: Record<
  Exclude<Step, 'SECOND'>,
  { length: number; looks: number }
> = {
  MINUTE: { length: MINUTE, looks: 3 },
  HOUR: { length: 60 * MINUTE, looks: 12 },
  DAY: { length: 24 * 60 * MINUTE, looks: 72 },
};

/** Steps of one service on one target that are kept, of all services together. */
const MOST_KEPT = 4000;

/** Measures what pods did, minute by minute, hour by hour or day by day, and remembers what cannot change any more. */
export class Cells {
  readonly #world: World;
  readonly #kept = new Map<string, readonly Cell[]>();

  constructor(world: World) {
    this.#world = world;
  }

  /** What each pod of the target did in the step that begins at that time; those without a request are left out. */
  at(placement: Placement, time: number, step: Step): readonly Cell[] {
    // An OAP sums up nothing smaller than minutes.
    if (step === 'SECOND') return [];
    const { length, looks } = LOOKS[step];
    const now = this.#world.clock.now();
    if (time >= now) return [];
    const key = `${placement.id}@${step}${time}`;
    const known = this.#kept.get(key);
    if (known) return known;
    const cells = this.#measure(placement, time, { length, looks, now });
    // What has just ended may still be told late.
    if (time + length + MINUTE <= now) this.#keep(key, cells);
    return cells;
  }

  #measure(
    placement: Placement,
    time: number,
    { length, looks, now }: { length: number; looks: number; now: number },
  ): Cell[] {
    const part = length / looks;
    const byPod = new Map<string, Sums>();
    for (let look = 0; look < looks; look++) {
      const begin = time + look * part;
      const passed = Math.min(part, now - begin);
      if (passed <= 0) break;
      const seconds = passed / 1000;
      const traffic = this.#world.podTrafficAt(placement, begin + passed / 2);
      for (const seen of traffic) {
        const sums = byPod.get(seen.pod.name);
        if (sums) addTo(sums, seen, seconds);
        else byPod.set(seen.pod.name, addTo(newSums(), seen, seconds));
      }
    }
    return [...byPod].flatMap(([pod, sums]) => cellOf(pod, sums, time));
  }

  #keep(key: string, cells: readonly Cell[]): void {
    this.#kept.set(key, cells);
    if (this.#kept.size <= MOST_KEPT) return;
    const [oldest] = this.#kept.keys();
    this.#kept.delete(oldest);
  }
}

interface Sums {
  calls: number;
  failures: number;
  p50: number;
  p99: number;
  memory: number;
  cpu: number;
  looks: number;
}

function newSums(): Sums {
  return {
    calls: 0,
    failures: 0,
    p50: 0,
    p99: 0,
    memory: 0,
    cpu: 0,
    looks: 0,
  };
}

function addTo(sums: Sums, seen: PodTraffic, seconds: number): Sums {
  const calls = seen.requestsPerSecond * seconds;
  sums.calls += calls;
  sums.failures += calls * seen.errorRatio;
  sums.p50 += calls * seen.latency.p50;
  sums.p99 += calls * seen.latency.p99;
  sums.memory += seen.memoryBytes;
  sums.cpu += seen.cpuMillis;
  sums.looks += 1;
  return sums;
}

function cellOf(pod: string, sums: Sums, time: number): Cell[] {
  if (sums.calls === 0) return [];
  return [
    {
      pod,
      calls: whole(sums.calls, hash(pod, time, 'calls')),
      failures: whole(sums.failures, hash(pod, time, 'failures')),
      latency: { p50: sums.p50 / sums.calls, p99: sums.p99 / sums.calls },
      memoryBytes: sums.memory / sums.looks,
      cpuMillis: sums.cpu / sums.looks,
    },
  ];
}

/** A whole number that is right on the average: half a failure a minute is one in every other minute. */
export function whole(amount: number, state: number): number {
  return Math.floor(amount + toUnit(state));
}
