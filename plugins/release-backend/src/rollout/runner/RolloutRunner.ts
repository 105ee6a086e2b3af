import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { ClustersService } from '@pilothouse/plugin-clusters-node';
import type { EvidenceReport } from '@pilothouse/plugin-release-common';
import type { EvidenceProvider } from '@pilothouse/plugin-release-node';
import type { RolloutStore } from '../ports';
import { backoff } from './backoff';
import { EntityPresence } from './EntityPresence';
import { EvidenceCollector } from './EvidenceCollector';
import { HeldRollouts } from './HeldRollouts';
import { Observer } from './Observer';
import type {
  RolloutAudience,
  RolloutLedger,
  RolloutMachine,
  RolloutSurroundings,
} from './ports';
import { RolloutLooks } from './RolloutLooks';
import { RolloutTicker } from './RolloutTicker';
import { noRunnerMetrics, type RunnerMetrics } from './RunnerMetrics';
import { TargetWatches } from './TargetWatches';
import { WakeUp } from './WakeUp';
import { WriteJournal } from './WriteJournal';

const SECOND = 1000;

/** When things happen. Tests make them short. */
export interface RunnerTimings {
  /** A replica that is gone is replaced after so long. */
  leaseMs: number;
  /** How often leases are renewed, and commands of other replicas are seen. */
  renewMs: number;
  /** The same while nothing is active. */
  idleMs: number;
  /** What is on its way gets so long to arrive at the end. */
  stopMs: number;
}

export const RUNNER_TIMINGS: RunnerTimings = {
  leaseMs: 8 * SECOND,
  renewMs: SECOND,
  idleMs: 5 * SECOND,
  stopMs: 1.5 * SECOND,
};

/** Entities of rollouts that have ended are forgotten. */
const KEEP_ENTITIES_MS = 10 * 60 * SECOND;

interface Options {
  /** Names this process among the replicas; another one after each start. */
  owner: string;
  store: RolloutStore;
  machine: RolloutMachine;
  clusters: ClustersService;
  providers: readonly EvidenceProvider[];
  ledger: RolloutLedger;
  auditor: AuditorService;
  surroundings: RolloutSurroundings;
  audience: RolloutAudience;
  logger: LoggerService;
  metrics?: RunnerMetrics;
  timings?: Partial<RunnerTimings>;
}

/**
 * Runs rollouts: takes the leases of those that are active, looks at each when something has happened or is due, and
 * gives them back at the end. Any number of replicas may run; whatever one of them was doing when it died, another goes
 * on with.
 */
export class RolloutRunner {
  readonly #options: Options;
  readonly #timings: RunnerTimings;
  readonly #metrics: RunnerMetrics;
  readonly #rollouts: HeldRollouts;
  readonly #looks: RolloutLooks;
  readonly #wakeUp = new WakeUp();
  readonly #abort = new AbortController();
  readonly #watches: TargetWatches;
  readonly #evidence: EvidenceCollector;
  readonly #entities: EntityPresence;
  readonly #observer: Observer;
  #running: Promise<void> | undefined;
  #renewing: Promise<void> | undefined;
  #stopping = false;
  #renewAt = 0;
  #failures = 0;

  constructor(options: Options) {
    this.#options = options;
    const { providers, store, logger, surroundings } = options;
    this.#timings = { ...RUNNER_TIMINGS, ...options.timings };
    this.#metrics = options.metrics ?? noRunnerMetrics;
    this.#rollouts = new HeldRollouts({
      owner: options.owner,
      leaseMs: this.#timings.leaseMs,
      store,
      machine: options.machine,
      metrics: this.#metrics,
      logger,
      monotonic,
      onDrop: id => this.#observer.forget(id),
    });
    this.#watches = new TargetWatches({
      clusters: options.clusters,
      monotonic,
      onChange: (cluster, concerned) =>
        this.#looks.hasten(rollout => rollout.lives(cluster, concerned)),
    });
    this.#evidence = new EvidenceCollector({
      providers,
      logger,
      monotonic,
      now: () => this.#rollouts.now(),
      onMeasured: id => this.#looks.hasten(rollout => rollout.id === id),
    });
    this.#entities = new EntityPresence({
      findEntity: (ref, asked) => surroundings.findEntity(ref, asked),
      monotonic,
    });
    this.#observer = new Observer({
      watches: this.#watches,
      evidence: this.#evidence,
      providers: providers.map(({ id }) => id),
      entities: this.#entities,
      freezeFor: (stage, overridden) =>
        surroundings.freezeFor(stage, overridden),
      store,
      monotonic,
    });
    const ticker = new RolloutTicker({
      store,
      machine: options.machine,
      observer: this.#observer,
      watches: this.#watches,
      journal: new WriteJournal(options),
      audience: options.audience,
      metrics: this.#metrics,
      logger,
      now: () => this.#rollouts.now(),
      monotonic,
      mayAct: () => !this.#stopping && this.#rollouts.fresh,
      signal: this.#abort.signal,
    });
    this.#looks = new RolloutLooks({
      rollouts: this.#rollouts,
      ticker,
      metrics: this.#metrics,
      logger,
      retryMs: this.#timings.renewMs,
      monotonic,
      mayLook: () => !this.#stopping,
      onChange: () => this.#wakeUp.call(),
      // Those that wait for this one to end, or for its lease, need not wait for the next turn.
      onLeft: () => {
        this.#renewAt = 0;
      },
    });
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Somebody asked for something: a rollout begins, or has a new command. */
  wake(): void {
    this.#renewAt = 0;
    this.#wakeUp.call();
  }

  /**
   * What was measured at the last look at a rollout.
   *
   * @returns `undefined` where another replica runs it
   */
  evidenceOf(rolloutId: string): readonly EvidenceReport[] | undefined {
    return this.#rollouts.get(rolloutId)?.evidence;
  }

  /** Ends within two seconds, whatever does not answer, and lets others go on at once. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wakeUp.call();
    const { stopMs } = this.#timings;
    await within(
      stopMs,
      Promise.allSettled([this.#running, this.#looks.settled()]),
    );
    // What is on its way to clusters now is read back by whoever goes on.
    this.#abort.abort();
    this.#evidence.close();
    this.#watches.close();
    await within(stopMs / 4, this.#rollouts.giveBack());
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      if (monotonic() >= this.#renewAt) this.#startRenewal();
      if (this.#rollouts.fresh) this.#looks.startDue();
      await this.#wakeUp.within(this.#nextTurn() - monotonic());
    }
    await this.#renewing;
  }

  /** Looks at what is held do not wait for it. */
  #startRenewal(): void {
    if (this.#renewing) return;
    // Who calls from here on may come too late for this one, and is not forgotten.
    this.#renewAt = Number.POSITIVE_INFINITY;
    this.#renewing = this.#renewSafely().then(waitMs => {
      this.#renewing = undefined;
      this.#renewAt = Math.min(this.#renewAt, monotonic() + waitMs);
      this.#wakeUp.call();
    });
  }

  /** Never rejects. @returns when to renew again, in milliseconds from now */
  async #renewSafely(): Promise<number> {
    const { renewMs, idleMs } = this.#timings;
    const { logger } = this.#options;
    try {
      await this.#rollouts.renew();
      await this.#follow();
      // What was taken can be looked at.
      this.#wakeUp.call();
      await this.#rollouts.saveEvidence();
      await this.#rollouts.saveClocks();
      if (this.#failures > 0) logger.info('Rollouts go on');
      this.#failures = 0;
      return this.#rollouts.size > 0 ? renewMs : idleMs;
    } catch (error) {
      if (this.#failures === 0) {
        logger.error(
          'Rollouts stand still until the database answers',
          toError(error),
        );
      }
      const waitMs = backoff(this.#failures, renewMs);
      this.#failures += 1;
      return waitMs;
    }
  }

  /** A cluster service that does not answer costs the watches, and no lease. */
  async #follow(): Promise<void> {
    const clusters = [...this.#rollouts].flatMap(rollout => rollout.clusters);
    this.#entities.prune(monotonic() - KEEP_ENTITIES_MS);
    try {
      await this.#watches.follow(new Set(clusters));
    } catch (error) {
      this.#options.logger.warn('Clusters are not known yet', toError(error));
    }
  }

  #nextTurn(): number {
    const { idleMs } = this.#timings;
    // A renewal that is under way calls at its end.
    const renewAt = this.#renewing ? monotonic() + idleMs : this.#renewAt;
    return this.#rollouts.fresh
      ? Math.min(renewAt, this.#looks.nextAt)
      : renewAt;
  }
}

/** It goes on while the clock of the machine is set, and while the process stands still. Whole milliseconds. */
function monotonic(): number {
  return Math.floor(performance.now());
}

/** Waits for it, but not longer. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>(resolve => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
