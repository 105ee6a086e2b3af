import type { EnvironmentName } from './company';
import type { Role } from './history';

/** Something that makes a service worse for a while, whatever its image says. */
export interface Condition {
  id: string;
  service: string;
  /** Each of these narrows it down; left out, it means all. */
  cluster?: string;
  environment?: EnvironmentName;
  role?: Role;
  /** Milliseconds since the epoch. */
  from: number;
  /** The first instant at which it is over; open when left out. */
  to?: number;
  extraLatencyMs: number;
  /** Requests that fail because of it, from 0 to 1, on top of the others. */
  errorRatio: number;
}

/** Whom a condition may hit. */
export interface ConditionSubject {
  service: string;
  cluster: string;
  environment: EnvironmentName;
  role: Role;
}

/** The conditions of the world, past and present. They are ended, not forgotten: the past stays as it was. */
export class Conditions {
  #items: Condition[] = [];
  #next = 1;

  add(condition: Omit<Condition, 'id'>): Condition {
    const item = { id: `condition-${this.#next++}`, ...condition };
    this.#items.push(item);
    return item;
  }

  /** Ends what is still going on at that time, or only what `which` says. */
  end(at: number, which: (condition: Condition) => boolean = () => true): void {
    this.#items = this.#items.map(item =>
      isOpenAt(item, at) && which(item) ? { ...item, to: at } : item,
    );
  }

  /** Those that hold at that time. */
  at(time: number): Condition[] {
    return this.#items.filter(item => isOpenAt(item, time));
  }

  /** What they add up to for one subject. */
  effectOn(
    subject: ConditionSubject,
    time: number,
  ): { extraLatencyMs: number; errorRatio: number } {
    let extraLatencyMs = 0;
    let passing = 1;
    for (const item of this.#items) {
      if (!isOpenAt(item, time) || !hits(item, subject)) continue;
      extraLatencyMs += item.extraLatencyMs;
      passing *= 1 - item.errorRatio;
    }
    return { extraLatencyMs, errorRatio: 1 - passing };
  }
}

function isOpenAt({ from, to }: Condition, time: number): boolean {
  return from <= time && (to === undefined || time < to);
}

function hits(condition: Condition, subject: ConditionSubject): boolean {
  return (
    condition.service === subject.service &&
    (condition.cluster ?? subject.cluster) === subject.cluster &&
    (condition.environment ?? subject.environment) === subject.environment &&
    (condition.role ?? subject.role) === subject.role
  );
}
