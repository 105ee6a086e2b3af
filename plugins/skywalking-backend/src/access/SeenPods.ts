import { keepNewest } from './keepNewest';

/** Pods that are gone are instances for a while still: a rollout takes no numbers away from whose they are. */
const KEEP_MS = 10 * 60_000;
const MOST_PLACES = 1_000;
const MOST_PODS = 2_000;

/** Names of pods that were seen as an entity's own within the last ten minutes. */
export class SeenPods {
  readonly #clock: () => number;
  /** By place, when each was seen last. */
  readonly #places = new Map<string, Map<string, number>>();

  /** @param clock - milliseconds since the epoch */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /**
   * Notes pods that are there now.
   *
   * @param place - of which entity, and where
   * @returns them, and those that were there a while ago
   */
  note(place: string, pods: readonly { name: string }[]): { name: string }[] {
    const now = this.#clock();
    const seen = this.#places.get(place) ?? new Map<string, number>();
    keepNewest(this.#places, place, seen, MOST_PLACES);
    for (const { name } of pods) keepNewest(seen, name, now, MOST_PODS);
    for (const [name, at] of seen) {
      if (now - at > KEEP_MS) seen.delete(name);
    }
    return [...seen.keys()].map(name => ({ name }));
  }
}
