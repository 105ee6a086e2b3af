import type {
  ObjectCache,
  WatchedKind,
  WatchedKinds,
} from '@pilothouse/plugin-clusters-node';
import type { FakeCluster } from '@pilothouse/plugin-clusters-node/testUtils';

/**
 * Lets a cluster keep some kinds to itself, as one that hangs does: their watches have no first list.
 *
 * @returns lets the lists come
 */
export function withhold(
  cluster: FakeCluster,
  ...kinds: WatchedKind[]
): () => void {
  const withheld = new Set(kinds);
  const original = cluster.watch.bind(cluster);
  cluster.watch = <K extends WatchedKind>(kind: K) => {
    const lease = original(kind);
    const { cache } = lease;
    const isWithheld = () => withheld.has(kind);
    const shown: ObjectCache<WatchedKinds[K]> = {
      get synced() {
        return !isWithheld() && cache.synced;
      },
      get: (...place) => (isWithheld() ? undefined : cache.get(...place)),
      list: namespace => (isWithheld() ? [] : cache.list(namespace)),
      ownedBy: (...owner) => (isWithheld() ? [] : cache.ownedBy(...owner)),
    };
    return {
      ...lease,
      cache: shown,
      ready: async options => !isWithheld() && lease.ready(options),
    };
  };
  return () => {
    withheld.clear();
    for (const kind of kinds) cluster.relist(kind);
  };
}
