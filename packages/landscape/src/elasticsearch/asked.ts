import { StoreError, type StoreAnswer, type StoreRequest } from './http';
import { resolveIndices, type Index } from './indices';
import { isObject, type JsonObject } from './json';
import type { Store } from './store';

/** Somebody's request, with the signal that says when he has gone. */
export interface Asked extends StoreRequest {
  /** As it stood in the request line. */
  uri: string;
  signal: AbortSignal;
}

export function ok(body: object): StoreAnswer {
  return { status: 200, body };
}

/** The indices that an address names. */
export function chosen(
  store: Store,
  expression: string,
  query: URLSearchParams,
): Index[] {
  const flag = (name: string, usual: boolean) => {
    const value = query.get(name);
    return value === null ? usual : value !== 'false';
  };
  return resolveIndices(expression, store.now(), {
    ignoreUnavailable: flag('ignore_unavailable', false),
    allowNoIndices: flag('allow_no_indices', true),
  });
}

/** JSON, or nothing; broken JSON is told in another way by each product. */
export function bodyOf({ product }: Store, text: string): JsonObject {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw product.isOpenSearch || product.isSix
      ? new StoreError('json_parse_exception', reason)
      : new StoreError('x_content_parse_exception', reason, { status: 500 });
  }
  if (isObject(value)) return value;
  throw new StoreError(
    'parsing_exception',
    'Expected [START_OBJECT] but found [START_ARRAY]',
  );
}
