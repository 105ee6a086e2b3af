import type { WriteGoal } from '../../events';
import type { ObservedDeployment } from '../../observation';

/** What a pod template is made of, as far as a rollout sees it. */
export interface SimTemplate {
  image: string;
  rolloutId?: string;
}

/** A Deployment and its controller, with one pod template and counts of pods instead of pods. */
export class SimDeployment {
  resourceVersion: number;
  generation = 1;
  observedGeneration = 1;
  paused = false;
  fence?: number;
  /** Pods of the present template, and of those before. */
  newPods: number;
  oldPods = 0;
  stalled = 0;

  constructor(
    readonly name: string,
    readonly uid: string,
    public template: SimTemplate,
    public replicas: number,
    private readonly nextVersion: () => number,
  ) {
    this.newPods = replicas;
    this.resourceVersion = nextVersion();
  }

  /** Anything that moves the version and nothing else. */
  touch(): void {
    this.resourceVersion = this.nextVersion();
  }

  setTemplate(template: SimTemplate): boolean {
    const { image, rolloutId } = this.template;
    if (image === template.image && rolloutId === template.rolloutId) {
      return false;
    }
    this.template = template;
    this.oldPods += this.newPods;
    this.newPods = 0;
    this.stalled = 0;
    this.changed();
    return true;
  }

  setReplicas(replicas: number): boolean {
    if (replicas === this.replicas) return false;
    this.replicas = replicas;
    this.changed();
    return true;
  }

  /** @returns whether it changed anything */
  carryOut(goal: WriteGoal, rolloutId: string, recorded: SimTemplate): boolean {
    switch (goal.kind) {
      case 'set-canary-image':
      case 'promote':
        return this.setTemplate({ image: goal.image, rolloutId });
      case 'scale-canary':
        return this.setReplicas(goal.replicas);
      case 'revert': {
        const resumed = this.paused;
        this.paused = false;
        return this.setTemplate(recorded) || resumed;
      }
      case 'fence': {
        const moves = this.fence !== goal.epoch;
        this.fence = goal.epoch;
        if (moves) this.touch();
        return moves;
      }
      default:
        return false;
    }
  }

  /** What its controller does in a second: one pod at a time; pods of a bad image never get ready. */
  reconcile(isBad: (image: string) => boolean): void {
    const before = JSON.stringify(this.#counts());
    this.observedGeneration = this.generation;
    if (!this.paused) this.#roll(isBad(this.template.image));
    if (JSON.stringify(this.#counts()) !== before) this.touch();
  }

  observe(recorded: SimTemplate, isBad: (image: string) => boolean) {
    const ready = isBad(this.template.image) ? 0 : this.newPods;
    const { image, rolloutId } = this.template;
    return {
      name: this.name,
      uid: this.uid,
      resourceVersion: `${this.resourceVersion}`,
      generation: this.generation,
      observedGeneration: this.observedGeneration,
      image,
      rolloutId,
      fence: this.fence,
      templateIsRecorded:
        image === recorded.image && rolloutId === recorded.rolloutId,
      paused: this.paused,
      replicas: this.replicas,
      status: {
        replicas: this.newPods + this.oldPods,
        updated: this.newPods,
        ready: ready + this.oldPods,
        available: ready + this.oldPods,
      },
      progressing:
        this.stalled > 40 ? 'ProgressDeadlineExceeded' : 'ReplicaSetUpdated',
    } satisfies ObservedDeployment;
  }

  #roll(bad: boolean): void {
    const { replicas } = this;
    if (this.oldPods === 0) {
      this.newPods = replicas;
      return;
    }
    if (replicas === 0) {
      this.oldPods = 0;
      this.newPods = 0;
      return;
    }
    if (bad) {
      this.newPods = 1;
      this.stalled += 1;
      return;
    }
    this.newPods = Math.min(replicas, this.newPods + 1);
    this.oldPods = Math.max(0, replicas - this.newPods);
  }

  #counts() {
    const { observedGeneration, newPods, oldPods, stalled } = this;
    return { observedGeneration, newPods, oldPods, stalled: stalled > 40 };
  }

  private changed(): void {
    this.generation += 1;
    this.touch();
  }
}
