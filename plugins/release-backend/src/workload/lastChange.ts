import type { LastChange, Role } from '@pilothouse/plugin-release-common';
import type { ScaleTimes } from '../clusters/ScaleTimes';
import { capped, timeOf, type Deployment } from './objects';

type ManagedFields = NonNullable<
  NonNullable<Deployment['metadata']>['managedFields']
>[number];
type Fields = Readonly<Record<string, unknown>>;

/** Runs the Deployment controller, which writes status, and the autoscaler, which writes replicas. */
const CONTROLLER = 'kube-controller-manager';
const REVISION_FIELD = 'f:deployment.kubernetes.io/revision';

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an entry owns below a path, such as `f:spec`, `f:template`; empty where it owns nothing. */
function below(fields: unknown, ...path: string[]): Fields {
  let node = fields;
  for (const step of path) {
    node = isFields(node) && Object.hasOwn(node, step) ? node[step] : undefined;
  }
  return isFields(node) ? node : {};
}

function ownsMoreThan(fields: Fields, ...keys: string[]): boolean {
  return Object.keys(fields).some(key => key !== '.' && !keys.includes(key));
}

function changedFields(entry: ManagedFields): LastChange['fields'] {
  const spec = below(entry.fieldsV1, 'f:spec');
  const podSpec = below(spec, 'f:template', 'f:spec');
  const containers = Object.values(below(podSpec, 'f:containers')).filter(
    isFields,
  );
  const fields: LastChange['fields'] = [];
  if (containers.some(container => 'f:image' in container)) {
    fields.push('image');
  }
  if ('f:replicas' in spec) fields.push('replicas');
  if (
    ownsMoreThan(below(spec, 'f:template'), 'f:spec') ||
    ownsMoreThan(podSpec, 'f:containers') ||
    containers.some(container => ownsMoreThan(container, 'f:name', 'f:image'))
  ) {
    fields.push('template');
  }
  return fields;
}

/** Leaves out what controllers note about their own work. */
function isChange(entry: ManagedFields, fields: LastChange['fields']): boolean {
  if (entry.subresource === 'status') return false;
  if (entry.manager === CONTROLLER) return fields.includes('replicas');
  const metadata = below(entry.fieldsV1, 'f:metadata');
  const annotations = below(metadata, 'f:annotations');
  return (
    Object.keys(below(entry.fieldsV1, 'f:spec')).length > 0 ||
    ownsMoreThan(metadata, 'f:annotations') ||
    ownsMoreThan(annotations, REVISION_FIELD)
  );
}

/** When an entry was made, by itself or by what was seen. */
function changedAt(
  entry: ManagedFields,
  uid: string | undefined,
  scaleTimes: Pick<ScaleTimes, 'get'>,
): number | undefined {
  return entry.subresource === 'scale' && entry.time === undefined
    ? scaleTimes.get(uid)
    : timeOf(entry.time);
}

/** The latest change of the Deployments, as their field managers tell it. */
export function lastChange(
  sides: readonly { role: Role; deployment: Deployment }[],
  scaleTimes: Pick<ScaleTimes, 'get'>,
): LastChange | undefined {
  let latest: LastChange | undefined;
  let latestTime = Number.NEGATIVE_INFINITY;
  for (const { role, deployment } of sides) {
    for (const entry of deployment.metadata?.managedFields ?? []) {
      const time = changedAt(entry, deployment.metadata?.uid, scaleTimes);
      const fields = changedFields(entry);
      if (time === undefined || time <= latestTime) continue;
      if (!isChange(entry, fields)) continue;
      latestTime = time;
      latest = {
        manager: capped(entry.manager, 128),
        at: new Date(time).toISOString(),
        fields,
        role,
      };
    }
  }
  return latest;
}
