import type { Message } from '@pilothouse/plugin-release-common';
import type { decide } from '../../decide';
import type { RolloutEvent, WriteIntent } from '../../events';
import type { Observation, TargetObservation } from '../../observation';
import { reduce } from '../../reduce';
import type { RolloutState, StepClock } from '../../state';
import type { SimCluster, SimOutcome } from './SimCluster';
import { DatabaseAway, type SimStore } from './SimStore';

/** After so long a request counts as lost, although it may still arrive. */
const REQUEST_TIMEOUT_MS = 5_000;

type Role = 'release' | 'canary';

/** What a holder lives in. */
export interface Surroundings {
  readonly store: SimStore;
  readonly clusters: ReadonlyMap<string, SimCluster>;
  /** A clock that does not jump. */
  real(): number;
  surroundings(): Pick<
    Observation,
    'evidence' | 'freeze' | 'entityGone' | 'predecessorEnded'
  >;
  send(intent: WriteIntent, answer: (outcome: SimOutcome) => void): void;
  looked(state: RolloutState, observation: Observation): void;
}

/** A replica of the backend: what it does stops between any two steps, for a moment, for long or for ever. */
export class SimHolder {
  frozenUntil = 0;
  /** Its caches get nothing new, without knowing it. */
  lags = false;
  #life: Generator<void, void>;
  #caches = new Map<string, ReturnType<SimCluster['observe']>>();
  #state?: RolloutState;
  #clock: StepClock = { observedMs: 0 };
  #epoch?: number;
  #lookedAt?: number;
  #readBack?: { workloadId: string; role: Role; at: TargetObservation };
  #unread?: { workloadId: string; reason: Message; since: number };
  #unsettled?: RolloutEvent;

  constructor(
    readonly name: string,
    private readonly world: Surroundings,
    private readonly rule: typeof decide,
  ) {
    this.#life = this.#live();
  }

  /** One step of what it does. */
  step(): void {
    this.#life.next();
  }

  /** The process ends at once, and another one begins. */
  crash(): void {
    this.#life = this.#live();
    this.#caches.clear();
    this.#forget();
  }

  /** Its watches tell what has changed. */
  watch(): void {
    if (this.lags) return;
    for (const [id, cluster] of this.world.clusters) {
      if (cluster.reachable) this.#caches.set(id, cluster.observe());
    }
  }

  *#live(): Generator<void, void> {
    for (;;) {
      try {
        yield* this.#tick();
      } catch (error) {
        if (!(error instanceof DatabaseAway)) throw error;
      }
      yield;
    }
  }

  *#tick(): Generator<void, void> {
    const { store } = this.world;
    const lease = store.lease(this.name);
    if (!lease) return;
    if (lease.epoch !== this.#epoch) {
      this.#forget();
      this.#epoch = lease.epoch;
      this.#clock = store.clock;
    }
    this.#catchUp();
    yield;
    if (this.#unsettled && !(yield* this.#settle())) return;
    const state = this.#state;
    if (!state || state.phase === 'ended') return;
    const lookedAt = this.world.real();
    const observation = this.#observe(lease.epoch);
    const decision = this.rule(state, this.#clock, observation);
    this.world.looked(state, observation);
    const { events, write, readBack, clock } = decision;
    yield;
    if (events.length === 0) store.saveClock(this.#lease(), clock);
    else if (!this.#append(events, clock)) return;
    // What was not kept was not counted.
    this.#clock = clock;
    this.#lookedAt = lookedAt;
    this.#readBack = undefined;
    if (write) yield* this.#write(write);
    if (readBack) {
      yield;
      this.#read(readBack);
    }
  }

  *#write(intent: WriteIntent): Generator<void, void> {
    yield;
    const sentAt = this.world.real();
    let answer: SimOutcome | undefined;
    this.world.send(intent, outcome => {
      answer = outcome;
    });
    while (!answer && this.world.real() - sentAt < REQUEST_TIMEOUT_MS) yield;
    const { key, attempt } = intent;
    const outcome = answer ?? { outcome: 'unknown' as const };
    this.#unsettled = { type: 'write-settled', key, attempt, ...outcome };
    yield;
    yield* this.#settle();
  }

  *#settle(): Generator<void, boolean> {
    for (let tries = 0; this.#unsettled && tries < 5; tries++) {
      const { pending } = this.#state ?? {};
      const event = this.#unsettled;
      const isOpen =
        event.type === 'write-settled' &&
        pending?.key === event.key &&
        pending.attempt === event.attempt;
      if (!isOpen || this.#append([event], this.#clock)) {
        this.#unsettled = undefined;
        return true;
      }
      if (this.#epoch === undefined) return false;
      yield;
    }
    return this.#unsettled === undefined;
  }

  #append(events: readonly RolloutEvent[], clock: StepClock): boolean {
    const result = this.world.store.append({
      sequence: this.#state?.sequence ?? 0,
      lease: this.#lease(),
      events,
      clock,
    });
    if (result.appended) {
      this.#state = result.events.reduce(reduce, this.#state);
      return true;
    }
    if (result.because === 'lease') this.#forget();
    else this.#catchUp();
    return false;
  }

  #lease() {
    return { rolloutId: 'r1', epoch: this.#epoch ?? -1 };
  }

  #catchUp(): void {
    const sequence = this.#state?.sequence ?? 0;
    this.#state = this.world.store.after(sequence).reduce(reduce, this.#state);
  }

  #forget(): void {
    this.#state = undefined;
    this.#epoch = undefined;
    this.#lookedAt = undefined;
    this.#readBack = undefined;
    this.#unread = undefined;
    this.#unsettled = undefined;
  }

  #read({ workloadId, role }: { workloadId: string; role: Role }): void {
    const cluster = this.world.clusters.get(workloadId);
    if (!cluster?.reachable) return;
    const { unreadable: reason } = cluster;
    const since = this.#unread?.since ?? this.world.real();
    this.#unread = reason && { workloadId, reason, since };
    if (reason) return;
    const at = { ...cluster.observe(), current: true, at: this.world.real() };
    this.#readBack = { workloadId, role, at };
  }

  #observe(epoch: number): Observation {
    const { world } = this;
    const real = world.real();
    const elapsedMs =
      this.#lookedAt === undefined ? undefined : real - this.#lookedAt;
    return {
      now: world.store.now(),
      elapsedMs,
      epoch,
      targets: Object.fromEntries(
        [...world.clusters.keys()].map(id => [id, this.#target(id)]),
      ),
      ...world.surroundings(),
    };
  }

  #target(workloadId: string): TargetObservation {
    const { world } = this;
    const cached = this.#caches.get(workloadId);
    const reachable = world.clusters.get(workloadId)?.reachable ?? false;
    const unread = this.#unread;
    const seen: TargetObservation = {
      ...(unread?.workloadId === workloadId && {
        unread: { reason: unread.reason, forMs: world.real() - unread.since },
      }),
      ...(cached ?? { workloadId, namespaceGone: false, canaryReady: 0 }),
      // A watch that lags does not know that its cluster went away.
      current: cached !== undefined && (reachable || this.lags),
      problem: cached ? undefined : { code: 'connecting', params: {} },
      at: world.store.now(),
    };
    const read = this.#readBack;
    if (read?.workloadId !== workloadId) return seen;
    return { ...seen, [read.role]: read.at[read.role], readBack: [read.role] };
  }
}
