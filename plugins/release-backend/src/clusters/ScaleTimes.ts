import type { CacheChange } from '@pilothouse/plugin-clusters-node';
import type { Deployment } from '../workload/objects';

/**
 * When Deployments were scaled, as far as it was seen to happen. Kubernetes notes who wrote through the scale
 * subresource, as `kubectl scale` and autoscalers do, and not when.
 */
export class ScaleTimes {
  readonly #times = new Map<string, number>();

  /** @param now - milliseconds since the epoch */
  note(changes: readonly CacheChange<Deployment>[], now: number): void {
    for (const change of changes) {
      if (change.type === 'relist') continue;
      const uid = change.object.metadata?.uid;
      if (uid === undefined) continue;
      if (change.type === 'delete') this.#times.delete(uid);
      else if (
        change.before &&
        change.before.spec?.replicas !== change.object.spec?.replicas
      ) {
        this.#times.set(uid, now);
      }
    }
  }

  /** @returns milliseconds since the epoch; `undefined` where nobody has seen it */
  get(uid: string | undefined): number | undefined {
    return uid === undefined ? undefined : this.#times.get(uid);
  }
}
