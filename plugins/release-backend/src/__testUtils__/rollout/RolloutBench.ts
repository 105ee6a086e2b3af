import type { LoggerService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type { ClustersService } from '@pilothouse/plugin-clusters-node';
import type { EvidenceProvider } from '@pilothouse/plugin-release-node';
import { randomUUID } from 'node:crypto';
import { decide } from '../../rollout/decide';
import type { RolloutDefinition } from '../../rollout/definition';
import type { RolloutEvent } from '../../rollout/events';
import type { RolloutStore } from '../../rollout/ports';
import { reduce } from '../../rollout/reduce';
import { RolloutNotifier } from '../../rollout/runner/RolloutNotifier';
import {
  RolloutRunner,
  type RunnerTimings,
} from '../../rollout/runner/RolloutRunner';
import type {
  BegunWrite,
  EndedRollout,
  RolloutLedger,
} from '../../rollout/runner/ports';
import type { RolloutState } from '../../rollout/state';
import { InterceptedClusters } from './InterceptedClusters';
import { until } from './until';

interface RunnerOptions {
  providers?: EvidenceProvider[];
  timings?: Partial<RunnerTimings>;
  /** Another way to the same store, such as one that can be cut. */
  store?: RolloutStore;
}

type LedgerLine = (BegunWrite | EndedRollout) & { outcomes: string[] };

/** Everything around runners: a store and clusters that are real, and people who are not. */
export class RolloutBench {
  readonly store: RolloutStore;
  readonly notices: NotificationSendOptions[] = [];
  readonly ledger = new Map<string, LedgerLine>();
  readonly warnings: string[] = [];
  freeze: { id: string; reason: string } | undefined;
  entityGone = false;
  readonly #clusters: ClustersService;
  readonly #runners: RolloutRunner[] = [];

  constructor(options: { store: RolloutStore; clusters: ClustersService }) {
    this.store = options.store;
    this.#clusters = options.clusters;
  }

  /** A replica of the portal, and what stands between it and the clusters. */
  startRunner(options: RunnerOptions = {}) {
    const clusters = new InterceptedClusters(this.#clusters);
    const runner = new RolloutRunner({
      owner: randomUUID(),
      store: options.store ?? this.store,
      machine: { reduce, decide },
      clusters,
      providers: options.providers ?? [],
      ledger: this.#ledgerPort(),
      auditor: mockServices.auditor.mock({
        createEvent: async () => ({
          success: async () => {},
          fail: async () => {},
        }),
      }),
      surroundings: {
        freezeFor: async () => this.freeze,
        findEntity: async () =>
          this.entityGone ? undefined : { annotations: {} },
      },
      audience: new RolloutNotifier({
        notifications: {
          send: async options_ => {
            this.notices.push(options_);
          },
        },
        store: this.store,
        logger: this.#logger(),
      }),
      logger: this.#logger(),
      timings: { renewMs: 200, idleMs: 200, ...options.timings },
    });
    this.#runners.push(runner);
    runner.start();
    return { runner, clusters };
  }

  /** Starts a rollout, as the service does. */
  async start(definition: RolloutDefinition): Promise<string> {
    await this.store.create(definition, {});
    for (const runner of this.#runners) runner.wake();
    return definition.id;
  }

  /** What a person asks for. */
  async command(id: string, event: RolloutEvent): Promise<void> {
    await until(async () => {
      const { sequence } = await this.state(id);
      const result = await this.store.append(id, { sequence, events: [event] });
      return result.appended;
    });
  }

  async events(id: string) {
    const rollout = await this.store.get(id);
    return (rollout?.events ?? []).map(({ event }) => event);
  }

  async state(id: string): Promise<RolloutState> {
    const rollout = await this.store.get(id);
    let state: RolloutState | undefined;
    for (const event of rollout?.events ?? []) state = reduce(state, event);
    if (!state) throw new Error(`There is no rollout ${id}`);
    return state;
  }

  /** Waits for its end, and tells all that happened if it ends otherwise, or not. */
  async endsAs(id: string, outcome: string, withinMs = 90_000): Promise<void> {
    const isEnded = async () => (await this.state(id)).phase === 'ended';
    let problem: string | undefined;
    await until(isEnded, { withinMs, what: `The end of ${id}` }).catch(
      error => (problem = String(error)),
    );
    const ended = (await this.state(id)).outcome;
    if (!problem && ended === outcome) return;
    const events = await this.events(id);
    const history = events
      .slice(1)
      .map(event => JSON.stringify(event).slice(0, 600));
    throw new Error(
      [
        problem ?? `${id} ended as ${ended}, not as ${outcome}`,
        ...history,
        ...this.warnings,
      ].join('\n'),
    );
  }

  async reached(
    id: string,
    isThere: (state: RolloutState) => boolean,
  ): Promise<RolloutState> {
    await until(async () => isThere(await this.state(id)), {
      what: `The place of ${id}`,
    });
    return this.state(id);
  }

  /** In a step of this kind, with its pods there. */
  inStep(id: string, kind: string): Promise<RolloutState> {
    return this.reached(
      id,
      state =>
        state.definition.steps[state.stepIndex].kind === kind &&
        state.stepReadyAt !== undefined,
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.#runners.splice(0).map(runner => runner.stop()));
  }

  #ledgerPort(): RolloutLedger {
    return {
      begin: async change => {
        if (this.ledger.has(change.id)) return;
        this.ledger.set(change.id, { ...change, outcomes: [] });
      },
      settle: async (id, { outcome }) => {
        this.ledger.get(id)?.outcomes.push(outcome);
      },
    };
  }

  #logger(): LoggerService {
    const note = (message: string, meta?: Error | object) =>
      this.warnings.push(`${message} ${meta instanceof Error ? meta : ''}`);
    return mockServices.logger.mock({ warn: note, error: note });
  }
}
