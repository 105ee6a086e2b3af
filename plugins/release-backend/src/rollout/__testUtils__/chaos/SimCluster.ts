import type { Message } from '@pilothouse/plugin-release-common';
import type { TargetDefinition } from '../../definition';
import type { WriteIntent, WriteOutcomeName } from '../../events';
import type { TargetObservation } from '../../observation';
import { SimDeployment, type SimTemplate } from './SimDeployment';

export interface SimOutcome {
  outcome: WriteOutcomeName;
  generation?: number;
  managers?: string[];
  reason?: Message;
}

/** A write that changed something. */
export interface Effect {
  intent: WriteIntent;
  releaseReplicas: { before?: number; after?: number };
}

/** One cluster with the Deployments of one workload. */
export class SimCluster {
  release?: SimDeployment;
  canary?: SimDeployment;
  /** Whether requests get there. */
  reachable = true;
  /** Answers the next writes so, without doing them. */
  refuses = 0;
  ownedBy?: string;
  /** Why nothing can be read from it, though it is watched. */
  unreadable?: Message;
  badImages = new Set<string>();
  /** What people touched: nothing is promised about it. */
  readonly touched = new Set<'release' | 'canary'>();
  /** Its release has another spec, though the same template. */
  autoscaled = false;
  readonly #onEffect: (effect: Effect) => void;
  #versions = 100;
  #uids = 0;
  #namespaceGone = false;

  constructor(
    readonly target: TargetDefinition,
    private readonly rolloutId: string,
    onEffect: (effect: Effect) => void,
  ) {
    this.#onEffect = onEffect;
    this.release = this.#make(target.release.name, target.release);
    this.canary = target.canary && this.#make(target.canaryName, target.canary);
  }

  get recorded(): SimTemplate {
    return { image: this.target.release.image };
  }

  reconcile(): void {
    this.release?.reconcile(this.#isBad);
    this.canary?.reconcile(this.#isBad);
  }

  /** The write arrives, once. */
  arrive(intent: WriteIntent): SimOutcome {
    if (this.refuses > 0) {
      this.refuses -= 1;
      return { outcome: 'refused' };
    }
    const { role, goal, seen } = intent;
    if (goal.kind === 'create-canary') return this.#create(intent);
    const deployment = this[role];
    if (!deployment) return { outcome: 'conflict' };
    const fits =
      seen === undefined ||
      (seen.uid === deployment.uid &&
        seen.resourceVersion === `${deployment.resourceVersion}`);
    if (!fits) return { outcome: 'conflict' };
    const applies = goal.kind === 'promote' || goal.kind === 'set-canary-image';
    const { ownedBy } = this;
    if (applies && ownedBy && !intent.confirmed?.includes(ownedBy)) {
      return { outcome: 'owned', managers: [ownedBy] };
    }
    const before = this.release?.replicas;
    if (deployment.carryOut(goal, this.rolloutId, this.recorded)) {
      const after = this.release?.replicas;
      this.#onEffect({ intent, releaseReplicas: { before, after } });
    }
    return { outcome: 'done', generation: deployment.generation };
  }

  loseNamespace(): void {
    this.#namespaceGone = true;
    this.release = undefined;
    this.canary = undefined;
    this.touched.add('release').add('canary');
  }

  recreate(role: 'release' | 'canary'): void {
    const { release, canaryName } = this.target;
    const name = role === 'release' ? release.name : canaryName;
    this.#uids += 1;
    if (this.#namespaceGone) return;
    this[role] = this.#make(name, {
      uid: `${name}-again-${this.#uids}`,
      image: release.image,
      replicas: role === 'release' ? release.replicas : 0,
    });
  }

  /** As the cluster itself says it, or as a cache had it when it was read. */
  observe(): Omit<TargetObservation, 'current' | 'at'> {
    const canary = this.canary?.observe(this.recorded, this.#isBad);
    return {
      workloadId: this.target.workloadId,
      namespaceGone: this.#namespaceGone,
      release: this.release?.observe(this.recorded, this.#isBad),
      canary,
      canaryReady: canary
        ? canary.status.ready - (this.canary?.oldPods ?? 0)
        : 0,
    };
  }

  #isBad = (image: string) => this.badImages.has(image);

  #create(intent: WriteIntent): SimOutcome {
    if (this.canary || this.#namespaceGone) return { outcome: 'conflict' };
    this.recreate('canary');
    this.#onEffect({ intent, releaseReplicas: {} });
    return { outcome: 'done', generation: 1 };
  }

  #make(
    name: string,
    of: { uid: string; image: string; replicas: number },
  ): SimDeployment {
    return new SimDeployment(
      name,
      of.uid,
      { image: of.image },
      of.replicas,
      () => {
        this.#versions += 1;
        return this.#versions;
      },
    );
  }
}
