import type { Observation } from '../../observation';
import type { RolloutState, TargetProgress } from '../../state';
import { effectiveGate } from '../../steps/gate';
import type { Effect, SimCluster } from './SimCluster';
import type { SimWorld } from './SimWorld';

const LONGEST_GAP_MS = 5 * 60_000;

/** What is promised in every run, whatever happens. */
export const PROMISES = {
  a: 'the replicas of a release are never changed by us',
  b: 'nothing is promoted without the full observed bake, passing evidence and the gate',
  c: 'no key has two effects',
  d: 'no canary is above 0 after the end',
  e: 'nothing is appended or takes effect after it was settled or fenced',
  f: 'every rollout ends when people stop interfering',
  g: 'a release that was not promoted ends as it was recorded',
} as const;

export type Promise7 = keyof typeof PROMISES;

export class Broken extends Error {
  constructor(readonly promise: Promise7, detail: string) {
    super(`(${promise}) ${PROMISES[promise]}: ${detail}`);
  }
}

/** Watches a run from outside, with its own idea of what was observed. */
export class Checks {
  /** How long the bake of each workload was really seen to be well. */
  readonly #baked = new Map<string, { at?: number; ms: number }>();
  readonly #effects = new Map<string, number>();
  /** Clusters that were not seen, or too late, when it ended: what a person did there to a canary at 0 could not be seen either. */
  readonly #unseen = new Set<string>();
  #checkedEvents = 0;
  #epoch = 0;

  /** A replica looked at the world, and decided on that. */
  look(world: SimWorld, state: RolloutState, observation: Observation): void {
    const step = state.definition.steps[state.stepIndex];
    if (state.phase !== 'running' || step?.kind !== 'bake') return;
    const { workloadId } = step;
    const baked = this.#baked.get(workloadId) ?? { ms: 0 };
    const now = world.real();
    const gap = baked.at === undefined ? Infinity : now - baked.at;
    const good = isWell(state, observation, workloadId);
    const credit = good && gap <= LONGEST_GAP_MS ? gap : 0;
    this.#baked.set(workloadId, {
      ms: baked.ms + credit,
      at: good ? now : baked.at,
    });
  }

  /** A write of ours changed something. */
  effect(world: SimWorld, { intent, releaseReplicas }: Effect): void {
    const { key, workloadId, role, goal } = intent;
    const { before, after } = releaseReplicas;
    if (before !== after) throw new Broken('a', `${before} to ${after}`);
    const effects = (this.#effects.get(key) ?? 0) + 1;
    this.#effects.set(key, effects);
    const cluster = world.clusters.get(workloadId);
    // Whether what is not there was made and then deleted by somebody nobody can tell; it has no pods.
    const deleted =
      goal.kind === 'create-canary' && cluster?.touched.has('canary');
    if (effects > 1 && !deleted) throw new Broken('c', key);
    const again = key.includes('+') && goal.kind !== 'fence';
    const changed = cluster?.touched.has(role) || cluster?.autoscaled;
    if (again && !changed) {
      throw new Broken('c', `${key}, though nobody undid it`);
    }
    const { pending } = world.state;
    const isOpen =
      pending?.workloadId === workloadId &&
      pending.role === role &&
      pending.seen?.resourceVersion === intent.seen?.resourceVersion;
    // A canary that is made late is harmless: it has no pods.
    if (!isOpen && goal.kind !== 'create-canary') throw new Broken('e', key);
    if (goal.kind === 'promote') this.#promoted(world, workloadId);
  }

  /** Something may have been appended. */
  stored({ store, clusters, holders }: SimWorld): void {
    for (const { epoch, event } of store.events.slice(this.#checkedEvents)) {
      if (epoch !== undefined && epoch < this.#epoch) {
        throw new Broken('e', `${event.type} of epoch ${epoch}`);
      }
      this.#epoch = Math.max(this.#epoch, epoch ?? 0);
      if (event.type !== 'ended') continue;
      const lags = holders.some(holder => holder.lags);
      for (const [workloadId, { reachable }] of clusters) {
        if (lags || !reachable) this.#unseen.add(workloadId);
      }
    }
    this.#checkedEvents = store.events.length;
  }

  /** It has ended, and whatever was late has arrived. */
  ended(world: SimWorld): void {
    const { outcome, targets, phase } = world.state;
    if (phase !== 'ended') throw new Broken('f', summary(world));
    for (const [workloadId, cluster] of world.clusters) {
      const progress = targets[workloadId];
      if (!progress) continue;
      const byPeople =
        this.#unseen.has(workloadId) &&
        cluster.touched.has('canary') &&
        progress.canary.replicas === 0;
      if (!byPeople) checkCanary(cluster, progress);
      checkRelease(cluster, progress, outcome === 'succeeded');
    }
  }

  #promoted(world: SimWorld, workloadId: string): void {
    const { definition, approval, promoted } = world.state;
    const bake = definition.steps.find(
      step => step.kind === 'bake' && step.workloadId === workloadId,
    );
    const ms = this.#baked.get(workloadId)?.ms ?? 0;
    if (bake && ms < bake.holdMs) {
      throw new Broken('b', `${ms} ms of ${bake.holdMs}`);
    }
    const gate = effectiveGate(definition);
    if (gate === 'approval' && !approval) throw new Broken('b', 'no approval');
    if (gate === 'manual' && !promoted) throw new Broken('b', 'not pressed');
  }
}

/** The canary has as many ready pods of the image as the plan or a person says, and evidence passes. */
function isWell(
  { definition, targets }: RolloutState,
  { targets: seen, evidence }: Observation,
  workloadId: string,
): boolean {
  const { current, canary, canaryReady } = seen[workloadId] ?? {};
  const wanted =
    targets[workloadId]?.adopted?.replicas ??
    definition.policy.maxCanaryReplicas;
  return (
    current === true &&
    canary?.rolloutId === definition.id &&
    (canaryReady ?? 0) >= wanted &&
    evidence.length > 0 &&
    evidence.every(({ verdict }) => verdict === 'pass')
  );
}

function checkCanary(
  { canary }: SimCluster,
  { canaryUsed, canary: known }: TargetProgress,
) {
  const ours = canaryUsed && (!known.uid || known.uid === canary?.uid);
  if (canary && ours && canary.replicas > 0) {
    throw new Broken('d', `${canary.name} has ${canary.replicas}`);
  }
}

function checkRelease(
  { release, touched, target, recorded }: SimCluster,
  { promote }: TargetProgress,
  succeeded: boolean,
) {
  if (!release || touched.has('release')) return;
  const isPromoted = promote === 'complete';
  if (succeeded && !isPromoted) throw new Broken('g', 'it was not promoted');
  const expected = isPromoted ? target.image : recorded.image;
  const { image } = release.template;
  if (image !== expected || release.paused) {
    throw new Broken('g', `${image} instead of ${expected}`);
  }
}

function summary({ state, verdict, freeze }: SimWorld): string {
  const { phase, stepIndex, pending, stuck, drift, pause, hold } = state;
  return JSON.stringify({
    phase,
    step: state.definition.steps[stepIndex]?.kind,
    pending,
    stuck,
    drift,
    pause,
    hold,
    verdict,
    freeze,
  });
}
