/**
 * Readers for parts of objects whose kinds have no TypeScript type here: a path that leads nowhere, or to a value of
 * another type, is `undefined` (or empty), because every optional field of the API may be missing.
 */
export type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path such as `spec.template.metadata`. */
export function valueAt(object: object, path: string): unknown {
  let value: unknown = object;
  for (const key of path.split('.')) {
    if (!isFields(value)) return undefined;
    value = value[key];
  }
  return value;
}

/** A text that is there and not empty. */
export function textAt(object: object, path: string): string | undefined {
  const value = valueAt(object, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A number, 0 where the field is missing: the API leaves zeros of statuses away. */
export function numberAt(object: object, path: string): number {
  const value = valueAt(object, path);
  return typeof value === 'number' ? value : 0;
}

/** A value of the API's int-or-string type, as text. */
export function intOrTextAt(object: object, path: string): string | undefined {
  const value = valueAt(object, path);
  return typeof value === 'number' || typeof value === 'string'
    ? String(value)
    : undefined;
}

/** An object of fields, undefined where it is missing. */
export function fieldsAt(object: object, path: string): Fields | undefined {
  const value = valueAt(object, path);
  return isFields(value) ? value : undefined;
}

/** The objects of a list; empty where it is missing. */
export function listAt(object: object, path: string): Fields[] {
  const value = valueAt(object, path);
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** The texts of a list; empty where it is missing. */
export function textsAt(object: object, path: string): string[] {
  const value = valueAt(object, path);
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}

/** The status of a condition, undefined where the condition is missing. */
export function conditionAt(object: object, type: string): string | undefined {
  const condition = listAt(object, 'status.conditions').find(
    ({ type: present }) => present === type,
  );
  return condition && textAt(condition, 'status');
}
