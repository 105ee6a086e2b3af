import type { ForgeAnswer } from '../http';
import type { Call } from './call';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A value becomes JSON; an answer is sent as it is. */
type Handler = (call: Call) => Promise<ForgeAnswer> | ForgeAnswer;

export interface Route {
  method: Method;
  /** Below `/api/v4/`; `:name` stands for one part, however many slashes are encoded in it. */
  path: string;
  handle: Handler;
}

/** Shorter to read than objects when there are many. */
export function route(method: Method, path: string, handle: Handler): Route {
  return { method, path, handle };
}

/** What a path leads to. */
export interface Found {
  route?: Route;
  /** Something is there, and does not understand the method. */
  known: boolean;
  parameters: Map<string, string>;
}

/** Finds the route of a path; HEAD is answered like GET. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): Found {
  const wanted = method === 'HEAD' ? 'GET' : method;
  let known = false;
  for (const item of routes) {
    const parameters = match(item.path, path);
    if (!parameters) continue;
    known = true;
    if (item.method === wanted) return { route: item, known, parameters };
  }
  return { known, parameters: new Map() };
}

function match(pattern: string, path: string): Map<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const parameters = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    if (!part.startsWith(':')) {
      if (part !== given[index]) return undefined;
      continue;
    }
    const value = decode(given[index]);
    if (!value) return undefined;
    parameters.set(part.slice(1), value);
  }
  return parameters;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
