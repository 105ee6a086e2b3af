import type { FleetService } from '@pilothouse/plugin-release-common';
import type { StateKind } from '@pilothouse/pilothouse-react';
import { isTrouble, signOf } from './trouble';

export const STATE_FILTERS = [
  'any',
  'trouble',
  'failed',
  'attention',
  'moving',
  'unknown',
  'stopped',
  'healthy',
] as const;
export type StateFilter = (typeof STATE_FILTERS)[number];

export interface FleetFilter {
  /** Words that all have to be found in name, team, system, versions or states. */
  text: string;
  state: StateFilter;
}

export const NO_FILTER: FleetFilter = { text: '', state: 'any' };

/** @returns `any` for whatever is no state, such as what stands in an old link */
export function parseStateFilter(value: string | null): StateFilter {
  return STATE_FILTERS.find(state => state === value) ?? 'any';
}

export interface FilterOptions {
  /** The words of the reader's language for a state; its English name is understood too. */
  wordOf: (kind: StateKind) => string;
}

/** The services that a filter leaves, in the same order. */
export function filterServices(
  services: readonly FleetService[],
  filter: FleetFilter,
  options: FilterOptions,
): FleetService[] {
  const words = fold(filter.text).split(/\s+/).filter(Boolean);
  return services.filter(service => {
    const signs = new Set(service.cells.map(signOf));
    if (!hasState(signs, filter.state)) return false;
    if (words.length === 0) return true;
    const text = fold(
      [
        service.title,
        service.entityRef,
        service.owner ?? '',
        service.system ?? '',
        ...service.cells.flatMap(cell => [
          cell.version,
          cell.canaryVersion ?? '',
        ]),
        ...[...signs].flatMap(sign => [sign, options.wordOf(sign)]),
      ].join('\n'),
    );
    return words.every(word => text.includes(word));
  });
}

function hasState(signs: ReadonlySet<StateKind>, wanted: StateFilter): boolean {
  if (wanted === 'any') return true;
  if (wanted === 'trouble') return [...signs].some(isTrouble);
  return signs.has(wanted);
}

/** Full-width letters, as Chinese input methods write them, are the same letters. */
function fold(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase('en-US');
}
