import type { Environment } from '../model/target';
import type { Workload } from '../model/workload';
import { versionOf } from './versionOf';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** What {@link versionLetters} looks at: an answer of `listWorkloads`, or part of one. */
export interface VersionedWorkloads {
  /** In order of promotion. */
  environments: readonly Pick<Environment, 'name'>[];
  workloads: readonly Pick<Workload, 'target' | 'release' | 'canary'>[];
}

/** A to Z, then A1 to Z1, then A2 … */
function letterAt(index: number): string {
  const round = Math.floor(index / ALPHABET.length);
  return `${ALPHABET[index % ALPHABET.length]}${round > 0 ? round : ''}`;
}

/** Gives each version a letter, in the order in which they are first named. */
export function assignLetters(
  versions: Iterable<string>,
): ReadonlyMap<string, string> {
  const letters = new Map<string, string>();
  for (const version of versions) {
    if (!letters.has(version)) letters.set(version, letterAt(letters.size));
  }
  return letters;
}

/**
 * A letter for each version of an entity, the same in every environment, so that one look tells what runs where.
 *
 * Versions are counted from the last environment back to the first, in each the releases, then canaries that want
 * pods; at the end those that rest. What serves in production is A as long as it does, whatever happens in dev.
 *
 * @returns letters by what {@link versionOf} says of an image
 */
export function versionLetters(
  list: VersionedWorkloads,
): ReadonlyMap<string, string> {
  const wanted: string[] = [];
  const resting: string[] = [];
  for (const { name } of [...list.environments].reverse()) {
    const here = list.workloads.filter(
      ({ target }) => target.environment === name,
    );
    for (const { release } of here) {
      if (release) wanted.push(versionOf(release.image));
    }
    for (const { canary } of here) {
      if (!canary) continue;
      (canary.desired > 0 ? wanted : resting).push(versionOf(canary.image));
    }
  }
  // Last of all: the fleet page does not know them, and has to come to the same letters.
  return assignLetters([...wanted, ...resting]);
}
