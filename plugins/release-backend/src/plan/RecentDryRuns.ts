import type { Role } from '@pilothouse/plugin-release-common';
import type { Deployment } from '../workload/objects';
import { dryRunImage, type Tried, type Write } from './dryRuns';

/** Between a plan and the yes to it; what may change meanwhile beside the Deployment is looked at when it is written. */
const HOLDS_MS = 60_000;
/** Whole Deployments, as they are and as they would be. */
const MOST = 200;

/**
 * What clusters have said to dry runs a moment ago. It holds for the very same write on the very same version of a
 * Deployment: the cluster would compute it from nothing else. What was refused is always tried again.
 */
export class RecentDryRuns {
  readonly #clock: () => number;
  readonly #tried = new Map<string, { tried: Tried; until: number }>();

  constructor(options: { clock: () => number }) {
    this.#clock = options.clock;
  }

  /** @param reuse - whether what was said a moment ago is good enough */
  async image(
    role: Role,
    deployment: Deployment,
    write: Write,
    { reuse }: { reuse: boolean },
  ): Promise<Tried> {
    const now = this.#clock();
    const key = keyOf(role, deployment, write);
    const known = this.#tried.get(key);
    if (reuse && known && now < known.until) {
      const { dryRun, holders } = known.tried;
      return { dryRun: { ...dryRun, before: deployment }, holders };
    }
    const tried = await dryRunImage(role, deployment, write);
    this.#tried.delete(key);
    if (tried.dryRun.after !== undefined) {
      this.#tried.set(key, { tried, until: now + HOLDS_MS });
      this.#prune(now);
    }
    return tried;
  }

  /** In the order of their making, so the first that holds ends the search. */
  #prune(now: number): void {
    for (const [key, { until }] of this.#tried) {
      if (now < until && this.#tried.size <= MOST) return;
      this.#tried.delete(key);
    }
  }
}

function keyOf(
  role: Role,
  { metadata }: Deployment,
  { cluster, container, image }: Write,
): string {
  const { namespace, name, uid, resourceVersion } = metadata ?? {};
  return JSON.stringify([
    cluster.name,
    role,
    namespace,
    name,
    uid,
    resourceVersion,
    container,
    image,
  ]);
}
