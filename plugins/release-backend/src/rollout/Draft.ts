import type { Decision } from './decision';
import { told } from './holds/stepClock';
import type { RolloutEvent, WriteIntent } from './events';
import type {
  Observation,
  ObservedDeployment,
  TargetObservation,
} from './observation';
import { reduce } from './reduce';
import type { RolloutState, StepClock } from './state';

/** When nothing else is known. */
const LOOK_MS = 1000;

/** A decision that is being made: every event counts at once, so that what follows is decided on it. */
export class Draft {
  readonly observation: Observation;
  state: RolloutState;
  clock: StepClock;
  /** Of the present step; what was measured for the one before says nothing about the next. */
  evidence: Observation['evidence'];
  readBack: Decision['readBack'];
  nextLookMs = LOOK_MS;
  /** A target without which it cannot go on, and that is not seen. */
  away?: TargetObservation;
  /** A target of which a Deployment has to be read from the cluster itself. */
  inDoubt?: TargetObservation;
  /** A target whose release has no pods that serve, for which it waits. */
  notServing?: string;
  /** A Deployment whose pods are waited for, and that is paused in the cluster. */
  paused?: { workloadId: string; deployment: ObservedDeployment };
  readonly #events: RolloutEvent[] = [];
  #write?: WriteIntent;
  #elapsedMs: number;

  constructor(state: RolloutState, clock: StepClock, observation: Observation) {
    this.observation = observation;
    this.state = state;
    this.evidence = observation.evidence;
    this.#elapsedMs = Math.max(0, observation.elapsedMs ?? 0);
    this.clock = clock;
  }

  /** Whether a write or a read back has been decided on: then all else comes after it. */
  get occupied(): boolean {
    return this.#write !== undefined || this.readBack !== undefined;
  }

  push(event: RolloutEvent): void {
    this.#events.push(event);
    this.#apply(event);
  }

  /** Recorded as the last event, then sent. */
  intend(write: WriteIntent): void {
    this.#write = write;
    this.nextLookMs = 0;
  }

  /** Time that passed since the last decision, by a clock that does not jump: counted once. */
  takeElapsed(): number {
    const elapsed = this.#elapsedMs;
    this.#elapsedMs = 0;
    return elapsed;
  }

  finish(): Decision {
    const write = this.#write;
    return {
      events: write
        ? [...this.#events, { type: 'write-intended', intent: write }]
        : this.#events,
      write,
      readBack: this.readBack,
      clock: told(this.clock, this.state, this.observation.now),
      nextLookMs: this.readBack ? 0 : this.nextLookMs,
    };
  }

  #apply(event: RolloutEvent): void {
    const { now, epoch } = this.observation;
    const sequence = this.state.sequence + 1;
    this.state = reduce(this.state, { sequence, at: now, epoch, event });
  }
}
