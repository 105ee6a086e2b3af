import {
  severitySchema,
  troublesOf,
  type Runbook,
  type RunbookQuery,
  type RunbookTrouble,
} from '@pilothouse/plugin-runbooks-common';

const EVERYTHING = '*';
const TROUBLES: readonly RunbookTrouble[] = [
  'faults',
  'overdue',
  'never-drilled',
];
const SEVERITIES: readonly string[] = severitySchema.options;

/** Whether a runbook is asked for, as far as it says itself; its owner and its text are known elsewhere. */
export function matches(
  runbook: Runbook,
  { alert, entityRef, kind }: RunbookQuery,
): boolean {
  if (kind !== undefined && runbook.kind !== kind) return false;
  if (alert !== undefined && !isFor(runbook, alert)) return false;
  return entityRef === undefined || nearness(runbook, entityRef) < Infinity;
}

function isFor({ alerts }: Runbook, alert: string): boolean {
  const wanted = alert.toLowerCase();
  return alerts.some(name => name.toLowerCase() === wanted);
}

/** How much a runbook is a service's: in its own documentation, by its name, or as everybody's. */
function nearness({ entityRef, services }: Runbook, wanted: string): number {
  if (entityRef === wanted) return 0;
  if (services.includes(wanted)) return 1;
  return services.includes(EVERYTHING) ? 2 : Infinity;
}

/** The nearest to the service first, then trouble, then what is urgent, then by title. @param now - ISO 8601 */
export function inOrder(
  runbooks: readonly Runbook[],
  { entityRef }: RunbookQuery,
  now: string,
): Runbook[] {
  return runbooks
    .map(runbook => ({
      runbook,
      keys: [
        entityRef === undefined ? 0 : nearness(runbook, entityRef),
        troubleRank(runbook, now),
        SEVERITIES.indexOf(runbook.severity ?? 'normal'),
      ],
    }))
    .toSorted((a, b) => {
      const differing = a.keys.findIndex((key, at) => key !== b.keys[at]);
      if (differing >= 0) return a.keys[differing] - b.keys[differing];
      return titleKey(a.runbook).localeCompare(titleKey(b.runbook), 'en');
    })
    .map(({ runbook }) => runbook);
}

function troubleRank(runbook: Runbook, now: string): number {
  const [worst] = troublesOf(runbook, now);
  return worst === undefined ? TROUBLES.length : TROUBLES.indexOf(worst);
}

function titleKey({ pages, id }: Runbook): string {
  return `${pages[0]?.title ?? ''}\0${id}`;
}
