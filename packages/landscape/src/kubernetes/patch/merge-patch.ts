import { ApiError } from '../api-error';
import { isObject, jsonKind, ownValue, setKey } from '../json';
import type { Json } from '../types';

function merge(doc: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result = isObject(doc) ? { ...doc } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else setKey(result, key, merge(ownValue(result, key), value));
  }
  // Go's maps have no order of their own and are written with sorted keys, which some messages quote.
  return Object.fromEntries(
    Object.entries(result).sort(([a], [b]) => Number(a > b) - Number(a < b)),
  );
}

/**
 * JSON merge patch (RFC 7386): objects are merged, `null` removes, anything else replaces.
 *
 * @throws ApiError BadRequest when the patch is no object
 */
export function applyMergePatch(doc: Json, patch: Json): Json {
  if (patch === null) throw new ApiError('BadRequest', 'Invalid JSON Patch');
  if (!isObject(patch))
    throw new ApiError(
      'BadRequest',
      `error decoding patch: json: cannot unmarshal ${jsonKind(
        patch,
      )} into Go value of type map[string]interface {}`,
    );
  return merge(doc, patch);
}
