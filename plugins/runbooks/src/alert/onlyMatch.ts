import type { Runbook } from '@pilothouse/plugin-runbooks-common';

/**
 * The one runbook that is meant, if there is one: that in the service's own documentation, or the only one there is.
 *
 * @param entityRef - the service that the alert is about, if it is known
 */
export function onlyMatch(
  runbooks: readonly Runbook[],
  entityRef: string | undefined,
): Runbook | undefined {
  const own = runbooks.filter(runbook => runbook.entityRef === entityRef);
  if (own.length === 1) return own[0];
  return runbooks.length === 1 ? runbooks[0] : undefined;
}
