import { bodyOf, chosen, ok, type Asked } from './asked';
import { illegal, StoreError, type StoreAnswer } from './http';
import type { JsonObject } from './json';
import { checkParameters, readSearch } from './search/request';
import { search } from './search/search';
import type { Store } from './store';

/** `_search`. */
export async function answerSearch(
  store: Store,
  asked: Asked,
  expression: string,
): Promise<StoreAnswer> {
  const body = bodyOf(store, asked.body);
  return ok(await searchOnce(store, asked, body, asked.query, expression));
}

async function searchOnce(
  store: Store,
  asked: Asked,
  body: JsonObject,
  query: URLSearchParams,
  expression: string,
) {
  const request = readSearch(body, query, asked.uri, store.product);
  const { signal } = asked;
  if (!request.pit) {
    return await search(store, chosen(store, expression, query), request, {
      seenAt: store.now(),
      signal,
    });
  }
  if (expression !== '') {
    throw new StoreError(
      'action_request_validation_exception',
      'Validation Failed: 1: [indices] cannot be used with point in time. Do not specify any index with point in time.;',
    );
  }
  const { id, keepAliveMs } = request.pit;
  const { indices, seenAt } = store.pits.get(id, store.now(), keepAliveMs);
  return await search(store, indices, request, { seenAt, signal });
}

const HEADER = [
  'index',
  'indices',
  'ignore_unavailable',
  'allow_no_indices',
  'expand_wildcards',
  'preference',
  'routing',
  'search_type',
  'request_cache',
  'allow_partial_search_results',
  'ccs_minimize_roundtrips',
];
const MOST_SEARCHES = 100;

/** `_msearch`: what fails, fails alone. */
export async function answerMany(
  store: Store,
  asked: Asked,
  expression: string,
): Promise<StoreAnswer> {
  const started = performance.now();
  checkParameters(asked.uri, asked.query, [
    'max_concurrent_searches',
    'max_concurrent_shard_requests',
    'pre_filter_shard_size',
    'rest_total_hits_as_int',
    'typed_keys',
    'search_type',
    'ccs_minimize_roundtrips',
  ]);
  if (!asked.body.endsWith('\n'))
    throw illegal('The msearch request must be terminated by a newline [\n]');
  const lines = asked.body.split('\n').slice(0, -1);
  if (lines.length % 2 === 1) lines.pop();
  if (lines.length === 0)
    throw new StoreError(
      'action_request_validation_exception',
      'Validation Failed: 1: no requests added;',
    );
  if (lines.length > 2 * MOST_SEARCHES)
    throw illegal(
      `more than ${MOST_SEARCHES} searches in one request are not played here`,
    );
  const responses: object[] = [];
  for (let index = 0; index < lines.length; index += 2) {
    const header = bodyOf(store, lines[index]);
    try {
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(header)) {
        if (!HEADER.includes(name))
          throw illegal(
            `key [${name}] is not supported in the metadata section`,
          );
        if (name !== 'index' && name !== 'indices')
          query.set(name, String(value));
      }
      const total = asked.query.get('rest_total_hits_as_int');
      if (total) query.set('rest_total_hits_as_int', total);
      const names = header.index ?? header.indices ?? expression;
      const answer = await searchOnce(
        store,
        asked,
        bodyOf(store, lines[index + 1]),
        query,
        Array.isArray(names) ? names.join(',') : String(names),
      );
      responses.push({ ...answer, status: 200 });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      responses.push(error.body());
    }
  }
  return ok({
    ...(!store.product.isSix && {
      took: Math.round(performance.now() - started),
    }),
    responses,
  });
}
