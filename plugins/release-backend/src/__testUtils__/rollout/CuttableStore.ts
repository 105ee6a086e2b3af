import type { RolloutStore } from '../../rollout/ports';

/** A way to a store that can be cut: then it refuses, or what goes there never comes back. */
export class CuttableStore {
  state: 'there' | 'away' | 'stalled' = 'there';
  readonly store: RolloutStore;

  constructor(store: RolloutStore) {
    this.store = new Proxy(store, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          if (this.state === 'away') throw new Error('The database is away');
          if (this.state === 'stalled') await new Promise(() => {});
          return value.apply(target, args);
        };
      },
    });
  }
}
