import { isObject } from '../json';
import type { Json } from '../types';

/** What a value that does not fit should have been, unless it is a plain one. */
export type Container = 'struct' | 'map' | 'slice';

/** What is wrong with a value where the real server converts Go values instead of reading JSON. */
export function cannotConvert(
  value: Json,
  goType: string,
  container?: Container,
): string {
  const from = goKind(value);
  if (container === 'struct') return `cannot restore struct from: ${from}`;
  if (container) return `cannot restore ${container} from ${from}`;
  const isNumber = typeof value === 'number';
  if (isNumber && /^u?int|^float/.test(goType))
    return `cannot convert ${from} to ${goType}`;
  if (isNumber && from === 'int64' && goType !== 'bool')
    return `cannot convert ${from} to ${goType}`;
  return `unrecognized type: ${
    /^(u?int|bool)/.test(goType) ? goType : 'string'
  }`;
}

function goKind(value: Json): string {
  if (Array.isArray(value)) return 'slice';
  if (isObject(value)) return 'map';
  if (typeof value === 'number')
    return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
