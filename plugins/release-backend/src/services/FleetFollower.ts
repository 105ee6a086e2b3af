import type { ListedService, ServiceList } from './listServices';

/** A service in a person's list, and when it came there or changed. */
export interface FollowedService extends ListedService {
  changedAt: number;
}

/**
 * One person's list of services through time: it remembers what came, went and changed, so that who asks again is told
 * only that. Times are counts of changes, given by whoever owns the follower.
 */
export class FleetFollower {
  /** Tells cursors of this list from those of another, such as the same person's after a pause. */
  readonly id: string;
  loadedAt = Number.NEGATIVE_INFINITY;
  loading: Promise<void> | undefined;
  usedAt = 0;
  /**
   * The count up to which its person has been told that something changed; missing before the first answer, and after a
   * time without questions.
   */
  signalledAt: number | undefined;
  total = 0;
  readonly #services = new Map<string, FollowedService>();
  readonly #removed = new Map<string, number>();

  constructor(id: string) {
    this.id = id;
  }

  get services(): ReadonlyMap<string, FollowedService> {
    return this.#services;
  }

  /** Refs of services that left the list after that count. */
  removedSince(since: number): string[] {
    return [...this.#removed]
      .filter(([, at]) => at > since)
      .map(([ref]) => ref);
  }

  /** @param tick - counts a change, and returns the new count */
  update(list: ServiceList, tick: () => number): void {
    this.total = list.total;
    const refs = new Set(list.services.map(({ about }) => about.entityRef));
    for (const ref of this.#services.keys()) {
      if (refs.has(ref)) continue;
      this.#services.delete(ref);
      this.#removed.set(ref, tick());
    }
    for (const service of list.services) {
      const ref = service.about.entityRef;
      const known = this.#services.get(ref);
      if (known && isSame(known, service)) continue;
      this.#removed.delete(ref);
      this.#services.set(ref, { ...service, changedAt: tick() });
    }
  }
}

function isSame(a: ListedService, b: ListedService): boolean {
  return (
    JSON.stringify([a.about, a.binding]) ===
    JSON.stringify([b.about, b.binding])
  );
}
