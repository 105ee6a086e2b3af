import type { FreezeMoment, Stage } from '@pilothouse/plugin-release-common';

/** What begins later is no news yet. */
const SOON_MS = 24 * 3_600_000;

/** A freeze that holds on environments of an entity, or soon will. */
export interface StageFreeze {
  moment: FreezeMoment;
  /** Those of the entity's that it covers, in order of promotion. */
  environments: string[];
}

/** The freezes of an entity's environments, each once: those that hold first, then those that begin within a day. */
export function stageFreezes(
  stages: readonly Pick<Stage, 'environment' | 'freezes'>[],
  now: number,
): StageFreeze[] {
  const found = new Map<string, StageFreeze>();
  for (const { environment, freezes } of stages) {
    for (const moment of freezes) {
      const begins = Date.parse(moment.from);
      const over = moment.to !== undefined && Date.parse(moment.to) <= now;
      if (over || begins - now > SOON_MS) continue;
      const key = `${moment.freeze.id} ${moment.from}`;
      const known = found.get(key);
      if (known) known.environments.push(environment);
      else found.set(key, { moment, environments: [environment] });
    }
  }
  return [...found.values()].sort(
    (a, b) =>
      Number(b.moment.active) - Number(a.moment.active) ||
      Date.parse(a.moment.from) - Date.parse(b.moment.from),
  );
}
