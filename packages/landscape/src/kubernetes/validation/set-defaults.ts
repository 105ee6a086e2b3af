import type { JsonObject } from '../json';
import type { Json } from '../types';

/** Sets what is missing: not there, `null` or "". */
export function setDefaults(
  object: JsonObject | undefined,
  defaults: { [key: string]: Json | undefined },
): void {
  if (!object) return;
  for (const [key, value] of Object.entries(defaults)) {
    const present = object[key];
    const isMissing =
      present === undefined || present === null || present === '';
    if (isMissing && value !== undefined) object[key] = value;
  }
}
