import type { Journey, Visit } from '../journeys';
import type { ImageBehaviour } from '../images';
import type { Service } from '../service';

/** Where a line is written: what every line of a pod may mention. */
export interface Speaker {
  service: Service;
  pod: string;
  version: string;
  behaviour: ImageBehaviour;
}

/** A line, so many milliseconds after the moment that it is about. */
export interface Said {
  after: number;
  text: string;
}

/** How programs of one platform write their log. All of it depends on nothing but what is given. */
export interface Voice {
  /** From the start of a container until it serves. */
  start(speaker: Speaker, time: number): Said[];
  /** A request that was answered. */
  answer(speaker: Speaker, journey: Journey, visit: Visit): string[];
  /** A request that went wrong: what the platform prints for an error, with its stack. */
  fail(speaker: Speaker, journey: Journey, visit: Visit): string[];
  /** The last words of a container that does not survive its start. */
  crash(speaker: Speaker, time: number): string[];
  /** Once in a while, whether or not there is anything to do. */
  idle(speaker: Speaker, time: number, chance: number): string[];
}

const SHANGHAI_OFFSET = 8 * 60 * 60 * 1000;

/** The parts of an instant on a clock in Shanghai. */
export function shanghai(time: number): {
  /** `2026-11-21`. */
  date: string;
  /** `09:12:01.123`. */
  clock: string;
} {
  const text = new Date(time + SHANGHAI_OFFSET).toISOString();
  return { date: text.slice(0, 10), clock: text.slice(11, 23) };
}

/** The HTTP status of a visit. */
export function statusOf({ failed, endpoint }: Visit): number {
  if (failed) return 500;
  return endpoint.method === 'POST' ? 201 : 200;
}
