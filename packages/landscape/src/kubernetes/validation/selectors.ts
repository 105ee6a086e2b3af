import { isObject, type JsonObject } from '../json';
import type { Json } from '../types';
import { listAt, objectAt, objectsAt } from './access';
import type { Findings } from './findings';
import { checkLabels } from './metadata';
import { labelValueErrors, qualifiedNameErrors } from './names';

const NEEDS_VALUES = ['In', 'NotIn'];
const HAS_NO_VALUES = ['Exists', 'DoesNotExist'];

/** A label selector; returns whether it can be used at all. */
export function checkLabelSelector(
  findings: Findings,
  selector: JsonObject | undefined,
  field: string,
): boolean {
  if (!selector) return true;
  const before = findings.errors.length;
  checkLabels(
    findings,
    objectAt(selector, 'matchLabels'),
    `${field}.matchLabels`,
  );
  for (const [index, expression] of objectsAt(
    selector,
    'matchExpressions',
  ).entries()) {
    const here = `${field}.matchExpressions[${index}]`;
    const operator = String(expression.operator ?? '');
    const values = listAt(expression, 'values');
    if (NEEDS_VALUES.includes(operator)) {
      if (values.length === 0)
        findings.required(
          `${here}.values`,
          "must be specified when `operator` is 'In' or 'NotIn'",
        );
    } else if (HAS_NO_VALUES.includes(operator)) {
      if (values.length > 0)
        findings.forbidden(
          `${here}.values`,
          "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
        );
    } else
      findings.invalid(
        `${here}.operator`,
        operator,
        'not a valid selector operator',
      );
    const key = String(expression.key ?? '');
    findings.each(`${here}.key`, key, qualifiedNameErrors(key));
    for (const [position, value] of values.entries())
      if (typeof value === 'string')
        findings.each(
          `${here}.values[${position}]`,
          value,
          labelValueErrors(value),
        );
  }
  return findings.errors.length === before;
}

/** Whether a selector says nothing, which means everything. */
export function isEmptySelector(selector: JsonObject): boolean {
  return (
    Object.keys(objectAt(selector, 'matchLabels') ?? {}).length === 0 &&
    listAt(selector, 'matchExpressions').length === 0
  );
}

/** Whether labels match a valid selector; no selector matches nothing. */
export function selects(
  selector: JsonObject | undefined,
  labels: Json | undefined,
): boolean {
  if (!selector) return false;
  const present = isObject(labels) ? labels : {};
  return (
    Object.entries(objectAt(selector, 'matchLabels') ?? {}).every(
      ([key, value]) => present[key] === value,
    ) &&
    objectsAt(selector, 'matchExpressions').every(expression => {
      const key = String(expression.key);
      const isThere = Object.hasOwn(present, key);
      const isIn =
        isThere && listAt(expression, 'values').includes(present[key]);
      switch (expression.operator) {
        case 'In':
          return isIn;
        case 'NotIn':
          return !isIn;
        case 'Exists':
          return isThere;
        default:
          return !isThere;
      }
    })
  );
}
