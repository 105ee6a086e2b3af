import { isObject } from './json';
import type { Json } from './types';

/** JSON as Go prints it with `%v`, which many messages of the real server contain: `map[a:1 b:[x y]]`. */
export function goValue(value: Json): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (!isObject(value)) return String(value);
  const entries = Object.keys(value)
    .sort()
    .map(key => `${key}:${goValue(value[key])}`);
  return `map[${entries.join(' ')}]`;
}
