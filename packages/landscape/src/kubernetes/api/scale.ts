import { ApiError } from '../api-error';
import { isObject, type JsonObject } from '../json';
import type { Json, KubeObject, ObjectMeta, ResourceType } from '../types';
import { anyObject } from './objects';
import { conflict } from './errors';
import { checkUid } from './preconditions';

/** The subresource `/scale` of a workload: `autoscaling/v1`. */
export interface Scale extends KubeObject {
  kind: 'Scale';
  apiVersion: 'autoscaling/v1';
  metadata: Pick<ObjectMeta, 'name' | 'uid' | 'resourceVersion'> & ObjectMeta;
  spec: { replicas?: number };
  status: { replicas: number; selector?: string };
}

interface Scalable {
  replicas?: number;
  selector?: {
    matchLabels?: Record<string, string>;
    matchExpressions?: { key: string; operator: string; values?: string[] }[];
  };
}

/** What `/scale` says about a Deployment, ReplicaSet or StatefulSet. */
export function scaleOf(object: KubeObject): Scale {
  const { spec, status } = anyObject(object) as {
    spec?: Scalable;
    status?: { replicas?: number };
  };
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    object.metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    // Go leaves a zero out.
    spec: spec?.replicas ? { replicas: spec.replicas } : {},
    status: {
      replicas: status?.replicas ?? 0,
      selector: selectorText(spec?.selector ?? {}),
    },
  };
}

/**
 * The workload with the number of replicas that a Scale asks for, not stored yet.
 *
 * @throws ApiError Invalid for a negative number, Conflict when the Scale names another uid or an old resourceVersion
 */
export function withScale<T extends KubeObject>(
  type: ResourceType,
  object: T,
  scale: Json,
): T {
  const { metadata, spec }: JsonObject = isObject(scale) ? scale : {};
  const { name, resourceVersion } = object.metadata;
  const wanted = isObject(metadata) ? metadata : {};
  const replicas = (isObject(spec) ? spec.replicas : undefined) ?? 0;
  if (typeof replicas !== 'number')
    throw new ApiError(
      'BadRequest',
      'Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal string into Go struct field ScaleSpec.spec.replicas of type int32',
    );
  if (replicas < 0) {
    const message = `Invalid value: ${replicas}: must be greater than or equal to 0`;
    throw new ApiError(
      'Invalid',
      `Scale.autoscaling "${name}" is invalid: spec.replicas: ${message}`,
      {
        name,
        group: 'autoscaling',
        kind: 'Scale',
        causes: [
          { reason: 'FieldValueInvalid', message, field: 'spec.replicas' },
        ],
      },
    );
  }
  checkUid(type, stringOf(wanted.uid), object);
  if (wanted.resourceVersion && wanted.resourceVersion !== resourceVersion)
    throw conflict(type, name);
  const before = anyObject(object).spec as object | undefined;
  return { ...object, spec: { ...before, replicas } };
}

function stringOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function selectorText(selector: NonNullable<Scalable['selector']>): string {
  const labels = Object.entries(selector.matchLabels ?? {}).map(
    ([key, value]) => ({ key, text: `${key}=${value}` }),
  );
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) => {
      const set = `(${[...values].sort().join(',')})`;
      switch (operator) {
        case 'In':
          return { key, text: `${key} in ${set}` };
        case 'NotIn':
          return { key, text: `${key} notin ${set}` };
        case 'Exists':
          return { key, text: key };
        default:
          return { key, text: `!${key}` };
      }
    },
  );
  return [...labels, ...expressions]
    .sort((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ text }) => text)
    .join(',');
}
