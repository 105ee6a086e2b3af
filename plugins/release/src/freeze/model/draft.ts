import { WEEKDAYS } from '@pilothouse/plugin-release-common';
import type { CreateFreeze } from '@pilothouse/plugin-release-common';

export type Weekday = (typeof WEEKDAYS)[number];

/** What somebody has filled in. Empty texts are what was not. */
export interface FreezeDraft {
  kind: 'range' | 'weekly';
  environments: string[];
  systems: string[];
  /** ISO 8601 */
  from: string;
  to: string;
  fromDay: Weekday;
  fromTime: string;
  toDay: Weekday;
  toTime: string;
  timezone: string;
  reason: string;
}

/** What is wrong with a draft; the backend checks the same again. */
export type DraftProblem =
  | 'from-missing'
  | 'order'
  | 'same'
  | 'time'
  | 'zone'
  | 'reason';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** The usual weekend, in the reader's own time zone. */
export function emptyDraft(): FreezeDraft {
  return {
    kind: 'range',
    environments: [],
    systems: [],
    from: '',
    to: '',
    fromDay: 'friday',
    fromTime: '18:00',
    toDay: 'monday',
    toTime: '09:00',
    timezone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    reason: '',
  };
}

/** The first thing that is wrong; `undefined` when it can be sent. */
export function draftProblem(draft: FreezeDraft): DraftProblem | undefined {
  if (draft.kind === 'range') {
    if (draft.from === '') return 'from-missing';
    if (draft.to !== '' && draft.to <= draft.from) return 'order';
  } else {
    const { fromDay, fromTime, toDay, toTime, timezone } = plain(draft);
    if (!TIME.test(fromTime) || !TIME.test(toTime)) return 'time';
    if (fromDay === toDay && fromTime === toTime) return 'same';
    if (!isTimezone(timezone)) return 'zone';
  }
  return draft.reason.trim() === '' ? 'reason' : undefined;
}

/** What is sent of a draft in which nothing is wrong. */
export function requestOf(given: FreezeDraft): CreateFreeze {
  const draft = plain(given);
  const { kind, environments, systems, from, to } = draft;
  return {
    kind,
    scope: {
      ...(environments.length > 0 && { environments }),
      ...(systems.length > 0 && { systems }),
    },
    ...(kind === 'range'
      ? { range: { from, ...(to !== '' && { to }) } }
      : {
          weekly: {
            from: { day: draft.fromDay, time: draft.fromTime },
            to: { day: draft.toDay, time: draft.toTime },
            timezone: draft.timezone,
          },
        }),
    reason: draft.reason.trim(),
  };
}

/** Input methods give full-width digits and colons. */
function plain(draft: FreezeDraft): FreezeDraft {
  const tidy = (text: string) => text.normalize('NFKC').trim();
  return {
    ...draft,
    fromTime: tidy(draft.fromTime),
    toTime: tidy(draft.toTime),
    timezone: tidy(draft.timezone),
  };
}

function isTimezone(timezone: string): boolean {
  if (timezone === '') return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timezone }) !== undefined;
  } catch {
    // That is the answer.
    return false;
  }
}
