import { QueryFault, ShardsError, type ShardFailure } from '../http';
import { SHARDS_PER_INDEX, uuidOf, type Index } from '../indices';
import type { Store } from '../store';

const NODE = 'yunfanLogNode0000000001';

/** What `_shards` says. */
export function shardsOf(total: number, failures: readonly ShardFailure[]) {
  return {
    total,
    successful: total - failures.length,
    skipped: 0,
    failed: failures.length,
    ...(failures.length > 0 && { failures }),
  };
}

/**
 * The shards that do not answer.
 *
 * @throws ShardsError when that leaves nothing to answer with
 */
export function shardFailures(
  store: Store,
  indices: readonly Index[],
  allowPartial: boolean,
): ShardFailure[] {
  const trouble = store.trouble();
  if (trouble === 'none' || indices.length === 0) return [];
  const reason =
    trouble === 'red'
      ? { type: 'no_shard_available_action_exception', reason: '' }
      : {
          type: 'circuit_breaking_exception',
          reason:
            '[parent] Data too large, data for [<transport_request>] would be [2069381120/1.9gb], which is larger than the limit of [2040109465/1.8gb]',
          bytes_wanted: 2069381120,
          bytes_limit: 2040109465,
          durability: 'TRANSIENT',
        };
  const failures = indices.map(({ name }) => ({
    shard: SHARDS_PER_INDEX - 1,
    index: name,
    node: trouble === 'red' ? undefined : NODE,
    reason,
  }));
  if (trouble === 'red') throw new ShardsError(failures.slice(0, 1), 503);
  if (!allowPartial) {
    throw new ShardsError(failures, 503, 'Partial shards failure');
  }
  return failures;
}

/** A fault of a query, as every shard tells of it. */
export function onShards(error: unknown, indices: readonly Index[]): unknown {
  if (!(error instanceof QueryFault)) return error;
  const [index] = indices;
  if (!index) return error;
  const more =
    error.type === 'query_shard_exception'
      ? { index_uuid: uuidOf(index), index: index.name }
      : {};
  const reason = {
    type: error.type,
    reason: error.message,
    ...more,
    ...(error.causedBy && { caused_by: error.causedBy }),
  };
  return new ShardsError(
    [{ shard: 0, index: index.name, node: NODE, reason }],
    error.status,
  );
}
