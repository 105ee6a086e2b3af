import { bodyOf, chosen, ok, type Asked } from './asked';
import { illegal, StoreError, type StoreAnswer } from './http';
import { SHARDS_PER_INDEX } from './indices';
import { checkParameters, durationOf } from './search/request';
import { shardsOf } from './search/shards';
import type { Store } from './store';

/** Points in time have another address with each product. */
export function answerPit(
  store: Store,
  { method, path, query, body, uri }: Asked,
): StoreAnswer | undefined {
  const { product, pits } = store;
  const now = store.now();
  const tail = path.join('/');
  const opens =
    product.pit === 'opensearch'
      ? /^([^_/][^/]*)\/_search\/point_in_time$/
      : /^([^_/][^/]*)\/_pit$/;
  const [, expression] = (product.pit && opens.exec(tail)) ?? [];
  if (expression && method === 'POST') {
    checkParameters(uri, query, [
      'keep_alive',
      'preference',
      'routing',
      'allow_partial_pit_creation',
    ]);
    const keepAlive = query.get('keep_alive');
    if (keepAlive === null) {
      throw new StoreError(
        'action_request_validation_exception',
        'Validation Failed: 1: [keep_alive] is not specified;',
      );
    }
    const indices = chosen(store, expression, query);
    if (product.isOpenSearch && indices.length === 0)
      throw illegal('invalid id: [null]');
    const { id } = pits.open(indices, now, durationOf(keepAlive, 'keep_alive'));
    if (!product.isOpenSearch) return ok({ id });
    return ok({
      pit_id: id,
      _shards: shardsOf(indices.length * SHARDS_PER_INDEX, []),
      creation_time: now,
    });
  }
  if (method !== 'DELETE') return undefined;
  if (product.pit === 'elasticsearch' && tail === '_pit') {
    const { id } = bodyOf(store, body);
    if (typeof id !== 'string') throw illegal('Required [id]');
    const freed = pits.close([id], now);
    return {
      status: freed > 0 ? 200 : 404,
      body: { succeeded: freed > 0, num_freed: freed * SHARDS_PER_INDEX },
    };
  }
  if (
    product.pit === 'opensearch' &&
    /^_search\/point_in_time(\/_all)?$/.test(tail)
  ) {
    const { pit_id: given } =
      path.length === 3 ? { pit_id: undefined } : bodyOf(store, body);
    const ids =
      path.length === 3
        ? pits.closeAll()
        : (Array.isArray(given) ? given : [given]).map(String);
    if (path.length === 2) pits.close(ids, now);
    return ok({ pits: ids.map(pit_id => ({ successful: true, pit_id })) });
  }
  return undefined;
}
