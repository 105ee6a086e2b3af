import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { NotUnderstoodError } from '../NotUnderstoodError';
import type { ActiveRollout } from './ActiveRollout';
import { backoff } from './backoff';
import type { HeldRollouts } from './HeldRollouts';
import { Limits } from './Limits';
import type { RolloutTicker } from './RolloutTicker';
import type { RunnerMetrics } from './RunnerMetrics';

/** As many looks wait for one cluster at once. One that hangs keeps nobody waiting who is with another. */
const MOST_PER_CLUSTER = 32;
/** Changes of a cluster come in bursts: the first is looked at at once, those that follow a look wait for each other. */
const BURST_MS = 20;

interface Options {
  rollouts: HeldRollouts;
  ticker: RolloutTicker;
  metrics: RunnerMetrics;
  logger: LoggerService;
  /** A look that failed is tried again after so long, then later and later. */
  retryMs: number;
  /** A clock that does not jump, in milliseconds. */
  monotonic(): number;
  mayLook(): boolean;
  /** Some look is due earlier, or has ended. */
  onChange(): void;
  /** A rollout has ended, or is not ours any more: others may go on. */
  onLeft(): void;
}

/** The looks at the rollouts that are held: each when something has happened or is due, one at a time. */
export class RolloutLooks {
  readonly #options: Options;
  readonly #limits = new Limits(MOST_PER_CLUSTER);
  readonly #running = new Set<Promise<void>>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Something has happened to those that this concerns. */
  hasten(concerned: (rollout: ActiveRollout) => boolean): void {
    const { rollouts, monotonic, onChange } = this.#options;
    const now = monotonic();
    let found = false;
    for (const rollout of rollouts) {
      const soon = Math.max(now, rollout.lookedAt + BURST_MS);
      if (rollout.lookAt <= soon || !concerned(rollout)) continue;
      rollout.lookAt = soon;
      found = true;
    }
    if (found) onChange();
  }

  /** When the next look is due, by the clock that does not jump; never, where none is. */
  get nextAt(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { busy, lookAt } of this.#options.rollouts) {
      if (!busy) next = Math.min(next, lookAt);
    }
    return next;
  }

  startDue(): void {
    const { rollouts, monotonic, onChange } = this.#options;
    const now = monotonic();
    for (const rollout of rollouts) {
      if (rollout.busy || rollout.lookAt > now) continue;
      rollout.busy = true;
      const look = this.#limits
        .run(rollout.presentCluster, () => this.#look(rollout))
        .finally(() => {
          rollout.busy = false;
          rollout.lookedAt = monotonic();
          this.#running.delete(look);
          onChange();
        });
      this.#running.add(look);
    }
  }

  /** Resolves when all that have begun by now have ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  async #look(rollout: ActiveRollout): Promise<void> {
    const { rollouts, ticker, metrics, monotonic } = this.#options;
    if (!this.#options.mayLook() || !rollouts.has(rollout)) return;
    const began = monotonic();
    try {
      const result = await ticker.tick(rollout);
      rollout.troubles = 0;
      if (result === 'looked') return;
      if (rollouts.has(rollout)) rollouts.drop(rollout.id);
      this.#options.onLeft();
    } catch (error) {
      if (error instanceof NotUnderstoodError) {
        await this.#giveUp(rollout, error);
      } else {
        this.#retry(rollout, error);
      }
    } finally {
      metrics.ticked((monotonic() - began) / 1000);
    }
  }

  #retry(rollout: ActiveRollout, why: unknown): void {
    const { logger, monotonic, retryMs } = this.#options;
    rollout.lookAt = monotonic() + backoff(rollout.troubles, retryMs);
    if (rollout.troubles === 0) {
      logger.warn(
        `Rollout ${rollout.id} could not be looked at, and is tried again`,
        toError(why),
      );
    }
    rollout.troubles += 1;
  }

  async #giveUp(rollout: ActiveRollout, why: NotUnderstoodError) {
    const { rollouts, logger } = this.#options;
    try {
      await rollouts.giveUp(rollout, why);
    } catch (error) {
      // The lease expires by itself.
      logger.warn('The lease of a rollout was not given back', toError(error));
    }
  }
}
