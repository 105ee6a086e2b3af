import { WEEKDAYS } from '@pilothouse/plugin-release-common';
import type {
  Change,
  FreezeScope,
  RangeWindow,
  WeeklyWindow,
} from '@pilothouse/plugin-release-common';

/** Between the names of a list that stands in one value; no name has it. */
const COMMA = ', ';
const WEEKLY = /^(\S+) (\d\d:\d\d)$/;

/** A freeze, as the ledger keeps it. */
export interface Frozen {
  scope: FreezeScope;
  /** `stop`, or what is not known. */
  kind: string;
  /** Missing for a stop of the line, which holds until it is ended. */
  window?: { range?: RangeWindow; weekly?: WeeklyWindow };
  /** Of the freeze itself, not of its end. */
  reason: string;
}

/** Reads what the ledger says of a freeze that was made or ended. */
export function frozenBy({ before, after }: Change): Frozen {
  const values = { ...before, ...after };
  const text = (name: string) => String(values[name] ?? '');
  const names = (name: string) =>
    text(name) === '' ? undefined : text(name).split(COMMA);
  const from = edgeOf(text('from'));
  const to = edgeOf(text('to'));
  const weekly =
    from && to ? { from, to, timezone: text('timezone') } : undefined;
  const range =
    !weekly && text('from') !== ''
      ? { from: text('from'), ...(text('to') && { to: text('to') }) }
      : undefined;
  return {
    scope: { environments: names('environments'), systems: names('systems') },
    kind: text('kind'),
    window: weekly || range ? { weekly, range } : undefined,
    reason: text('freeze'),
  };
}

function edgeOf(text: string): WeeklyWindow['from'] | undefined {
  const [, name, time = ''] = WEEKLY.exec(text) ?? [];
  const day = WEEKDAYS.find(it => it === name);
  return day && { day, time };
}
