import { DEPLOYMENT } from '@pilothouse/plugin-clusters-node';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, toError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import type { Deployment } from '../../workload/objects';
import type { Decision } from '../decision';
import type { RolloutEvent, WriteIntent } from '../events';
import { NotUnderstoodError } from '../NotUnderstoodError';
import type { RolloutStore } from '../ports';
import type { StepClock } from '../state';
import type { ActiveRollout } from './ActiveRollout';
import { isTold } from './notices';
import type { Observed, Observer } from './Observer';
import type { RolloutAudience, RolloutMachine } from './ports';
import { awayReason, readRefusalOf } from './refusalOf';
import type { RunnerMetrics } from './RunnerMetrics';
import {
  nameOf,
  sendRolloutWrite,
  type SettledWrite,
} from './sendRolloutWrite';
import type { TargetWatches } from './TargetWatches';
import type { WriteJournal } from './WriteJournal';

const SECOND = 1000;
/** As many decisions follow one another at once; then others get their turn. */
const MOST_ROUNDS = 20;
/** Somebody's commands come between as often at most. */
const MOST_APPENDS = 5;
const READ_TIMEOUT_MS = 10 * SECOND;
/** As long as something is in doubt it is read again sooner; after that nobody asks for it any more. */
const UNREAD_MS = 30 * SECOND;
/** A cluster that could not be read is read again so much later. */
const READ_AGAIN_MS = SECOND;

/** `lost`: the lease is not ours any more, or may have been another's meanwhile. */
export type TickResult = 'looked' | 'lost' | 'ended';

interface Options {
  store: Pick<RolloutStore, 'append' | 'eventsAfter'>;
  machine: Pick<RolloutMachine, 'decide'>;
  observer: Pick<Observer, 'observe'>;
  watches: Pick<TargetWatches, 'cluster'>;
  journal: WriteJournal;
  audience: RolloutAudience;
  metrics: RunnerMetrics;
  logger: LoggerService;
  /** By the clock of the database, as of now. */
  now(): number;
  /** A clock that does not jump, in milliseconds. */
  monotonic(): number;
  /** Whether leases are surely still ours. */
  mayAct(): boolean;
  /** Aborts what is on its way to clusters. */
  signal: AbortSignal;
}

class LeaseLost extends Error {}

/**
 * Looks at one rollout, decides, and acts: the events first, then the write. Whatever throws in between leaves the
 * rollout as its events have it.
 */
export class RolloutTicker {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws NotUnderstoodError for what this version can make nothing of */
  async tick(rollout: ActiveRollout): Promise<TickResult> {
    const { monotonic } = this.#options;
    try {
      if (rollout.behind) await this.#catchUp(rollout);
      for (let round = 0; round < MOST_ROUNDS; round++) {
        // It is looked at again when that is sure.
        if (!this.#options.mayAct()) return 'looked';
        await this.#settleLeftover(rollout);
        if (rollout.ended) return 'ended';
        // What happens from here on may come too late for this look.
        rollout.lookAt = Number.POSITIVE_INFINITY;
        const nextLookMs = await this.#step(rollout);
        if (rollout.ended) return 'ended';
        rollout.lookAt = Math.min(rollout.lookAt, monotonic() + nextLookMs);
        if (nextLookMs > 0) return 'looked';
      }
      return 'looked';
    } catch (error) {
      if (error instanceof LeaseLost) return 'lost';
      throw error;
    }
  }

  /** @returns when to look again, in milliseconds from now */
  async #step(rollout: ActiveRollout): Promise<number> {
    const { machine, monotonic } = this.#options;
    const observedAt = monotonic();
    const observed = await this.#observe(rollout, observedAt);
    const decision = understood(rollout.id, () =>
      machine.decide(rollout.state, rollout.clock, observed.observation),
    );
    const changeId = randomUUID();
    if (!(await this.#store(rollout, decision, changeId))) return 0;
    rollout.keepClock(decision.clock, observedAt);
    rollout.readBack = undefined;
    rollout.evidence = observed.observation.evidence;
    const { write, readBack } = decision;
    if (write) {
      rollout.unsettled = settledEvent(
        write,
        await this.#write(rollout, { ...write, changeId }, observed),
      );
      await this.#settleLeftover(rollout);
      return 0;
    }
    if (readBack) return this.#readBack(rollout, readBack);
    return decision.nextLookMs;
  }

  #observe(rollout: ActiveRollout, at: number): Promise<Observed> {
    const { observer, now } = this.#options;
    const { observedAt, lease, readBack, unread } = rollout;
    return observer.observe(rollout.state, {
      now: now(),
      elapsedMs: observedAt === undefined ? undefined : at - observedAt,
      epoch: lease.epoch,
      readBack,
      unread:
        unread && at - unread.at < UNREAD_MS
          ? { ...unread, forMs: at - unread.since }
          : undefined,
    });
  }

  /** @returns false when others were faster: then it has to be decided anew */
  async #store(
    rollout: ActiveRollout,
    { events, clock }: Decision,
    changeId: string,
  ): Promise<boolean> {
    if (events.length === 0) return true;
    const named = events.map(event => withChange(event, changeId));
    return this.#append(rollout, named, clock);
  }

  async #append(
    rollout: ActiveRollout,
    events: readonly RolloutEvent[],
    clock: StepClock,
  ): Promise<boolean> {
    const { store, journal, audience, metrics, monotonic } = this.#options;
    metrics.asked('append');
    const result = await store.append(rollout.id, {
      sequence: rollout.state.sequence,
      lease: rollout.lease,
      events,
      clock,
      tell: events.some(isTold),
    });
    if (!result.appended) {
      if (result.because === 'lease') throw new LeaseLost();
      await this.#catchUp(rollout);
      return false;
    }
    const before = rollout.apply(result.events);
    rollout.clockSaved(clock, monotonic());
    await journal.note(before, events);
    audience.appended(before, rollout.state, result.events);
    return true;
  }

  async #catchUp(rollout: ActiveRollout): Promise<void> {
    const { store, metrics } = this.#options;
    metrics.asked('events');
    rollout.behind = false;
    rollout.apply(await store.eventsAfter(rollout.id, rollout.state.sequence));
  }

  async #write(
    rollout: ActiveRollout,
    intent: WriteIntent & { changeId: string },
    { observation, scenes }: Observed,
  ): Promise<SettledWrite> {
    const { watches, journal, metrics, logger, mayAct, signal } = this.#options;
    const target = targetOf(rollout, intent.workloadId);
    const cluster = watches.cluster(target.cluster);
    if (!cluster) {
      return { outcome: 'refused', reason: awayReason(target.cluster) };
    }
    const seen = observation.targets[intent.workloadId]?.[intent.role];
    try {
      await journal.begin(rollout.state, intent, seen);
    } catch (error) {
      // What cannot be noted is not done. Why not is for the log, not for the rollout's history.
      logger.warn('A change could not be noted', toError(error));
      return { outcome: 'refused', message: 'The ledger did not take it' };
    }
    // The process may have stood still since the intent was stored: then another one decides by now.
    if (!mayAct()) throw new LeaseLost();
    const settled = await sendRolloutWrite(intent, {
      cluster,
      target,
      rolloutId: rollout.id,
      release: scenes.get(target.workloadId)?.release,
      signal,
    });
    metrics.wrote(intent.goal.kind, settled.outcome);
    return settled;
  }

  /** Stores what came of a write; kept for the next look when that fails. */
  async #settleLeftover(rollout: ActiveRollout): Promise<void> {
    for (let attempt = 0; attempt < MOST_APPENDS; attempt++) {
      const { unsettled, clock, state } = rollout;
      if (!unsettled) return;
      // Whoever had the lease between has read it back.
      const { pending } = state;
      const stillOpen =
        pending?.key === unsettled.key && pending.attempt === unsettled.attempt;
      if (!stillOpen || (await this.#append(rollout, [unsettled], clock))) {
        rollout.unsettled = undefined;
      }
    }
  }

  /** @returns when to look again */
  async #readBack(
    rollout: ActiveRollout,
    { workloadId, role }: NonNullable<Decision['readBack']>,
  ): Promise<number> {
    const { watches, signal } = this.#options;
    const target = targetOf(rollout, workloadId);
    const cluster = watches.cluster(target.cluster);
    if (!cluster) return READ_AGAIN_MS;
    try {
      const deployment = await cluster.read<Deployment>(
        DEPLOYMENT,
        { namespace: target.namespace, name: nameOf(target, role) },
        {
          signal: AbortSignal.any([
            signal,
            AbortSignal.timeout(READ_TIMEOUT_MS),
          ]),
        },
      );
      rollout.readBack = { workloadId, role, deployment };
    } catch (error) {
      if (!isError(error) || error.name !== 'NotFoundError') {
        const at = this.#options.monotonic();
        const reason = readRefusalOf(error, cluster);
        const since = rollout.unread?.since ?? at;
        rollout.unread = { workloadId, reason, since, at };
        return READ_AGAIN_MS;
      }
      rollout.readBack = { workloadId, role };
    }
    rollout.unread = undefined;
    return 0;
  }
}

/** @throws NotUnderstoodError where the rules do not know what to make of it */
function understood<T>(rolloutId: string, think: () => T): T {
  try {
    return think();
  } catch (error) {
    throw new NotUnderstoodError(rolloutId, error);
  }
}

function withChange(event: RolloutEvent, changeId: string): RolloutEvent {
  return event.type === 'write-intended'
    ? { ...event, intent: { ...event.intent, changeId } }
    : event;
}

function settledEvent({ key, attempt }: WriteIntent, settled: SettledWrite) {
  return { type: 'write-settled', key, attempt, ...settled } as const;
}

function targetOf({ state }: ActiveRollout, workloadId: string) {
  const target = state.definition.targets.find(
    candidate => candidate.workloadId === workloadId,
  );
  if (!target) {
    throw new Error(`The rollout ${state.definition.id} has no ${workloadId}`);
  }
  return target;
}
