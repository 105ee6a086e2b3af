import type {
  EvidenceReport,
  Message,
} from '@pilothouse/plugin-release-common';
import type { RolloutEvent, StoredEvent } from '../events';
import { NotUnderstoodError } from '../NotUnderstoodError';
import type { Lease, LeasedRollout } from '../ports';
import type { RolloutState, StepClock } from '../state';
import type { ReadBack } from './observeTarget';
import type { RolloutMachine } from './ports';

const SECOND = 1000;
/** A clock is saved once in so much of its hold, so that a crash costs no more of it. */
const PART_OF_HOLD = 20;
const LONGEST_UNSAVED_MS = 60 * SECOND;
const SHORTEST_UNSAVED_MS = SECOND;

/** A deadline may be late by so much after a crash. */
const MOST_UNSAVED_WAIT_MS = 10 * SECOND;
/** What was measured is kept so often while it says the same, and so often at most when it says another thing. */
const EVIDENCE_EVERY_MS = 15 * SECOND;
const EVIDENCE_AT_MOST_EVERY_MS = 2 * SECOND;

type Settled = Extract<RolloutEvent, { type: 'write-settled' }>;

interface Place {
  cluster: string;
  keys: readonly string[];
}

/** A rollout whose lease is ours: its events folded, and what has not been stored yet. */
export class ActiveRollout {
  readonly id: string;
  readonly lease: Lease;
  readonly #reduce: RolloutMachine['reduce'];
  /** Where it lives; asked at every change of every cluster. */
  readonly #places: readonly Place[];
  #state: RolloutState;
  #clock: StepClock;
  #savedClock: StepClock;
  #clockSavedAt: number;
  #savedEvidence = { at: Number.NEGATIVE_INFINITY, text: '' };
  /** When it was observed last, by the clock that does not jump; missing the first time. */
  observedAt?: number;
  /** Not looked at before, by the same clock. */
  lookAt = 0;
  /** When the last look ended, by the same clock. */
  lookedAt = Number.NEGATIVE_INFINITY;
  /** It is being looked at, or its clock is being saved. */
  busy = false;
  /** Others have appended events. */
  behind = false;
  /** What was read from a cluster for the next decision. */
  readBack?: ReadBack & { workloadId: string };
  /** Why that could not be read, since when and when last. */
  unread?: { workloadId: string; reason: Message; since: number; at: number };
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
    this.#places = placesOf(this.#state);
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

  /** The one to which it writes, or is about to. */
  get presentCluster(): string {
    const { definition, stepIndex, pending } = this.#state;
    const id =
      pending?.workloadId ?? definition.steps.at(stepIndex)?.workloadId;
    const target = definition.targets.find(each => each.workloadId === id);
    return target?.cluster ?? '';
  }

  /**
   * Whether a change there may matter to it.
   *
   * @param concerned - Deployments (`namespace/name`) and whole namespaces; anything when missing
   */
  lives(cluster: string, concerned?: ReadonlySet<string>): boolean {
    return this.#places.some(
      place =>
        place.cluster === cluster &&
        (concerned === undefined || place.keys.some(key => concerned.has(key))),
    );
  }

  /**
   * @returns the state before
   * @throws NotUnderstoodError
   */
  apply(events: readonly StoredEvent[]): RolloutState {
    const before = this.#state;
    const news = events.filter(({ sequence }) => sequence > before.sequence);
    if (news.length === 0) return before;
    try {
      this.#state = fold(before, news, this.#reduce);
    } catch (error) {
      throw new NotUnderstoodError(this.id, error);
    }
    return before;
  }

  /** The clock of a decision that holds. */
  keepClock(clock: StepClock, observedAt: number): void {
    this.#clock = clock;
    this.observedAt = observedAt;
  }

  /** What was measured, if it is to be kept now; then it counts as kept. */
  evidenceToSave(
    now: number,
  ): { stepIndex: number; reports: readonly EvidenceReport[] } | undefined {
    const { evidence: reports } = this;
    if (reports.length === 0) return undefined;
    const { stepIndex } = this.#state;
    const saved = this.#savedEvidence;
    const since = now - saved.at;
    if (since < EVIDENCE_AT_MOST_EVERY_MS) return undefined;
    // When it was measured is not what it says.
    const text = JSON.stringify([
      stepIndex,
      reports.map(({ at: _, ...report }) => report),
    ]);
    if (since < EVIDENCE_EVERY_MS && text === saved.text) return undefined;
    this.#savedEvidence = { at: now, text };
    return { stepIndex, reports };
  }

  clockSaved(clock: StepClock, now: number): void {
    this.#savedClock = clock;
    this.#clockSavedAt = now;
  }

  /** More of the hold would be lost by a crash than may be. */
  clockDue(now: number): boolean {
    const { observedMs, at, stands, waitedMs } = this.#clock;
    const saved = this.#savedClock;
    // It stands: whoever goes on must not count from when it last did not.
    if (at === undefined && saved.at !== undefined) return true;
    if (stands !== saved.stands) return true;
    const waited = Math.abs((waitedMs ?? 0) - (saved.waitedMs ?? 0));
    if (waited >= MOST_UNSAVED_WAIT_MS) return true;
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

function placesOf({ definition }: RolloutState): Place[] {
  return definition.targets.map(({ cluster, namespace, name, canaryName }) => ({
    cluster,
    keys: [namespace, `${namespace}/${name}`, `${namespace}/${canaryName}`],
  }));
}
