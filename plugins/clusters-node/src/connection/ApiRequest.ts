import type { Purpose } from '../cluster/metrics';

/** What a cluster is asked. */
export interface ApiRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From `/api` or `/apis` on, encoded. */
  path: string;
  query?: Readonly<Record<string, string | undefined>>;
  body?: { type: string; text: string };
  purpose: Purpose;
  /** Until the whole answer is there; of a stream, until it begins. */
  timeoutMs: number;
  signal?: AbortSignal;
}

/** With its query. */
export function pathOf({ path, query = {} }: ApiRequest): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, value);
  }
  return parameters.size > 0 ? `${path}?${parameters}` : path;
}
