import type {
  Message,
  WorkloadConfig,
} from '@pilothouse/plugin-release-common';
import { unavailablePods } from '../workload/unavailablePods';
import { matchesLabels } from './labels';
import type { RoledDeployment, Surroundings } from './workloadConfig';

type Seen = Pick<
  WorkloadConfig,
  'services' | 'autoscalers' | 'disruptionBudgets'
>;

function nameOf({ deployment }: RoledDeployment): string {
  return deployment.metadata?.name ?? '';
}

function serviceFindings(seen: Seen, sides: readonly RoledDeployment[]) {
  if (seen.services.length === 0) return [{ code: 'no-service', params: {} }];
  return sides.flatMap(({ role }) => {
    // A Service of one side alone is normal beside one that selects both.
    if (seen.services.some(({ selects }) => selects.includes(role))) return [];
    const params = { service: seen.services[0].name };
    return [{ code: `service-misses-${role}`, params }];
  });
}

/** Whether one Deployment would take the other's pods for its own. */
function overlap(sides: readonly RoledDeployment[]): boolean {
  return sides.some((side, index) =>
    sides.some(
      (other, place) =>
        place !== index &&
        matchesLabels(
          side.deployment.spec?.selector,
          other.deployment.spec?.template.metadata?.labels,
        ),
    ),
  );
}

function sideFindings(side: RoledDeployment): Message[] {
  const { deployment, role } = side;
  const params = { deployment: nameOf(side) };
  const { replicas = 1, revisionHistoryLimit = 10 } = deployment.spec ?? {};
  const containers = deployment.spec?.template.spec?.containers ?? [];
  const findings: Message[] = [];
  if (!containers.some(({ readinessProbe }) => readinessProbe)) {
    findings.push({ code: 'no-readiness-probe', params });
  }
  if (
    role === 'release' &&
    replicas > 0 &&
    unavailablePods(deployment) >= replicas
  ) {
    findings.push({ code: 'may-drop-to-zero', params });
  }
  // A rollback needs the revision before; with less than two a second release would leave none to return to.
  if (revisionHistoryLimit < 2) {
    findings.push({ code: 'history-too-short', params });
  }
  return findings;
}

function budgetFindings(seen: Seen, sides: readonly RoledDeployment[]) {
  const release = sides.find(({ role }) => role === 'release');
  const wanted = release?.deployment.spec?.replicas ?? 1;
  const budgets = seen.disruptionBudgets;
  const findings: Message[] = [];
  if (
    release &&
    wanted > 1 &&
    !budgets.some(({ covers }) => covers.includes('release'))
  ) {
    findings.push({ code: 'no-budget', params: {} });
  }
  // Only when all is well: while pods are missing, allowing nothing is what a budget is for.
  const ready = sides.reduce(
    (sum, { deployment }) => sum + (deployment.status?.readyReplicas ?? 0),
    0,
  );
  const desired = sides.reduce(
    (sum, { deployment }) => sum + (deployment.spec?.replicas ?? 1),
    0,
  );
  for (const { name, allowed } of budgets) {
    if (allowed === 0 && desired > 0 && ready >= desired) {
      findings.push({
        code: 'budget-blocks-eviction',
        params: { budget: name },
      });
    }
  }
  return findings;
}

/** What is wrong around a workload's pods. Says nothing about kinds that the cluster has not told. */
export function configFindings(
  seen: Seen,
  sides: readonly RoledDeployment[],
  surroundings: Surroundings,
): Message[] {
  return [
    ...(surroundings.services ? serviceFindings(seen, sides) : []),
    ...(overlap(sides) ? [{ code: 'selectors-overlap', params: {} }] : []),
    ...sides.flatMap(sideFindings),
    ...(surroundings.budgets ? budgetFindings(seen, sides) : []),
    ...seen.autoscalers
      .filter(({ role }) => role === 'canary')
      .map(({ name }) => ({
        code: 'autoscaler-on-canary',
        params: { autoscaler: name },
      })),
  ];
}
