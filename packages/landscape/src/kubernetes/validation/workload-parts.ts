import type { JsonObject } from '../json';
import type { Json } from '../types';
import { numberAt, objectAt, objectsAt, stringAt, valueAt } from './access';
import type { Findings } from './findings';
import { percentErrors } from './names';
import { checkPodTemplate } from './pod-spec';
import { checkNotNegative } from './probes';
import { checkLabelSelector, isEmptySelector, selects } from './selectors';

/** A number or a percentage that must not be negative. */
export function checkCountOrPercent(
  findings: Findings,
  value: Json | undefined,
  field: string,
): boolean {
  const before = findings.errors.length;
  if (typeof value === 'number' && value < 0)
    findings.invalid(field, value, 'must be greater than or equal to 0');
  if (typeof value === 'string')
    findings.each(field, value, percentErrors(value));
  return findings.errors.length === before;
}

/** A percentage of more than 100. */
export function checkAtMostAll(
  findings: Findings,
  value: Json | undefined,
  field: string,
): void {
  if (typeof value === 'string' && Number(value.slice(0, -1)) > 100)
    findings.invalid(field, value, 'must not be greater than 100%');
}

/** Whether a number or a percentage is none at all. */
export function isNothing(value: Json | undefined): boolean {
  return value === 0 || value === '0%';
}

/**
 * The selector and the template of a workload, and that they belong together. Behind a selector that cannot be used the
 * template is not looked at: then the answer is false.
 */
export function checkSelected(
  findings: Findings,
  spec: JsonObject | undefined,
  kind: 'deployment' | 'statefulset' | 'daemonset',
): boolean {
  const selector = objectAt(spec, 'selector');
  const template = objectAt(spec, 'template');
  const labels = valueAt(template, 'metadata', 'labels');
  const noMatch = () =>
    findings.invalid(
      'spec.template.metadata.labels',
      labels,
      '`selector` does not match template `labels`',
    );
  if (kind === 'daemonset') {
    const usable = checkLabelSelector(findings, selector, 'spec.selector');
    if (usable && !selects(selector, labels)) noMatch();
    if (selector && isEmptySelector(selector))
      findings.invalid(
        'spec.selector',
        selector,
        'empty selector is invalid for daemonset',
      );
    checkPodTemplate(findings, template, 'spec.template');
    return true;
  }
  if (!selector) findings.required('spec.selector');
  const usable = checkLabelSelector(findings, selector, 'spec.selector');
  if (selector && isEmptySelector(selector))
    findings.invalid(
      'spec.selector',
      selector,
      `empty selector is invalid for ${kind}`,
    );
  if (!usable) {
    findings.invalid('spec.selector', selector, 'invalid label selector');
    return false;
  }
  const isEmpty = selector !== undefined && isEmptySelector(selector);
  if (!isEmpty && !selects(selector, labels)) noMatch();
  checkPodTemplate(
    findings,
    kind === 'statefulset' ? withClaims(spec, template) : template,
    'spec.template',
  );
  return true;
}

/** The template as its pods will have it: each claim template is a volume, in place of one of the same name. */
function withClaims(
  spec: JsonObject | undefined,
  template: JsonObject | undefined,
): JsonObject | undefined {
  const claims = objectsAt(spec, 'volumeClaimTemplates').map(claim => {
    const name = stringAt(claim, 'metadata', 'name');
    return { name, persistentVolumeClaim: { claimName: name } };
  });
  if (claims.length === 0) return template;
  const names = new Set(claims.map(({ name }) => name));
  const podSpec = objectAt(template, 'spec');
  const others = objectsAt(podSpec, 'volumes').filter(
    volume => !names.has(stringAt(volume, 'name')),
  );
  return {
    ...template,
    spec: { ...podSpec, volumes: [...claims, ...others] },
  };
}

/** Pods of workloads that never end. */
export function checkEndless(
  findings: Findings,
  spec: JsonObject | undefined,
  kind: string,
): void {
  const template = objectAt(spec, 'template', 'spec');
  const policy = stringAt(template, 'restartPolicy');
  if (policy !== 'Always')
    findings.notSupported('spec.template.spec.restartPolicy', policy, [
      'Always',
    ]);
  if (numberAt(template, 'activeDeadlineSeconds') !== undefined)
    findings.forbidden(
      'spec.template.spec.activeDeadlineSeconds',
      `activeDeadlineSeconds in ${kind} is not Supported`,
    );
}

/** Limits how far a status may contradict itself. */
export function checkStatus(
  findings: Findings,
  object: JsonObject,
  counts: readonly string[],
  total: string,
): void {
  const status = objectAt(object, 'status');
  const all = numberAt(status, 'replicas') ?? 0;
  for (const key of ['observedGeneration', ...counts])
    checkNotNegative(findings, status, key, 'status');
  for (const key of counts) {
    const value = numberAt(status, key) ?? 0;
    if (key !== 'replicas' && value > all)
      findings.invalid(
        `status.${key}`,
        value,
        `cannot be greater than ${total}`,
      );
  }
}
