import type { Freeze, FreezeMoment } from '@pilothouse/plugin-release-common';

/** Whether somebody may know of a system; by its reference in lower case. */
export type SeesSystem = (systemRef: string) => boolean;

/**
 * A freeze as somebody may see it: of its systems those that they see.
 *
 * @returns `undefined` for a freeze of systems of which they see none; they must not learn of them by it
 */
export function visibleFreeze(
  freeze: Freeze,
  sees: SeesSystem,
): Freeze | undefined {
  const { systems } = freeze.scope;
  if (!systems) return freeze;
  const seen = systems.filter(sees);
  if (seen.length === 0) return undefined;
  return { ...freeze, scope: { ...freeze.scope, systems: seen } };
}

export function visibleMoments(
  moments: readonly FreezeMoment[],
  sees: SeesSystem,
): FreezeMoment[] {
  return moments.flatMap(moment => {
    const freeze = visibleFreeze(moment.freeze, sees);
    return freeze ? [{ ...moment, freeze }] : [];
  });
}

/** What a freeze has to do with one system, for who may see that: of other systems it tells nothing. */
export function freezesOfSystem(
  moments: readonly FreezeMoment[],
  system: string | undefined,
): FreezeMoment[] {
  const own = system?.toLocaleLowerCase('en-US');
  return visibleMoments(moments, ref => ref === own);
}
