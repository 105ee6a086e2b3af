import type { Message } from '@pilothouse/plugin-release-common';

type Params = Message['params'];

/** A parameter as text; empty where it is missing, because a newer or older backend may say less. */
export function textOf(params: Params, name: string): string {
  const value = params[name];
  return value === undefined ? '' : String(value);
}

/** A parameter as a number; 0 where it is missing or none. */
export function numberOf(params: Params, name: string): number {
  const value = Number(params[name]);
  return Number.isFinite(value) ? value : 0;
}
