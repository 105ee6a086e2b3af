import type { JsonObject } from '../json';
import { numberAt, objectAt, objectsAt, stringAt, valueAt } from './access';
import type { Findings } from './findings';
import { checkLabelSelector } from './selectors';
import { checkAtMostAll, checkCountOrPercent } from './workload-parts';

const SOURCES: Record<string, string> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};
const TARGET_TYPES = ['Utilization', 'Value', 'AverageValue'];

function checkMetric(
  findings: Findings,
  metric: JsonObject,
  field: string,
): void {
  const type = stringAt(metric, 'type');
  const key = SOURCES[type];
  if (!key) {
    findings.notSupported(`${field}.type`, type, Object.keys(SOURCES));
    return;
  }
  const source = objectAt(metric, key);
  const here = `${field}.${key}`;
  if (!source) {
    findings.required(
      here,
      'must populate information for the given metric source',
    );
    return;
  }
  if (key !== 'resource' && key !== 'containerResource') return;
  if (!stringAt(source, 'name'))
    findings.required(`${here}.name`, 'must specify a resource name');
  const target = objectAt(source, 'target');
  const targetType = stringAt(target, 'type');
  if (!targetType)
    findings.required(
      `${here}.target.type`,
      'must specify a metric target type',
    );
  else if (!TARGET_TYPES.includes(targetType))
    findings.invalid(
      `${here}.target.type`,
      targetType,
      'must be either Utilization, Value, or AverageValue',
    );
  const utilization = numberAt(target, 'averageUtilization');
  if (utilization !== undefined && utilization < 1)
    findings.invalid(
      `${here}.target.averageUtilization`,
      utilization,
      'must be greater than 0',
    );
  const value = valueAt(target, 'averageValue');
  if (utilization === undefined && value === undefined)
    findings.required(
      `${here}.target.averageUtilization`,
      'must set either a target raw value or a target utilization',
    );
  if (utilization !== undefined && value !== undefined)
    findings.forbidden(
      `${here}.target.averageValue`,
      'may not set both a target raw value and a target utilization',
    );
}

function checkScaling(
  findings: Findings,
  rules: JsonObject | undefined,
  field: string,
): void {
  const window = numberAt(rules, 'stabilizationWindowSeconds');
  if (window !== undefined && window < 0)
    findings.invalid(
      `${field}.stabilizationWindowSeconds`,
      window,
      'must be greater than or equal to zero',
    );
  for (const [index, policy] of objectsAt(rules, 'policies').entries()) {
    const here = `${field}.policies[${index}]`;
    const type = stringAt(policy, 'type');
    if (type !== 'Percent' && type !== 'Pods')
      findings.notSupported(`${here}.type`, type, ['Percent', 'Pods']);
    for (const key of ['value', 'periodSeconds']) {
      const value = numberAt(policy, key) ?? 0;
      if (value <= 0)
        findings.invalid(`${here}.${key}`, value, 'must be greater than zero');
    }
  }
}

export function checkAutoscaler(findings: Findings, object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  const least = numberAt(spec, 'minReplicas');
  const most = numberAt(spec, 'maxReplicas') ?? 0;
  if (least !== undefined && least < 1)
    findings.invalid(
      'spec.minReplicas',
      least,
      'must be greater than or equal to 1',
    );
  if (most < 1)
    findings.required('spec.maxReplicas', 'must be set and greater than 0');
  if (least !== undefined && most < least)
    findings.invalid(
      'spec.maxReplicas',
      most,
      'must be greater than or equal to `minReplicas`',
    );
  const target = objectAt(spec, 'scaleTargetRef');
  for (const key of ['kind', 'name'])
    if (!stringAt(target, key)) findings.required(`spec.scaleTargetRef.${key}`);
  if (!stringAt(target, 'apiVersion').includes('/'))
    findings.invalid(
      'spec.scaleTargetRef.apiVersion',
      stringAt(target, 'apiVersion'),
      'apiVersion must specify API group',
    );
  for (const [index, metric] of objectsAt(spec, 'metrics').entries())
    checkMetric(findings, metric, `spec.metrics[${index}]`);
  const scalesFromNothing = objectsAt(spec, 'metrics').some(({ type }) =>
    ['Object', 'External'].includes(String(type)),
  );
  if (least === 0 && !scalesFromNothing)
    findings.forbidden(
      'spec.metrics',
      'must specify at least one Object or External metric to support scaling to zero replicas',
    );
  for (const key of ['scaleUp', 'scaleDown'])
    checkScaling(
      findings,
      objectAt(spec, 'behavior', key),
      `spec.behavior.${key}`,
    );
}

export function checkDisruptionBudget(
  findings: Findings,
  object: JsonObject,
): void {
  const spec = objectAt(object, 'spec') ?? {};
  const { minAvailable, maxUnavailable } = spec;
  const policy = valueAt(spec, 'unhealthyPodEvictionPolicy');
  if (minAvailable !== undefined && maxUnavailable !== undefined)
    findings.invalid(
      'spec',
      {
        MinAvailable: minAvailable,
        Selector: spec.selector ?? null,
        MaxUnavailable: maxUnavailable,
        UnhealthyPodEvictionPolicy: policy ?? null,
      },
      'minAvailable and maxUnavailable cannot be both set',
    );
  for (const key of ['minAvailable', 'maxUnavailable'] as const)
    if (checkCountOrPercent(findings, spec[key], `spec.${key}`))
      checkAtMostAll(findings, spec[key], `spec.${key}`);
  checkLabelSelector(findings, objectAt(spec, 'selector'), 'spec.selector');
  const policies = ['AlwaysAllow', 'IfHealthyBudget'];
  if (policy !== undefined && !policies.includes(String(policy)))
    findings.notSupported('spec.unhealthyPodEvictionPolicy', policy, policies);
}

export function checkLease(findings: Findings, object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  const duration = numberAt(spec, 'leaseDurationSeconds');
  if (duration !== undefined && duration <= 0)
    findings.invalid(
      'spec.leaseDurationSeconds',
      duration,
      'must be greater than 0',
    );
  const transitions = numberAt(spec, 'leaseTransitions');
  if (transitions !== undefined && transitions < 0)
    findings.invalid(
      'spec.leaseTransitions',
      transitions,
      'must be greater than or equal to 0',
    );
}

export function checkEvent(findings: Findings, object: JsonObject): void {
  const about = stringAt(object, 'involvedObject', 'namespace');
  const namespace = stringAt(object, 'metadata', 'namespace');
  // What belongs to no namespace is written about in `default`.
  const isFine = about === namespace || (!about && namespace === 'default');
  if (!isFine)
    findings.invalid(
      'involvedObject.namespace',
      about,
      'does not match event.namespace',
    );
}
