import type { RolloutEvent, StoredEvent } from '../../events';
import type { AppendResult, Lease } from '../../ports';
import { reduce } from '../../reduce';
import type { RolloutState, StepClock } from '../../state';

const TTL_MS = 8_000;

export class DatabaseAway extends Error {}

/** One rollout in a database with a clock of its own. */
export class SimStore {
  readonly events: StoredEvent[] = [];
  state?: RolloutState;
  clock: StepClock = { observedMs: 0 };
  away = false;
  #lease?: { owner: string; epoch: number; until: number };
  #epoch = 0;

  constructor(readonly now: () => number) {}

  get sequence(): number {
    return this.events.length;
  }

  lease(owner: string): { epoch: number } | undefined {
    this.#reach();
    const now = this.now();
    const held = this.#lease;
    if (held && held.until > now && held.owner !== owner) return undefined;
    const mine = held?.owner === owner && held.until > now;
    if (!mine) this.#epoch += 1;
    this.#lease = { owner, epoch: this.#epoch, until: now + TTL_MS };
    return { epoch: this.#epoch };
  }

  after(sequence: number): StoredEvent[] {
    this.#reach();
    return this.events.slice(sequence);
  }

  append(options: {
    sequence: number;
    lease?: Lease;
    events: readonly RolloutEvent[];
    clock?: StepClock;
  }): AppendResult {
    this.#reach();
    const { sequence, lease, events, clock } = options;
    if (lease && !this.#holds(lease)) {
      return { appended: false, because: 'lease' };
    }
    if (sequence !== this.sequence) {
      return { appended: false, because: 'sequence' };
    }
    const stored = events.map(
      (event, index): StoredEvent => ({
        sequence: sequence + 1 + index,
        at: this.now(),
        epoch: lease?.epoch,
        event,
      }),
    );
    this.events.push(...stored);
    this.state = stored.reduce(reduce, this.state);
    if (clock) this.#keep(clock);
    return { appended: true, events: stored };
  }

  saveClock(lease: Lease, clock: StepClock): void {
    this.#reach();
    if (this.#holds(lease)) this.#keep(clock);
  }

  /** No more than a database has to keep. */
  #keep({ observedMs, at, of, waitedMs, stands }: StepClock): void {
    this.clock = { observedMs, at, of, waitedMs, stands };
  }

  #holds({ epoch }: Lease): boolean {
    const held = this.#lease;
    return held?.epoch === epoch && held.until > this.now();
  }

  #reach(): void {
    if (this.away) throw new DatabaseAway('The database is away');
  }
}
