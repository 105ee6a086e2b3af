import type { WatchedKinds } from '@pilothouse/plugin-clusters-node';
import type {
  Message,
  Role,
  WorkloadConfig,
} from '@pilothouse/plugin-release-common';
import type { FoundWorkload } from '../workload/entityView';
import { capped, type Deployment } from '../workload/objects';
import { autoscalerMetrics } from './autoscalerMetrics';
import { configFindings } from './configFindings';
import { matchesLabels, selectorText, type WireSelector } from './labels';
import { steers } from './listEvents';

type Service = WatchedKinds['services'];
type Autoscaler = WatchedKinds['horizontalpodautoscalers'];
type Budget = WatchedKinds['poddisruptionbudgets'];

/** What stands around pods in one namespace; a kind is missing where the cluster has not told it. */
export interface Surroundings {
  services?: readonly Service[];
  autoscalers?: readonly Autoscaler[];
  budgets?: readonly Budget[];
}

/** One of the workload's Deployments. */
export interface RoledDeployment {
  role: Role;
  deployment: Deployment;
}

const MAX_ITEMS = 50;

function podLabels({ deployment }: RoledDeployment) {
  return deployment.spec?.template.metadata?.labels;
}

function selectedBy(
  selector: WireSelector | undefined,
  sides: readonly RoledDeployment[],
): Role[] {
  return sides
    .filter(side => matchesLabels(selector, podLabels(side)))
    .map(({ role }) => role);
}

function portText(
  port: NonNullable<NonNullable<Service['spec']>['ports']>[number],
): string {
  const target = port.targetPort === undefined ? '' : ` → ${port.targetPort}`;
  const name = port.name ? `${port.name} ` : '';
  return capped(`${name}${port.port}${target}/${port.protocol ?? 'TCP'}`, 200);
}

function serviceOf(service: Service, sides: readonly RoledDeployment[]) {
  const { metadata, spec } = service;
  const selector = spec?.selector ?? {};
  return {
    name: metadata?.name ?? '',
    type: spec?.type ?? 'ClusterIP',
    selector: { ...selector },
    ports: (spec?.ports ?? []).slice(0, MAX_ITEMS).map(portText),
    // A Service without a selector has endpoints of its own making.
    selects:
      Object.keys(selector).length > 0
        ? selectedBy({ matchLabels: selector }, sides)
        : [],
  };
}

function autoscalerOf(
  autoscaler: Autoscaler,
  sides: readonly RoledDeployment[],
): WorkloadConfig['autoscalers'] {
  const { metadata, spec, status } = autoscaler;
  const side = sides.find(({ deployment }) =>
    steers(autoscaler, deployment.metadata?.name ?? ''),
  );
  if (!side) return [];
  return [
    {
      name: metadata?.name ?? '',
      role: side.role,
      min: spec?.minReplicas ?? 1,
      max: spec?.maxReplicas ?? 1,
      current: status?.currentReplicas ?? 0,
      desired: status?.desiredReplicas ?? 0,
      metrics: autoscalerMetrics(autoscaler).slice(0, MAX_ITEMS),
    },
  ];
}

function budgetRule(spec: Budget['spec']): string {
  if (spec?.minAvailable !== undefined) {
    return `minAvailable ${spec.minAvailable}`;
  }
  if (spec?.maxUnavailable !== undefined) {
    return `maxUnavailable ${spec.maxUnavailable}`;
  }
  return '';
}

function budgetOf(budget: Budget, sides: readonly RoledDeployment[]) {
  return {
    name: budget.metadata?.name ?? '',
    rule: budgetRule(budget.spec),
    allowed: budget.status?.disruptionsAllowed ?? 0,
    covers: selectedBy(budget.spec?.selector, sides),
  };
}

function strategyText(deployment: Deployment): string {
  const { type = 'RollingUpdate', rollingUpdate } =
    deployment.spec?.strategy ?? {};
  if (type !== 'RollingUpdate') return capped(type, 100);
  const { maxSurge = '25%', maxUnavailable = '25%' } = rollingUpdate ?? {};
  return `RollingUpdate, maxSurge ${maxSurge}, maxUnavailable ${maxUnavailable}`;
}

function sideOf({ role, deployment }: RoledDeployment) {
  const { metadata, spec } = deployment;
  const containers = spec?.template.spec?.containers ?? [];
  return {
    role,
    deployment: metadata?.name ?? '',
    strategy: strategyText(deployment),
    readinessProbe: containers.some(container => container.readinessProbe),
    livenessProbe: containers.some(container => container.livenessProbe),
    revisionHistoryLimit: spec?.revisionHistoryLimit ?? 10,
    selector: selectorText(spec?.selector),
  };
}

/** What stands around a workload's pods, and what is wrong with it. */
export function workloadConfig(
  found: FoundWorkload,
  surroundings: Surroundings,
  unread: readonly Message[],
  now: number,
): WorkloadConfig {
  const { release, canary } = found;
  const sides: RoledDeployment[] = [
    ...(release ? [{ role: 'release' as const, deployment: release }] : []),
    ...(canary ? [{ role: 'canary' as const, deployment: canary }] : []),
  ];
  const services = (surroundings.services ?? [])
    .map(service => serviceOf(service, sides))
    .filter(({ selects }) => selects.length > 0)
    .slice(0, MAX_ITEMS);
  const autoscalers = (surroundings.autoscalers ?? [])
    .flatMap(autoscaler => autoscalerOf(autoscaler, sides))
    .slice(0, MAX_ITEMS);
  const disruptionBudgets = (surroundings.budgets ?? [])
    .map(budget => budgetOf(budget, sides))
    .filter(({ covers }) => covers.length > 0)
    .slice(0, MAX_ITEMS);
  const config = {
    services,
    autoscalers,
    disruptionBudgets,
    sides: sides.map(sideOf),
  };
  return {
    ...config,
    findings: [...configFindings(config, sides, surroundings), ...unread],
    staleSince: found.workload.staleSince,
    now: new Date(now).toISOString(),
  };
}
