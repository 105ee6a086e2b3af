import type {
  Change,
  CreateFreeze,
  Freeze,
} from '@pilothouse/plugin-release-common';
import { MAX_TEXT, type NewChange } from '../ledger/entries';
import type { SeesSystem } from './visibleFreeze';

/** Between the names of a list that stands in one value; no name has it. */
const COMMA = ', ';

/** What the ledger says of a freeze that is made or ended. */
export function freezeChange(
  action: 'create-freeze' | 'end-freeze',
  freeze: CreateFreeze | Freeze,
  { actor, reason }: { actor: string; reason: string },
): NewChange {
  const { kind, scope, range, weekly } = freeze;
  const { environments = [], systems = [] } = scope;
  const values = {
    freeze: freeze.reason,
    kind,
    ...(environments.length > 0 && { environments: listed(environments) }),
    ...(systems.length > 0 && { systems: listed(systems) }),
    ...(range && { from: range.from }),
    ...(range?.to !== undefined && { to: range.to }),
    ...(weekly && {
      from: `${weekly.from.day} ${weekly.from.time}`,
      to: `${weekly.to.day} ${weekly.to.time}`,
      timezone: weekly.timezone,
    }),
  };
  return {
    actor,
    action,
    reason,
    environment: environments.length === 1 ? environments[0] : undefined,
    system: systems.length === 1 ? systems[0] : undefined,
    ...(action === 'create-freeze' ? { after: values } : { before: values }),
  };
}

/** The systems that a line about a freeze speaks of. */
export function systemsOfFreezeChange({ before, after }: Change): string[] {
  const { systems } = { ...before, ...after };
  return typeof systems === 'string' ? systems.split(COMMA) : [];
}

/**
 * A line about a freeze as somebody may see it: of its systems those that they see.
 *
 * @returns `undefined` where they see none of them
 */
export function visibleFreezeChange(
  change: Change,
  sees: SeesSystem,
): Change | undefined {
  const systems = systemsOfFreezeChange(change);
  if (systems.length === 0) return change;
  const seen = systems.filter(sees);
  if (seen.length === 0) return undefined;
  const shown = <T extends Change['before']>(values: T) =>
    'systems' in values ? { ...values, systems: seen.join(COMMA) } : values;
  return {
    ...change,
    before: shown(change.before),
    after: shown(change.after),
  };
}

/** As many whole names as one value of the ledger holds: half a name would be that of another system. */
function listed(names: readonly string[]): string {
  let text = '';
  for (const name of names) {
    const longer = text === '' ? name : `${text}${COMMA}${name}`;
    if (longer.length > MAX_TEXT) break;
    text = longer;
  }
  return text;
}
