import type {
  EvidenceReport,
  Message,
} from '@pilothouse/plugin-release-common';
import type { EvidencePod } from '@pilothouse/plugin-release-node';
import { timeOf, type Deployment, type Pod } from '../../workload/objects';
import type { TargetDefinition } from '../definition';
import type { Observation } from '../observation';
import type { RolloutStore } from '../ports';
import type { RolloutState } from '../state';
import type { EntityPresence } from './EntityPresence';
import { unmeasured, type EvidenceCollector } from './EvidenceCollector';
import { KUBERNETES_PROVIDER, kubernetesEvidence } from './kubernetesEvidence';
import {
  observeTarget,
  type ReadBack,
  type TargetScene,
} from './observeTarget';
import type { RolloutSurroundings } from './ports';
import { RestartCounts } from './RestartCounts';
import { readinessBudget } from './readinessBudget';
import type { TargetWatches } from './TargetWatches';
import { UnreadyTimes } from './UnreadyTimes';

interface Options {
  watches: TargetWatches;
  evidence: EvidenceCollector;
  /** Ids of the providers that the collector asks. */
  providers: readonly string[];
  entities: EntityPresence;
  freezeFor: RolloutSurroundings['freezeFor'];
  store: Pick<RolloutStore, 'hasEnded'>;
  /** A clock that does not jump, in milliseconds. */
  monotonic(): number;
}

interface Moment {
  /** By the clock of the database. */
  now: number;
  elapsedMs?: number;
  epoch: number;
  /** What was read from the cluster itself since the last decision. */
  readBack?: ReadBack & { workloadId: string };
  /** Why it could not be read. */
  unread?: { workloadId: string; reason: Message; forMs: number };
}

/** An observation, and the scenes that it was made of. */
export interface Observed {
  observation: Observation;
  scenes: ReadonlyMap<string, TargetScene>;
}

/** The two sides that are compared in a step. */
interface Sides {
  canary: readonly Pod[];
  release: readonly Pod[];
  wanted: number;
  /** The Deployment of the canary's side. */
  deployment?: Deployment;
}

/** What is remembered of the pods of a rollout from look to look. */
interface WatchedPods {
  unready: UnreadyTimes;
  restarts: RestartCounts;
}

/** Puts together all that a decision rests on. Everything is in memory already; nothing waits for a cluster. */
export class Observer {
  readonly #options: Options;
  readonly #watched = new Map<string, WatchedPods>();

  constructor(options: Options) {
    this.#options = options;
  }

  async observe(state: RolloutState, moment: Moment): Promise<Observed> {
    const { watches, entities } = this.#options;
    const { definition } = state;
    const { now, elapsedMs, epoch, readBack, unread } = moment;
    const scenes = new Map(
      definition.targets.map(target => [
        target.workloadId,
        observeTarget(target, {
          view: watches.view(target.cluster),
          now,
          readBack:
            readBack?.workloadId === target.workloadId ? readBack : undefined,
          unread: unread?.workloadId === target.workloadId ? unread : undefined,
        }),
      ]),
    );
    const entity = entities.get(definition.entityRef);
    return {
      scenes,
      observation: {
        now,
        elapsedMs,
        epoch,
        targets: Object.fromEntries(
          [...scenes].map(([id, { observation }]) => [id, observation]),
        ),
        evidence: this.#evidence(state, scenes, now),
        freeze: await this.#options.freezeFor(
          definition,
          state.overriddenFreezes,
        ),
        entityGone: entity.gone,
        predecessorEnded: await this.#predecessorEnded(state),
      },
    };
  }

  /** A rollout is not ours any more. */
  forget(rolloutId: string): void {
    this.#watched.delete(rolloutId);
    this.#options.evidence.forget(rolloutId);
  }

  async #predecessorEnded({ definition, phase }: RolloutState) {
    const { supersedes } = definition;
    if (supersedes === undefined || phase !== 'waiting') return true;
    return this.#options.store.hasEnded(supersedes);
  }

  #evidence(
    state: RolloutState,
    scenes: ReadonlyMap<string, TargetScene>,
    now: number,
  ): EvidenceReport[] {
    const { definition, stepIndex, stepEnteredAt: since, phase } = state;
    const step = definition.steps.at(stepIndex);
    const scene = step && scenes.get(step.workloadId);
    const target = definition.targets.find(
      ({ workloadId }) => workloadId === step?.workloadId,
    );
    const sides = scene && sidesOf(state, scene);
    if (phase !== 'running' || !target || !scene || !sides) return [];
    if (!scene.observation.current) {
      this.#watched.get(definition.id)?.unready.forget();
      const code = 'not-observed';
      return [unmeasured(KUBERNETES_PROVIDER, { since }, now, code)];
    }
    return [
      this.#kubernetes(definition.id, sides, { since, now }),
      ...this.#provided(state, target, sides, now),
    ];
  }

  #kubernetes(
    rolloutId: string,
    { deployment, ...sides }: Sides,
    times: { since: number; now: number },
  ): EvidenceReport {
    const { unready, restarts } = this.#watched.get(rolloutId) ?? {
      unready: new UnreadyTimes(this.#options.monotonic),
      restarts: new RestartCounts(),
    };
    this.#watched.set(rolloutId, { unready, restarts });
    const pods = [...sides.canary, ...sides.release];
    unready.note(pods);
    restarts.note(pods, times.since);
    return kubernetesEvidence({
      ...sides,
      ...times,
      budgetMs: deployment ? readinessBudget(deployment) : 0,
      unreadyMs: pod => unready.of(pod),
      restarts: pod => restarts.of(pod),
    });
  }

  #provided(
    { definition, stepIndex, stepEnteredAt: since }: RolloutState,
    target: TargetDefinition,
    sides: Sides,
    now: number,
  ): EvidenceReport[] {
    const { evidence, entities, providers } = this.#options;
    const { annotations } = entities.get(definition.entityRef);
    // Without them a provider would find that it has nothing to do, which passes.
    if (!annotations) {
      return providers.map(provider =>
        unmeasured(provider, { since }, now, 'entity-not-known'),
      );
    }
    const { environment, cluster, namespace } = target;
    return evidence.latest({
      stepIndex,
      request: {
        entityRef: definition.entityRef,
        annotations,
        target: { environment, cluster, namespace },
        name: target.name,
        rolloutId: definition.id,
        image: target.image,
        since,
        canary: sides.canary.map(evidencePod),
        release: sides.release.map(evidencePod),
      },
    });
  }
}

/** What is compared in the present step; `undefined` where there is nothing to compare. */
function sidesOf(
  { definition, stepIndex }: RolloutState,
  { observation, pods, release, canary }: TargetScene,
): Sides | undefined {
  const { kind } = definition.steps[stepIndex];
  switch (kind) {
    case 'canary':
    case 'bake':
    case 'gate':
      // The gate of a rolling update stands before anything has changed.
      if (definition.strategy === 'rolling') return undefined;
      return {
        canary: pods.canary,
        release: [...pods.releaseNew, ...pods.releaseOld],
        wanted: observation.canary?.replicas ?? 0,
        deployment: canary,
      };
    case 'promote':
      if (observation.release?.rolloutId !== definition.id) return undefined;
      return {
        canary: pods.releaseNew,
        release: pods.releaseOld,
        wanted: observation.release.replicas,
        deployment: release,
      };
    case 'soak':
      return {
        canary: pods.releaseNew,
        release: pods.releaseOld,
        wanted: observation.release?.replicas ?? 0,
        deployment: release,
      };
    default:
      return undefined;
  }
}

function evidencePod({ metadata, status }: Pod): EvidencePod {
  const ready = status?.conditions?.find(
    condition => condition.type === 'Ready' && condition.status === 'True',
  );
  return {
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    ip: status?.podIP,
    readySince: timeOf(ready?.lastTransitionTime),
  };
}
