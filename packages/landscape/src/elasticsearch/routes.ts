import { bodyOf, chosen, ok, type Asked } from './asked';
import { StoreError, type StoreAnswer } from './http';
import { resolveIndices, SHARDS_PER_INDEX } from './indices';
import {
  clusterHealth,
  catIndices,
  fieldCaps,
  mappings,
  noHandler,
  resolved,
  wrongMethod,
} from './metadata';
import { answerPit } from './pit-routes';
import { banner } from './products';
import { answerMany, answerSearch } from './search-routes';
import { scan } from './search/scan';
import { checkParameters } from './search/request';
import { aggregationContext, matcherOf } from './search/search';
import { onShards, shardFailures, shardsOf } from './search/shards';
import type { Store } from './store';

type Handler = (
  store: Store,
  asked: Asked,
  expression: string,
) => StoreAnswer | Promise<StoreAnswer>;

const BOTH = ['GET', 'POST'] as const;

/** By what stands at the end of the path; before it may stand an index. */
const ENDPOINTS: Readonly<
  Record<string, { methods: readonly string[]; handle: Handler }>
> = {
  _search: { methods: BOTH, handle: answerSearch },
  _count: { methods: BOTH, handle: answerCount },
  _msearch: { methods: BOTH, handle: answerMany },
  _field_caps: { methods: BOTH, handle: answerFieldCaps },
  _mapping: { methods: ['GET'], handle: answerMapping },
  _mappings: { methods: ['GET'], handle: answerMapping },
};

/**
 * Answers a request.
 *
 * @throws StoreError
 */
export async function answerStore(
  store: Store,
  asked: Asked,
): Promise<StoreAnswer> {
  const { method, path, uri, query } = asked;
  const { product } = store;
  const [first = '', second, ...rest] = path;
  if (first === '') {
    if (method !== 'GET' && method !== 'HEAD')
      return wrongMethod(method, uri, ['DELETE', 'HEAD', 'GET']);
    return ok(banner(product));
  }
  const pit = answerPit(store, asked);
  if (pit) return pit;
  if (first === '_cluster' && second === 'health')
    return ok(clusterHealth(store));
  if (first === '_cat' && second === 'indices') {
    checkParameters(uri, query, [
      'v',
      'h',
      's',
      'bytes',
      'time',
      'health',
      'pri',
      'include_unloaded_segments',
    ]);
    return catIndices(store, chosen(store, rest[0] ?? '', query), query);
  }
  if (first === '_resolve' && second === 'index' && rest[0] && !product.isSix) {
    checkParameters(uri, query);
    const found = resolveIndices(rest[0], store.now(), {
      ignoreUnavailable: product.isOpenSearch,
    });
    return ok(resolved(found));
  }
  const [expression, name] =
    first.startsWith('_') && first !== '_all' ? ['', first] : [first, second];
  const endpoint =
    name && path.length <= 2 && Object.hasOwn(ENDPOINTS, name)
      ? ENDPOINTS[name]
      : undefined;
  if (endpoint) {
    if (!endpoint.methods.includes(method))
      return wrongMethod(method, uri, endpoint.methods);
    return await endpoint.handle(store, asked, expression);
  }
  if (path.length === 1 && (method === 'HEAD' || method === 'GET')) {
    // The index itself: its mapping is what anybody wants to know of it.
    return ok(
      mappings(
        { product, fields: store.fields() },
        chosen(store, first, query),
      ),
    );
  }
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST')
    throw forbidden(method);
  return noHandler(method, uri);
}

/** The account may read, and that is all. */
function forbidden(method: string): StoreError {
  return new StoreError(
    'security_exception',
    `action [indices:data/write/${method.toLowerCase()}] is unauthorized for user [portal] with effective roles [logs_reader], this action is granted by the index privileges [write,all]`,
    { status: 403 },
  );
}

async function answerCount(
  store: Store,
  asked: Asked,
  expression: string,
): Promise<StoreAnswer> {
  const { query, uri, signal } = asked;
  checkParameters(uri, query, [
    'q',
    'df',
    'default_operator',
    'analyzer',
    'analyze_wildcard',
    'lenient',
    'preference',
    'routing',
    'terminate_after',
    'min_score',
  ]);
  const { query: wanted, ...rest } = bodyOf(store, asked.body);
  const [other] = Object.keys(rest);
  if (other)
    throw new StoreError(
      'parsing_exception',
      `request does not support [${other}]`,
    );
  const indices = chosen(store, expression, query);
  const failures = shardFailures(store, indices, true);
  const seenAt = store.now();
  let count = 0;
  try {
    const text = query.get('q');
    const matcher = matcherOf(
      text === null ? wanted : { query_string: { query: text } },
      aggregationContext(store),
    );
    await scan({
      library: store.library,
      indices,
      matcher,
      isThere: line =>
        store.isVisible(line, seenAt) &&
        !(failures.length > 0 && store.shardOf(line) > 0),
      isDescending: true,
      deadline: Infinity,
      signal,
      collect: () => {
        count += 1;
      },
      isEnough: () => false,
    });
  } catch (error) {
    throw onShards(error, indices);
  }
  return ok({
    count,
    _shards: shardsOf(indices.length * SHARDS_PER_INDEX, failures),
  });
}

function answerFieldCaps(
  store: Store,
  asked: Asked,
  expression: string,
): StoreAnswer {
  const { query, uri } = asked;
  const isNew = !store.product.isOpenSearch && !store.product.isSix;
  checkParameters(uri, query, [
    'fields',
    'include_unmapped',
    ...(expression === '' ? ['index'] : []),
    ...(isNew ? ['filters', 'types'] : []),
  ]);
  const body = bodyOf(store, asked.body);
  const fields = query.get('fields')?.split(',') ?? body.fields;
  if (!Array.isArray(fields) || fields.length === 0) {
    throw new StoreError(
      'action_request_validation_exception',
      'Validation Failed: 1: no fields specified;',
    );
  }
  const indices = chosen(store, query.get('index') ?? expression, query);
  return ok(fieldCaps(store, indices, fields.map(String)));
}

function answerMapping(
  store: Store,
  asked: Asked,
  expression: string,
): StoreAnswer {
  checkParameters(asked.uri, asked.query, ['include_type_name']);
  return ok(
    mappings(
      { product: store.product, fields: store.fields() },
      chosen(store, expression, asked.query),
    ),
  );
}
