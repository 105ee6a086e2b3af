import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Lease, LeasedRollout, RolloutStore } from '../ports';
import { NotUnderstoodError } from '../NotUnderstoodError';
import { ActiveRollout } from './ActiveRollout';
import type { RolloutMachine } from './ports';
import type { RunnerMetrics } from './RunnerMetrics';

/** As many are ours at most; what is left over falls to other replicas. */
const MOST_ROLLOUTS = 1_000;
/** A lease that the store says is ours lasts at least this part of its time: it renews it when less is left. */
const SURELY_LEFT = 0.4;

/** What is not understood is tried again after so long: what keeps us from it may have passed. */
const LEFT_TO_OTHERS_MS = 60_000;

interface Options {
  owner: string;
  leaseMs: number;
  store: Pick<
    RolloutStore,
    'lease' | 'saveClocks' | 'saveEvidence' | 'release' | 'giveUp'
  >;
  machine: Pick<RolloutMachine, 'reduce'>;
  metrics: RunnerMetrics;
  logger: LoggerService;
  /** A clock that does not jump, in milliseconds. */
  monotonic(): number;
  /** A rollout is not ours any more, or has to be looked at anew. */
  onDrop(rolloutId: string): void;
}

/** The rollouts whose leases are ours, for as long as that is sure. */
export class HeldRollouts implements Iterable<ActiveRollout> {
  readonly #options: Options;
  readonly #rollouts = new Map<string, ActiveRollout>();
  /** What makes no sense to this version is left to others; until when, by the clock that does not jump. */
  readonly #notUnderstood = new Map<string, number>();
  #freshUntil = Number.NEGATIVE_INFINITY;
  /** What the clock of the database is ahead of the one that does not jump. */
  #ahead = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  get size(): number {
    return this.#rollouts.size;
  }

  [Symbol.iterator](): IterableIterator<ActiveRollout> {
    return this.#rollouts.values();
  }

  get(rolloutId: string): ActiveRollout | undefined {
    return this.#rollouts.get(rolloutId);
  }

  has(rollout: ActiveRollout): boolean {
    return this.#rollouts.get(rollout.id) === rollout;
  }

  /** Whether the leases are surely still ours. */
  get fresh(): boolean {
    return this.#options.monotonic() < this.#freshUntil;
  }

  /** By the clock of the database, as of now. */
  now(): number {
    return Math.round(this.#options.monotonic() + this.#ahead);
  }

  drop(rolloutId: string): void {
    this.#rollouts.delete(rolloutId);
    this.#options.onDrop(rolloutId);
  }

  /** Takes what is free, keeps what is ours, and finds out what others have appended. */
  async renew(): Promise<void> {
    const { store, owner, leaseMs, metrics, monotonic } = this.#options;
    const asked = monotonic();
    metrics.asked('lease');
    const { taken, held, now } = await store.lease(owner, {
      ttlMs: leaseMs,
      limit: MOST_ROLLOUTS,
      except: this.#leftToOthers(asked),
    });
    // The store said so at some time since then: the earliest counts.
    this.#freshUntil = asked + leaseMs * SURELY_LEFT;
    this.#ahead = now - (asked + monotonic()) / 2;
    const ours = new Set([
      ...taken.map(({ lease }) => lease.rolloutId),
      ...held.map(({ rolloutId }) => rolloutId),
    ]);
    for (const id of this.#rollouts.keys()) if (!ours.has(id)) this.drop(id);
    const strangers = taken.filter(leased => !this.#take(leased));
    if (strangers.length > 0) {
      await store.giveUp(strangers.map(({ lease }) => lease));
    }
    const strange = held.filter(row => !this.#keep(row));
    if (strange.length > 0) await store.release(strange);
    metrics.holds(this.size);
  }

  /** Lets a rollout go that this version does not understand: another one may, and it keeps no other back. */
  async giveUp({ id, lease }: ActiveRollout, error: unknown): Promise<void> {
    this.drop(id);
    this.#tellNotUnderstood(id, error);
    await this.#options.store.giveUp([lease]);
  }

  /** Keeps what was measured, so that every replica can show it. */
  async saveEvidence(): Promise<void> {
    const { store, metrics, monotonic, logger } = this.#options;
    const now = monotonic();
    const due = [...this].flatMap(rollout => {
      const measured = isSettled(rollout) && rollout.evidenceToSave(now);
      return measured ? { lease: rollout.lease, ...measured } : [];
    });
    if (due.length === 0) return;
    metrics.asked('evidence');
    try {
      await store.saveEvidence(due);
    } catch (error) {
      // It is for who looks, and nothing is decided on it.
      logger.warn('Evidence of rollouts was not kept', toError(error));
    }
  }

  /** Saves what has been observed where a crash would lose too much of it. */
  async saveClocks(): Promise<void> {
    const { store, metrics, monotonic } = this.#options;
    const now = monotonic();
    const due = [...this]
      .filter(rollout => isSettled(rollout) && rollout.clockDue(now))
      .map(rollout => ({
        rollout,
        lease: rollout.lease,
        clock: rollout.clock,
      }));
    if (due.length === 0) return;
    metrics.asked('clocks');
    // Not looked at meanwhile: what a look stores must not give way to what had been counted before it.
    for (const { rollout } of due) rollout.busy = true;
    try {
      await store.saveClocks(due.map(({ lease, clock }) => ({ lease, clock })));
    } finally {
      for (const { rollout } of due) rollout.busy = false;
    }
    for (const { rollout, clock } of due) rollout.clockSaved(clock, now);
  }

  /** Lets others go on at once. */
  async giveBack(): Promise<void> {
    const { store, logger } = this.#options;
    const rollouts = [...this];
    this.#rollouts.clear();
    this.#freshUntil = Number.NEGATIVE_INFINITY;
    if (rollouts.length === 0) return;
    try {
      await store.saveClocks(
        rollouts
          .filter(isSettled)
          .map(({ lease, clock }) => ({ lease, clock })),
      );
      await store.release(rollouts.map(({ lease }) => lease));
    } catch (error) {
      // They expire by themselves.
      logger.warn('Leases of rollouts were not given back', toError(error));
    }
  }

  /** @returns false for what is not understood */
  #take(leased: LeasedRollout): boolean {
    const { machine, monotonic } = this.#options;
    const { rolloutId } = leased.lease;
    this.drop(rolloutId);
    try {
      if (leased.unreadableAt !== undefined) {
        throw new NotUnderstoodError(rolloutId);
      }
      const now = monotonic();
      this.#rollouts.set(
        rolloutId,
        new ActiveRollout(leased, { reduce: machine.reduce, now }),
      );
      this.#notUnderstood.delete(rolloutId);
      return true;
    } catch (error) {
      this.#tellNotUnderstood(rolloutId, error);
      return false;
    }
  }

  /** Once, however often it is tried again. */
  #tellNotUnderstood(rolloutId: string, error: unknown): void {
    const { logger, monotonic } = this.#options;
    if (!this.#notUnderstood.has(rolloutId)) {
      logger.error(
        `Rollout ${rolloutId} is left to replicas of another version, which may understand it`,
        toError(error),
      );
    }
    this.#notUnderstood.set(rolloutId, monotonic() + LEFT_TO_OTHERS_MS);
  }

  #leftToOthers(now: number): string[] {
    return [...this.#notUnderstood].flatMap(([id, until]) =>
      now < until ? id : [],
    );
  }

  /** @returns false for a lease that is ours of a rollout that we have let go: it has to be taken anew */
  #keep({ rolloutId, epoch, sequence }: Lease & { sequence: number }): boolean {
    const rollout = this.#rollouts.get(rolloutId);
    if (rollout?.lease.epoch !== epoch) return false;
    if (sequence > rollout.state.sequence) {
      rollout.behind = true;
      rollout.lookAt = 0;
    }
    return true;
  }
}

/**
 * Whether the clock that we have is that of the step which the store has. While it is being looked at, or has events that
 * we do not know, another step may have been entered, and its clock must not begin with what was counted for this one.
 */
function isSettled({ busy, behind }: ActiveRollout): boolean {
  return !busy && !behind;
}
