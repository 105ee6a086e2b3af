import { isObject } from '../json';
import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicMergePatch,
} from '../patch';
import { schemaFor } from '../schema';
import type { Json, PatchType, ResourceType } from '../types';

/** A patch other than an apply. */
export interface Patch {
  type: Exclude<PatchType, 'apply'>;
  body: Json;
}

/** The object that a patch makes of another one. */
export function patchObject(type: ResourceType, doc: Json, patch: Patch): Json {
  return patch.type === 'strategic'
    ? applyStrategicMergePatch(doc, patch.body, schemaFor(type))
    : sorted(patchScale(doc, patch));
}

/** Patching JSON leaves the fields of the object in alphabetical order, which shows in messages that quote it. */
function sorted(doc: Json): Json {
  if (!isObject(doc)) return doc;
  const keys = Object.keys(doc).sort();
  return Object.fromEntries(keys.map(key => [key, doc[key]]));
}

/** The Scale that a patch makes of another one: it has no lists, so strategic merging is merging. */
export function patchScale(doc: Json, patch: Patch): Json {
  return patch.type === 'json'
    ? applyJsonPatch(doc, patch.body)
    : applyMergePatch(doc, patch.body);
}
