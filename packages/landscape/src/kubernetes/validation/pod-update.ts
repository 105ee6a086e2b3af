import { deepEqual, isObject, type JsonObject } from '../json';
import type { Json } from '../types';
import { listAt, numberAt, objectAt, objectsAt, stringAt } from './access';
import type { Findings } from './findings';
import { specDifference } from './spec-difference';

const UPDATABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
];

/** The new spec with everything that may change as it was before. */
function munged(spec: JsonObject, old: JsonObject): JsonObject {
  const result: JsonObject = { ...spec };
  const keep = (key: string, value: Json | undefined) => {
    if (value === undefined) delete result[key];
    else result[key] = value;
  };
  for (const list of ['containers', 'initContainers']) {
    const before = objectsAt(old, list);
    if (Array.isArray(spec[list]))
      result[list] = objectsAt(spec, list).map((container, index) => ({
        ...container,
        image: before[index]?.image ?? '',
      }));
  }
  keep('activeDeadlineSeconds', old.activeDeadlineSeconds);
  keep('tolerations', old.tolerations);
  const grace = numberAt(old, 'terminationGracePeriodSeconds') ?? 0;
  if (grace < 0 && spec.terminationGracePeriodSeconds === 1)
    keep('terminationGracePeriodSeconds', grace);
  return result;
}

function checkDeadline(
  findings: Findings,
  spec: JsonObject,
  old: JsonObject,
): void {
  const field = 'spec.activeDeadlineSeconds';
  const before = numberAt(old, 'activeDeadlineSeconds');
  const after = numberAt(spec, 'activeDeadlineSeconds');
  if (before === undefined) return;
  if (after === undefined)
    findings.invalid(
      field,
      null,
      'must not update from a positive integer to nil value',
    );
  else if (after > before)
    findings.invalid(
      field,
      after,
      'must be less than or equal to previous value',
    );
}

/** What of a pod must not change once it exists. */
export function checkPodUpdate(
  findings: Findings,
  object: JsonObject,
  old: JsonObject,
): void {
  const spec = objectAt(object, 'spec') ?? {};
  const before = objectAt(old, 'spec') ?? {};
  for (const list of ['containers', 'initContainers']) {
    const now = objectsAt(spec, list);
    if (now.length !== objectsAt(before, list).length) {
      findings.forbidden(
        `spec.${list}`,
        'pod updates may not add or remove containers',
      );
      return;
    }
    for (const [index, container] of now.entries()) {
      const image = stringAt(container, 'image');
      if (image !== image.trim())
        findings.invalid(
          `spec.${list}[${index}].image`,
          image,
          'must not have leading or trailing whitespace',
        );
    }
  }
  checkDeadline(findings, spec, before);
  const tolerations = listAt(spec, 'tolerations').filter(isObject);
  const isKept = listAt(before, 'tolerations').every(toleration =>
    tolerations.some(other => deepEqual(other, toleration)),
  );
  if (!isKept)
    findings.forbidden(
      'spec.tolerations',
      'existing toleration can not be modified except its tolerationSeconds',
    );
  const unchangeable = munged(spec, before);
  if (!deepEqual(unchangeable, before))
    findings.forbidden(
      'spec',
      `pod updates may not change fields other than ${UPDATABLE.join(
        ',',
      )}\n${specDifference(before, unchangeable)}`,
    );
}
