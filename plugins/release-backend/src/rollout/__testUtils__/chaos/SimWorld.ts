import type {
  EvidenceReport,
  Verdict,
} from '@pilothouse/plugin-release-common';
import type { decide } from '../../decide';
import type { RolloutDefinition } from '../../definition';
import type { RolloutEvent, WriteIntent } from '../../events';
import type { Observation } from '../../observation';
import type { RolloutState } from '../../state';
import type { Checks } from './Checks';
import { SimCluster, type SimOutcome } from './SimCluster';
import { SimHolder, type Surroundings } from './SimHolder';
import { SimStore } from './SimStore';

const START = Date.UTC(2026, 10, 21);
/** So many steps of every replica in a second of the world. */
const STEPS_PER_SECOND = 12;

interface Request {
  intent: WriteIntent;
  answer(outcome: SimOutcome): void;
}

/** Several replicas, a database, clusters, a network between them, and people. */
export class SimWorld implements Surroundings {
  readonly store: SimStore;
  readonly clusters: ReadonlyMap<string, SimCluster>;
  readonly holders: readonly SimHolder[];
  verdict: Verdict = 'pass';
  freeze?: Observation['freeze'];
  predecessorEnded = true;
  entityGone = false;
  /** Requests wait, and answers are not sent, until it is false again. */
  slow = false;
  readonly #checks: Checks;
  #requests: Request[] = [];
  #real = START;
  #skew = 0;
  #second = 0;

  constructor(
    readonly definition: RolloutDefinition,
    options: { rule: typeof decide; checks: Checks; replicas: number },
  ) {
    const { rule, checks, replicas } = options;
    this.#checks = checks;
    this.store = new SimStore(() => this.#real + this.#skew);
    this.clusters = new Map(
      definition.targets.map(target => [
        target.workloadId,
        new SimCluster(target, definition.id, effect =>
          checks.effect(this, effect),
        ),
      ]),
    );
    this.holders = Array.from(
      { length: replicas },
      (_, index) => new SimHolder(`replica-${index}`, this, rule),
    );
    this.ask({ type: 'started', definition });
  }

  get state(): RolloutState {
    const { state } = this.store;
    if (!state) throw new Error('The rollout has not started');
    return state;
  }

  get late(): number {
    return this.#requests.length;
  }

  real(): number {
    return this.#real;
  }

  jump(ms: number): void {
    this.#skew += ms;
  }

  surroundings() {
    const { verdict, freeze, entityGone, predecessorEnded } = this;
    return {
      evidence: [this.#report(this.#diesInSoak() ? 'fail' : verdict)],
      freeze,
      entityGone,
      predecessorEnded,
    };
  }

  looked(state: RolloutState, observation: Observation): void {
    this.#checks.look(this, state, observation);
  }

  send(intent: WriteIntent, answer: (outcome: SimOutcome) => void): void {
    this.#requests.push({ intent, answer });
  }

  /** What a person asks for: an event without a lease. */
  ask(event: RolloutEvent): void {
    if (this.store.away) return;
    this.store.append({ sequence: this.store.sequence, events: [event] });
  }

  /** One of the waiting requests arrives; its answer may be lost, and it may arrive twice. */
  deliver(options: { last?: boolean; lose?: boolean; twice?: boolean }): void {
    const { last, lose, twice } = options;
    const request = last ? this.#requests.pop() : this.#requests.shift();
    if (!request) return;
    const cluster = this.clusters.get(request.intent.workloadId);
    if (!cluster?.reachable) {
      if (!last) this.#requests.push(request);
      return;
    }
    const outcome = cluster.arrive(request.intent);
    if (twice) this.#requests.push({ ...request, answer: () => undefined });
    if (!lose) request.answer(outcome);
  }

  /** A request that never arrives. */
  drop(): void {
    this.#requests.shift();
  }

  /** Time passes, in which everybody who is not frozen does what they do. */
  pass(ms: number): void {
    const end = this.#real + ms;
    while (this.#real < end) {
      this.#real = Math.min(end, this.#real + 1000);
      this.#second += 1;
      for (const cluster of this.clusters.values()) cluster.reconcile();
      for (const holder of this.holders) holder.watch();
      for (let step = 0; step < STEPS_PER_SECOND; step++) this.#stepAll();
    }
  }

  /** Time passes while nobody of us looks. */
  sleep(ms: number): void {
    this.#real += ms;
  }

  /** Pods that were good when they were promoted: only evidence tells that they are not any more. */
  #diesInSoak(): boolean {
    const step = this.definition.steps[this.state.stepIndex];
    const cluster = this.clusters.get(step?.workloadId ?? '');
    return step?.kind === 'soak' && (cluster?.badImages.size ?? 0) > 0;
  }

  #stepAll(): void {
    const offset = this.#second % this.holders.length;
    for (let index = 0; index < this.holders.length; index++) {
      const holder = this.holders[(index + offset) % this.holders.length];
      if (holder.frozenUntil <= this.#real) holder.step();
      if (!this.slow) this.#deliverAll();
    }
    this.#checks.stored(this);
  }

  #deliverAll(): void {
    for (let waiting = this.#requests.length; waiting > 0; waiting--) {
      this.deliver({});
    }
  }

  #report(verdict: Verdict): EvidenceReport {
    const at = new Date(this.store.now()).toISOString();
    return { provider: 'kubernetes', verdict, at, since: at, checks: [] };
  }
}
