import type { WriteGoal } from '../../events';
import type { ObservedDeployment } from '../../observation';

/** What a pod template is made of, as far as a rollout sees it. */
export interface SimTemplate {
  image: string;
  rolloutId?: string;
  /** All that is in it beside: somebody's environment. */
  rest?: string;
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
  /** Of its ReplicaSets, the oldest first. */
  readonly #made: SimTemplate[] = [];

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
    if (isSame(template, this.template)) return false;
    this.#made.push(this.template);
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
        return this.setTemplate({
          ...this.template,
          image: goal.image,
          rolloutId,
        });
      case 'promote': {
        const { rest } = goal.whole ? recorded : this.template;
        return this.setTemplate({ image: goal.image, rolloutId, rest });
      }
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
      templateIsRecorded: isSame(this.template, recorded),
      ...(this.#isEdited() && { edited: true as const }),
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

  /** A ReplicaSet that is used again does not become younger. */
  #isEdited(): boolean {
    const { image, rolloutId } = this.template;
    const first = [...this.#made, this.template].find(
      made => made.image === image && made.rolloutId === rolloutId,
    );
    return rolloutId !== undefined && first?.rest !== this.template.rest;
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

function isSame(a: SimTemplate, b: SimTemplate): boolean {
  return (
    a.image === b.image && a.rolloutId === b.rolloutId && a.rest === b.rest
  );
}
