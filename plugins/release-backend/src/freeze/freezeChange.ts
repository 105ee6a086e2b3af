import type {
  Change,
  CreateFreeze,
  Freeze,
} from '@pilothouse/plugin-release-common';
import type { NewChange } from '../ledger/entries';

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
    ...(environments.length > 0 && { environments: environments.join(COMMA) }),
    ...(systems.length > 0 && { systems: systems.join(COMMA) }),
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

/** The systems that a line about a freeze speaks of: who may see none of them does not get to see the line. */
export function systemsOfFreezeChange({ before, after }: Change): string[] {
  const { systems } = { ...before, ...after };
  return typeof systems === 'string' ? systems.split(COMMA) : [];
}
