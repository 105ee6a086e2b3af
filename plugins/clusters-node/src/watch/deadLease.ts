import type { WatchLease } from '../types';
import type { Identified } from './changes';
import { ObjectStore } from './ObjectStore';

/** A lease of a cluster that cannot be watched, or not any more: nothing ever comes. */
export function deadLease<T extends Identified>(since: number): WatchLease<T> {
  return {
    cache: new ObjectStore<T>(),
    ready: async () => false,
    state: () => ({ state: 'starting', since }),
    onState: () => () => {},
    subscribe: () => () => {},
    release: () => {},
  };
}
