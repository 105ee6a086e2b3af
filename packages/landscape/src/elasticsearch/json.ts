import { parsing } from './http';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws StoreError naming what should have been an object. */
export function objectOf(value: unknown, what: string): JsonObject {
  if (isObject(value)) return value;
  throw parsing(`[${what}] must be an object`);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** A whole number as JSON or as text has it. */
export function integerOf(value: unknown, what: string): number {
  const number = typeof value === 'string' ? Number(value || NaN) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw parsing(
    `Failed to parse int parameter [${what}] with value [${value}]`,
  );
}

/** `true`, or as the query string of an address says it. */
export function booleanOf(value: unknown, what: string): boolean {
  if (value === true || value === 'true' || value === '') return true;
  if (value === false || value === 'false') return false;
  throw parsing(
    `Failed to parse value [${value}] as only [true] or [false] are allowed: ${what}`,
  );
}
