import type { EvidenceReport } from '@pilothouse/plugin-release-common';
import type { RolloutEvent, StoredEvent } from '../events';
import type { Lease, LeasedRollout } from '../ports';
import type { RolloutState, StepClock } from '../state';
import type { ReadBack } from './observeTarget';
import type { RolloutMachine } from './ports';

const SECOND = 1000;
/** A clock is saved once in so much of its hold, so that a crash costs no more of it. */
const PART_OF_HOLD = 20;
const LONGEST_UNSAVED_MS = 60 * SECOND;
const SHORTEST_UNSAVED_MS = SECOND;

type Settled = Extract<RolloutEvent, { type: 'write-settled' }>;

/** A rollout whose lease is ours: its events folded, and what has not been stored yet. */
export class ActiveRollout {
  readonly id: string;
  readonly lease: Lease;
  readonly #reduce: RolloutMachine['reduce'];
  #state: RolloutState;
  #clock: StepClock;
  #savedClock: StepClock;
  #clockSavedAt: number;
  /** When it was observed last, by the clock that does not jump; missing the first time. */
  observedAt?: number;
  /** Not looked at before, by the same clock. */
  lookAt = 0;
  /** It is being looked at. */
  busy = false;
  /** Others have appended events. */
  behind = false;
  /** What was read from a cluster for the next decision. */
  readBack?: ReadBack & { workloadId: string };
  /** What came of a write, and could not be stored. */
  unsettled?: Settled;
  /** Looks in a row that failed. */
  troubles = 0;
  /** As of the last look. */
  evidence: readonly EvidenceReport[] = [];

  constructor(
    { lease, events, clock }: LeasedRollout,
    options: { reduce: RolloutMachine['reduce']; now: number },
  ) {
    this.id = lease.rolloutId;
    this.lease = lease;
    this.#reduce = options.reduce;
    this.#state = fold(undefined, events, options.reduce);
    this.#clock = clock;
    this.#savedClock = clock;
    this.#clockSavedAt = options.now;
  }

  get state(): RolloutState {
    return this.#state;
  }

  get clock(): StepClock {
    return this.#clock;
  }

  get ended(): boolean {
    return this.#state.phase === 'ended';
  }

  get clusters(): string[] {
    return this.#state.definition.targets.map(({ cluster }) => cluster);
  }

  /** Whether a change there may matter to it. */
  lives(cluster: string, namespaces?: ReadonlySet<string>): boolean {
    return this.#state.definition.targets.some(
      target =>
        target.cluster === cluster &&
        (namespaces === undefined || namespaces.has(target.namespace)),
    );
  }

  /** @returns the state before */
  apply(events: readonly StoredEvent[]): RolloutState {
    const before = this.#state;
    const news = events.filter(({ sequence }) => sequence > before.sequence);
    if (news.length > 0) this.#state = fold(before, news, this.#reduce);
    return before;
  }

  /** The clock of a decision that holds. */
  keepClock(clock: StepClock, observedAt: number): void {
    this.#clock = clock;
    this.observedAt = observedAt;
  }

  clockSaved(clock: StepClock, now: number): void {
    this.#savedClock = clock;
    this.#clockSavedAt = now;
  }

  /** More of the hold would be lost by a crash than may be. */
  clockDue(now: number): boolean {
    const { observedMs, at } = this.#clock;
    const saved = this.#savedClock;
    // It stands: whoever goes on must not count from when it last did not.
    if (at === undefined && saved.at !== undefined) return true;
    if (observedMs === saved.observedMs) return false;
    const { definition, stepIndex } = this.#state;
    const hold = definition.steps.at(stepIndex)?.holdMs ?? 0;
    const unsaved = Math.max(
      SHORTEST_UNSAVED_MS,
      Math.min(LONGEST_UNSAVED_MS, hold / PART_OF_HOLD),
    );
    return now - this.#clockSavedAt >= unsaved;
  }
}

function fold(
  state: RolloutState | undefined,
  events: readonly StoredEvent[],
  reduce: RolloutMachine['reduce'],
): RolloutState {
  let folded = state;
  for (const event of events) folded = reduce(folded, event);
  if (!folded) throw new Error('A rollout has no events');
  return folded;
}
