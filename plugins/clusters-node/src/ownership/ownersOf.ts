import { isRecord, list, need, shape, text } from '../projection/readers';

/** Who owns a field, as the API server has noted it. It holds no person, only a program's name. */
export interface FieldOwner {
  manager: string;
  /** By server-side apply, which meets conflicts, or by any other write, which takes what it changes. */
  operation: 'Apply' | 'Update';
  /** Through which it was written, such as `scale` or `status`. */
  subresource?: string;
  /** When the manager last changed anything of what it owns, RFC 3339. */
  time?: string;
}

/** From the root of an object: a field by its name, an item of a list by its keys, such as `{ name: 'app' }`. */
export type FieldPath = readonly FieldStep[];
export type FieldStep = string | Readonly<Record<string, unknown>>;

const TEMPLATE: FieldPath = ['spec', 'template'];

/** The fields of a Deployment that a rollout writes. */
export const DEPLOYMENT_FIELDS = {
  replicas: ['spec', 'replicas'],
  template: TEMPLATE,
  image: (container: string): FieldPath => [
    ...TEMPLATE,
    'spec',
    'containers',
    { name: container },
    'image',
  ],
} as const;

const MOST_ENTRIES = 1_000;
const readEntry = shape({
  manager: need(text(128)),
  operation: need(input =>
    input === 'Apply' || input === 'Update' ? input : undefined,
  ),
  subresource: text(63),
  time: text(64),
  fieldsV1: need(input => (isRecord(input) ? input : undefined)),
});
const readEntries = list(readEntry, MOST_ENTRIES);

/**
 * Who owns any of the fields, or anything below them, in the order of the object. Several may own the same field, and
 * one manager may own by several operations. Empty where nobody does, or where managedFields are missing: caches have
 * them on Deployments only.
 *
 * @example
 * ```ts
 * ownersOf(deployment, DEPLOYMENT_FIELDS.image('app'));
 * // [{ manager: 'kubectl-client-side-apply', operation: 'Update', time: '2026-11-02T08:14:05Z' }]
 * ```
 */
export function ownersOf(
  object: unknown,
  ...paths: readonly FieldPath[]
): FieldOwner[] {
  const metadata = isRecord(object) ? object.metadata : undefined;
  const entries = isRecord(metadata)
    ? readEntries(metadata.managedFields)
    : undefined;
  return (entries ?? [])
    .filter(({ fieldsV1 }) => paths.some(path => owns(fieldsV1, path)))
    .map(({ fieldsV1: _, ...owner }) => owner);
}

/** FieldsV1: `f:` before a field, `k:` before the keys of an item as JSON, `v:` before a value, `.` for the item itself. */
function owns(fields: unknown, [step, ...rest]: FieldPath): boolean {
  if (step === undefined) return true;
  if (!isRecord(fields)) return false;
  if (typeof step === 'string') {
    const key = `f:${step}`;
    return Object.hasOwn(fields, key) && owns(fields[key], rest);
  }
  return Object.keys(fields).some(
    key =>
      key.startsWith('k:') &&
      isSame(parsed(key.slice(2)), step) &&
      owns(fields[key], rest),
  );
}

/** The order of keys is the server's. */
function isSame(keys: unknown, step: Readonly<Record<string, unknown>>) {
  if (!isRecord(keys)) return false;
  const names = Object.keys(step);
  return (
    names.length === Object.keys(keys).length &&
    names.every(name => Object.hasOwn(keys, name) && keys[name] === step[name])
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
