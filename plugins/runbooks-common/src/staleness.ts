import type { Runbook } from './model';

/** What of a runbook wants a person's look. */
export type RunbookTrouble = 'faults' | 'overdue' | 'never-drilled';

const MONTH = 'M';
const DAYS: Record<string, number> = { D: 1, W: 7 };

/**
 * The day on which a review is due.
 *
 * @param since - `YYYY-MM-DD`, or a time
 * @param every - `P90D`, `P12W`, `P6M`
 */
export function reviewDue(since: string, every: string): string | undefined {
  const [, digits, unit] = /^P(\d{1,4})([DWM])$/.exec(every) ?? [];
  const from = new Date(since.slice(0, 10));
  if (digits === undefined || Number.isNaN(from.getTime())) return undefined;
  const many = Number(digits);
  const due =
    unit === MONTH
      ? addMonths(from, many)
      : new Date(from.getTime() + many * DAYS[unit] * 86_400_000);
  return due.toISOString().slice(0, 10);
}

/** The 31st of a month that has no 31st is its last day. */
function addMonths(from: Date, many: number): Date {
  const first = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + many, 1);
  const month = new Date(first);
  const last = new Date(
    Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 0),
  ).getUTCDate();
  month.setUTCDate(Math.min(from.getUTCDate(), last));
  return month;
}

/** The worst first. @param now - ISO 8601 */
export function troublesOf(
  runbook: Pick<Runbook, 'faults' | 'reviewDue' | 'drilledAt' | 'kind' | 'rto'>,
  now: string,
): RunbookTrouble[] {
  const { faults, reviewDue: due, drilledAt, kind, rto } = runbook;
  const wantsDrill = kind === 'drill' || rto !== undefined;
  return [
    ...(faults.length > 0 ? (['faults'] as const) : []),
    ...(due !== undefined && due < now.slice(0, 10)
      ? (['overdue'] as const)
      : []),
    ...(wantsDrill && drilledAt === undefined
      ? (['never-drilled'] as const)
      : []),
  ];
}

/** The page in the reader's language; in another where there is none. */
export function pageFor<T extends { language: string }>(
  pages: readonly [T, ...T[]] | readonly T[],
  language: string | undefined,
): T | undefined {
  const wanted = language?.split('-')[0];
  return (
    pages.find(page => page.language === wanted) ??
    pages.find(page => page.language === 'en') ??
    pages[0]
  );
}
