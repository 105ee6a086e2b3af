import { ApiError } from '../api-error';
import { goValue } from '../go-format';
import {
  deepEqual,
  isObject,
  jsonKind,
  ownValue,
  setKey,
  type JsonObject,
} from '../json';
import type { SchemaNode } from '../schema';
import type { Json } from '../types';

const DIRECTIVE = '$patch';
const RETAIN_KEYS = '$retainKeys';
const DELETE_FROM = '$deleteFromPrimitiveList';
const ELEMENT_ORDER = '$setElementOrder';

function malformed(what: string): ApiError {
  return new ApiError('BadRequest', `invalid patch format of ${what}`);
}

function noMergeKey(item: JsonObject, mergeKey: string): ApiError {
  return new ApiError(
    'Unknown',
    `map: ${goValue(item)} does not contain declared merge key: ${mergeKey}`,
  );
}

function unknownDirective(patch: JsonObject): ApiError {
  return new ApiError(
    'Unknown',
    `unknown patch type: ${goValue(patch[DIRECTIVE])} in map: ${goValue(
      patch,
    )}`,
  );
}

/** `containers` of `$setElementOrder/containers`. */
function fieldOf(key: string, prefix: string, what: string): string {
  if (!key.startsWith(`${prefix}/`)) throw malformed(what);
  return key.slice(prefix.length + 1);
}

function childSchema(
  schema: SchemaNode | undefined,
  key: string,
): SchemaNode | undefined {
  const values = schema?.additionalProperties;
  return schema?.properties?.[key] ?? (values === true ? undefined : values);
}

/** What a patch says once nothing is there to be patched: without directives and without nulls. */
function asValue(patch: Json): Json {
  if (Array.isArray(patch))
    return patch
      .filter(item => !isObject(item) || !(DIRECTIVE in item))
      .map(asValue);
  if (!isObject(patch)) return patch;
  return Object.fromEntries(
    Object.entries(patch)
      .filter(([key, value]) => value !== null && !key.startsWith('$'))
      .map(([key, value]) => [key, asValue(value)]),
  );
}

function retainKeys(original: JsonObject, patch: JsonObject): JsonObject {
  const keys = patch[RETAIN_KEYS];
  if (keys === undefined) return { ...original };
  if (!Array.isArray(keys)) throw malformed('retainKeys');
  for (const [key, value] of Object.entries(patch))
    if (value !== null && !key.startsWith('$') && !keys.includes(key))
      throw malformed('retainKeys');
  return Object.fromEntries(
    Object.entries(original).filter(([key]) => keys.includes(key)),
  );
}

function mergeMap(
  original: JsonObject,
  patch: JsonObject,
  schema: SchemaNode | undefined,
): JsonObject {
  if (DIRECTIVE in patch) {
    if (patch[DIRECTIVE] === 'delete') return {};
    if (patch[DIRECTIVE] !== 'replace') throw unknownDirective(patch);
    const { [DIRECTIVE]: _, ...replacement } = patch;
    return replacement;
  }
  const result = retainKeys(original, patch);
  const orders = new Map<string, Json[]>();
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith(ELEMENT_ORDER)) continue;
    const field = fieldOf(key, ELEMENT_ORDER, 'setElementOrder list');
    if (!Array.isArray(order))
      throw new ApiError(
        'Unknown',
        `expected a []interface {}, but received a ${jsonKind(order)}`,
      );
    orders.set(field, order);
  }
  for (const [key, value] of Object.entries(patch)) {
    if (key === RETAIN_KEYS || key.startsWith(ELEMENT_ORDER)) continue;
    if (key.startsWith(DELETE_FROM)) {
      const field = fieldOf(key, DELETE_FROM, 'primitive list');
      const present = result[field];
      if (Array.isArray(present) && Array.isArray(value))
        result[field] = present.filter(item => !value.includes(item));
      continue;
    }
    if (value === null) delete result[key];
    else
      setKey(
        result,
        key,
        mergeValue(
          ownValue(result, key),
          value,
          childSchema(schema, key),
          orders.get(key),
        ),
      );
  }
  for (const [field, order] of orders) {
    const present = result[field];
    if (!Array.isArray(present)) continue;
    const mergeKey = childSchema(schema, field)?.patchMergeKey;
    const before = original[field];
    result[field] = inOrder(
      present,
      order,
      Array.isArray(before) ? before : [],
      mergeKey,
    );
  }
  return result;
}

function mergeValue(
  original: Json | undefined,
  patch: Json,
  schema: SchemaNode | undefined,
  order: Json[] | undefined,
): Json {
  const strategy = schema?.patchStrategy ?? [];
  if (isObject(original) && isObject(patch))
    return strategy.includes('replace')
      ? patch
      : mergeMap(original, patch, schema);
  if (Array.isArray(original) && Array.isArray(patch)) {
    if (!strategy.includes('merge')) return patch;
    if (order) checkOrder(patch, order, schema?.patchMergeKey);
    return mergeList(original, patch, schema);
  }
  return asValue(patch);
}

function mergeList(
  original: Json[],
  patch: Json[],
  schema: SchemaNode | undefined,
): Json[] {
  const kinds = new Set([...original, ...patch].map(jsonKind));
  if (kinds.size > 1)
    throw new ApiError(
      'Unknown',
      `list element types are not identical: [${goValue(original)} ${goValue(
        patch,
      )}]`,
    );
  const mergeKey = schema?.patchMergeKey;
  if (kinds.has('object') && mergeKey !== undefined)
    return mergeListByKey(
      original.filter(isObject),
      patch.filter(isObject),
      mergeKey,
      schema?.items,
    );
  return inOrder([...new Set([...original, ...patch])], patch, original);
}

function mergeListByKey(
  original: JsonObject[],
  patch: JsonObject[],
  mergeKey: string,
  schema: SchemaNode | undefined,
): Json[] {
  let merged = [...original];
  const additions: JsonObject[] = [];
  for (const item of patch) {
    if (!(DIRECTIVE in item)) additions.push(item);
    else if (item[DIRECTIVE] === 'delete') {
      const key = item[mergeKey];
      if (key === undefined) throw noMergeKey(item, mergeKey);
      merged = merged.filter(other => !deepEqual(other[mergeKey], key));
    } else if (item[DIRECTIVE] === 'merge')
      throw new ApiError(
        'Unknown',
        'merging lists cannot yet be specified in the patch',
      );
    else if (item[DIRECTIVE] !== 'replace') throw unknownDirective(item);
  }
  if (patch.some(item => item[DIRECTIVE] === 'replace'))
    return additions.map(asValue);
  for (const item of additions) {
    const key = item[mergeKey];
    if (key === undefined) throw noMergeKey(item, mergeKey);
    const index = merged.findIndex(other => deepEqual(other[mergeKey], key));
    if (index < 0) merged.push(item);
    else merged[index] = mergeMap(merged[index], item, schema);
  }
  return inOrder(merged, additions, original, mergeKey);
}

function sameItem(left: Json, right: Json, mergeKey?: string): boolean {
  return mergeKey !== undefined && isObject(left) && isObject(right)
    ? deepEqual(left[mergeKey], right[mergeKey])
    : deepEqual(left, right);
}

function indexOf(list: Json[], item: Json, mergeKey?: string): number {
  return list.findIndex(other => sameItem(other, item, mergeKey));
}

function checkOrder(patch: Json[], order: Json[], mergeKey?: string): void {
  let position = 0;
  for (const item of patch) {
    if (isObject(item) && DIRECTIVE in item) continue;
    while (
      position < order.length &&
      !sameItem(order[position], item, mergeKey)
    )
      position++;
    if (position === order.length && order.length > 0)
      throw new ApiError(
        'Unknown',
        `The order in patch list:\n${goValue(
          patch,
        )}\n doesn't match ${ELEMENT_ORDER} list:\n${goValue(order)}\n`,
      );
    position++;
  }
}

/**
 * Items that `order` names come in its order, the others in that of `before`. Another item goes in front of a named one
 * only if it came before it already.
 */
function inOrder(
  merged: Json[],
  order: Json[],
  before: Json[],
  mergeKey?: string,
): Json[] {
  const rank = (list: Json[]) => (left: Json, right: Json) =>
    indexOf(list, left, mergeKey) - indexOf(list, right, mergeKey);
  const ordered = merged
    .filter(item => indexOf(order, item, mergeKey) >= 0)
    .sort(rank(order));
  const others = merged
    .filter(item => indexOf(order, item, mergeKey) < 0)
    .sort(rank(before));
  const result: Json[] = [];
  while (ordered.length > 0 && others.length > 0) {
    const place = indexOf(before, ordered[0], mergeKey);
    const other = indexOf(before, others[0], mergeKey);
    const next = other >= 0 && other < place ? others : ordered;
    result.push(...next.splice(0, 1));
  }
  return [...result, ...ordered, ...others];
}

/**
 * Strategic merge patch: lists are merged by the keys that the schema declares, `$patch`, `$retainKeys`,
 * `$setElementOrder` and `$deleteFromPrimitiveList` direct the merge.
 *
 * @throws ApiError BadRequest for malformed directives, Unknown for list items without their key
 */
export function applyStrategicMergePatch(
  doc: Json,
  patch: Json,
  schema: SchemaNode,
): Json {
  if (patch === null) return doc;
  if (!isObject(patch))
    throw new ApiError(
      'BadRequest',
      `json: cannot unmarshal ${jsonKind(
        patch,
      )} into Go value of type map[string]interface {}`,
    );
  return mergeMap(isObject(doc) ? doc : {}, patch, schema);
}
