import { deepEqual, type JsonObject } from '../json';
import type { Json } from '../types';
import { objectAt, stringAt, valueAt } from './access';
import type { Findings } from './findings';
import { specDifference } from './spec-difference';

const STATEFUL_SET_UPDATABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

/** A field that stays as it is for the life of an object. */
export function checkUnchanged(
  findings: Findings,
  object: JsonObject,
  old: JsonObject,
  ...path: string[]
): void {
  const value = valueAt(object, ...path);
  if (!deepEqual(value ?? null, valueAt(old, ...path) ?? null))
    findings.invalid(path.join('.'), value, 'field is immutable');
}

/** The selector by which a workload finds its pods. */
export function checkSelectorUpdate(
  findings: Findings,
  object: JsonObject,
  old: JsonObject,
): void {
  checkUnchanged(findings, object, old, 'spec', 'selector');
}

function without(
  spec: JsonObject | undefined,
  keys: readonly string[],
): JsonObject {
  return Object.fromEntries(
    Object.entries(spec ?? {}).filter(([key]) => !keys.includes(key)),
  );
}

export function checkStatefulSetUpdate(
  findings: Findings,
  object: JsonObject,
  old: JsonObject,
): void {
  const [after, before] = [object, old].map(set =>
    without(objectAt(set, 'spec'), STATEFUL_SET_UPDATABLE),
  );
  if (!deepEqual(after, before))
    findings.forbidden(
      'spec',
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    );
}

export function checkJobUpdate(
  findings: Findings,
  object: JsonObject,
  old: JsonObject,
): void {
  for (const key of ['completions', 'selector'])
    checkUnchanged(findings, object, old, 'spec', key);
  checkUnchanged(findings, object, old, 'spec', 'template');
  checkUnchanged(findings, object, old, 'spec', 'completionMode');
}

export function checkSecretUpdate(
  findings: Findings,
  object: JsonObject,
  old: JsonObject,
): void {
  const type = stringAt(object, 'type');
  if (type !== old.type) findings.invalid('type', type, 'field is immutable');
}

export function checkClaimUpdate(
  findings: Findings,
  object: JsonObject,
  old: JsonObject,
): void {
  const before = objectAt(old, 'spec') ?? {};
  const after = objectAt(object, 'spec') ?? {};
  const isBound = valueAt(old, 'status', 'phase') === 'Bound';
  // A claim may still be told its volume and its class while it looks for one, and grow once it has one.
  const free = [
    ...(before.volumeName === undefined ? ['volumeName'] : []),
    ...(before.storageClassName === undefined ? ['storageClassName'] : []),
    ...(isBound ? ['resources', 'volumeAttributesClassName'] : []),
  ];
  const comparable = (spec: JsonObject): Json => without(spec, free);
  if (!deepEqual(comparable(before), comparable(after)))
    findings.forbidden(
      'spec',
      `spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n${specDifference(
        before,
        after,
      )}`,
    );
}
