import {
  troublesOf,
  type Runbook,
  type RunbookKind,
  type RunbookTrouble,
} from '@pilothouse/plugin-runbooks-common';
import { nameOf } from '../words/nameOf';

/** What the page of all runbooks shows. Missing is: any. */
export interface RunbookFilter {
  service?: string;
  alert?: string;
  kind?: RunbookKind;
  owner?: string;
  trouble?: RunbookTrouble;
}

export const TROUBLES: readonly RunbookTrouble[] = [
  'overdue',
  'never-drilled',
  'faults',
];

/** @param now - ISO 8601 */
export function isShown(
  runbook: Runbook,
  filter: RunbookFilter,
  now: string,
): boolean {
  const { service, alert, kind, owner, trouble } = filter;
  const { services, entityRef } = runbook;
  return (
    (service === undefined ||
      entityRef === service ||
      services.includes(service) ||
      services.includes('*')) &&
    (alert === undefined || runbook.alerts.includes(alert)) &&
    (kind === undefined || runbook.kind === kind) &&
    (owner === undefined || runbook.owner === owner) &&
    (trouble === undefined || troublesOf(runbook, now).includes(trouble))
  );
}

/** What can be chosen, as far as there are runbooks for it. */
export function choicesOf(runbooks: readonly Runbook[]) {
  const services = runbooks.flatMap(runbook => runbook.services);
  return {
    services: namesIn(services.filter(service => service !== '*')),
    alerts: [...new Set(runbooks.flatMap(({ alerts }) => alerts))].sort(),
    owners: namesIn(runbooks.flatMap(({ owner }) => owner ?? [])),
  };
}

function namesIn(entityRefs: readonly string[]) {
  return [...new Set(entityRefs)]
    .map(ref => ({ ref, name: nameOf(ref) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}
