import { isDeepStrictEqual } from 'node:util';
import { ApiError } from '../../api-error';
import { isNamespaceTerminating } from '../claims';
import { findCondition, withCondition } from '../conditions';
import type { ControllerContext } from '../context';
import {
  controllerOf,
  keyOf,
  kinds,
  type Condition,
  type Deployment,
  type DeploymentStatus,
  type ReplicaSet,
} from '../objects';
import type { WorkQueue } from '../work-queue';
import { OwnedReplicaSets, SOURCE } from './owned-replica-sets';
import {
  desiredReplicasOf,
  hasTemplateOf,
  nameOfCurrent,
  REVISION,
} from './revisions';
import { active, planRollingUpdate, planScaling } from './scaling';
import {
  countedStatus,
  deadlineOf,
  hasProgressDeadline,
  isComplete,
  progressing,
  rolloutStatus,
  type ProgressReason,
} from './status';

/** One look at one deployment, ending in at most one write of its status. */
export class DeploymentPass {
  readonly #context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #deployment: Deployment;
  readonly #replicaSets: OwnedReplicaSets;
  readonly #now: number;
  #conditions: Condition[];
  #revision: string | undefined;

  constructor(
    context: ControllerContext,
    queue: WorkQueue,
    deployment: Deployment,
  ) {
    this.#context = context;
    this.#queue = queue;
    this.#deployment = deployment;
    this.#replicaSets = new OwnedReplicaSets(context, deployment);
    this.#now = context.clock.now();
    this.#conditions = deployment.status?.conditions ?? [];
    this.#revision = deployment.metadata.annotations?.[REVISION];
  }

  run(): void {
    const { metadata, spec } = this.#deployment;
    if (metadata.deletionTimestamp) {
      this.#write(this.#counted());
      return;
    }
    this.#notePause();
    this.#syncCurrent();
    if (spec.paused || this.#isScalingEvent()) {
      for (const step of planScaling(this.#replicaSets.rollout())) {
        this.#replicaSets.scale(step);
      }
      if (spec.paused) this.#replicaSets.cleanUp();
      this.#write(this.#counted());
      return;
    }
    if (spec.strategy.type === 'Recreate') this.#recreate();
    else this.#rollingUpdate();
    this.#write(
      rolloutStatus(
        this.#replicaSets.rollout(),
        { ...this.#deployment.status, conditions: this.#conditions },
        this.#now,
      ),
    );
  }

  #rollingUpdate(): void {
    const current = this.#replicaSets.rollout().current ?? this.#create();
    const steps = planRollingUpdate({
      ...this.#replicaSets.rollout(),
      current,
    });
    for (const step of steps) this.#replicaSets.scale(step);
    if (steps.length === 0) this.#cleanUpWhenComplete();
  }

  // Never both old and new pods: the new ReplicaSet comes when the last old pod is gone.
  #recreate(): void {
    const running = active(this.#replicaSets.rollout().old);
    for (const replicaSet of running) {
      this.#replicaSets.scale({ replicaSet, replicas: 0 });
    }
    if (running.length > 0 || this.#replicaSets.oldPodsRemain()) return;
    const current = this.#replicaSets.rollout().current ?? this.#create();
    const { replicas } = this.#deployment.spec;
    if (current.spec.replicas !== replicas) {
      this.#replicaSets.scale({ replicaSet: current, replicas });
    }
    this.#cleanUpWhenComplete();
  }

  // Time spent paused must not count against the deadline.
  #notePause(): void {
    if (!hasProgressDeadline(this.#deployment)) return;
    const reason = findCondition(this.#conditions, 'Progressing')?.reason;
    if (reason === 'ProgressDeadlineExceeded') return;
    const { paused } = this.#deployment.spec;
    if (paused && reason !== 'DeploymentPaused') {
      this.#setProgress('DeploymentPaused', 'Deployment is paused');
    } else if (!paused && reason === 'DeploymentPaused') {
      this.#setProgress('DeploymentResumed', 'Deployment is resumed');
    }
  }

  #syncCurrent(): void {
    const revision = this.#replicaSets.syncCurrent();
    const { current } = this.#replicaSets.rollout();
    if (!current) return;
    this.#revision = revision;
    if (
      hasProgressDeadline(this.#deployment) &&
      !findCondition(this.#conditions, 'Progressing')
    ) {
      this.#setProgress(
        'FoundNewReplicaSet',
        `Found new replica set "${current.metadata.name}"`,
      );
    }
  }

  #isScalingEvent(): boolean {
    const { replicas } = this.#deployment.spec;
    return active([...this.#replicaSets.all]).some(replicaSet => {
      const desired = desiredReplicasOf(replicaSet);
      return desired !== undefined && desired !== replicas;
    });
  }

  #create(): ReplicaSet {
    try {
      const created = this.#replicaSets.create();
      this.#revision = created.metadata.annotations?.[REVISION];
      if (hasProgressDeadline(this.#deployment)) {
        this.#setProgress(
          'NewReplicaSetCreated',
          `Created new replica set "${created.metadata.name}"`,
        );
      }
      return created;
    } catch (error) {
      if (error instanceof ApiError) this.#noteFailedCreate(error);
      throw error;
    }
  }

  #noteFailedCreate(error: ApiError): void {
    const name = nameOfCurrent(this.#deployment);
    if (isNamespaceTerminating(error)) return;
    if (error.reason === 'AlreadyExists') {
      this.#noteCollision(name);
      return;
    }
    const message = `Failed to create new replica set "${name}": ${error.message}`;
    this.#context.events.record(this.#deployment, SOURCE, {
      type: 'Warning',
      reason: 'ReplicaSetCreateError',
      message,
    });
    if (!hasProgressDeadline(this.#deployment)) return;
    this.#setProgress('ReplicaSetCreateError', message);
    this.#write({ ...this.#deployment.status, conditions: this.#conditions });
  }

  // Another template has the same hash: a count that goes into the hash makes the next attempt differ.
  #noteCollision(name: string): void {
    const { metadata, status } = this.#deployment;
    const taken = this.#context.replicaSets.get(
      `${metadata.namespace}/${name}`,
    );
    if (
      taken &&
      controllerOf(taken)?.uid === metadata.uid &&
      hasTemplateOf(this.#deployment, taken)
    ) {
      return;
    }
    this.#write({
      ...status,
      collisionCount: (status?.collisionCount ?? 0) + 1,
    });
  }

  #cleanUpWhenComplete(): void {
    const { status } = this.#deployment;
    if (status && isComplete(this.#deployment, status)) {
      this.#replicaSets.cleanUp();
    }
  }

  #counted(): DeploymentStatus {
    return countedStatus(
      this.#replicaSets.rollout(),
      this.#conditions,
      this.#now,
    );
  }

  #setProgress(reason: ProgressReason, message: string): void {
    this.#conditions = withCondition(
      this.#conditions,
      progressing(reason, message, this.#now),
    );
  }

  // The revision goes along: like the real controller's, the write of a status may change annotations.
  #write(status: DeploymentStatus): void {
    const { metadata } = this.#deployment;
    const annotations = {
      ...metadata.annotations,
      ...(this.#revision && { [REVISION]: this.#revision }),
    };
    if (
      isDeepStrictEqual(status, this.#deployment.status) &&
      isDeepStrictEqual(annotations, { ...metadata.annotations })
    ) {
      this.#wakeAtDeadline(status);
      return;
    }
    this.#context.api.update(
      kinds.deployments,
      { ...this.#deployment, metadata: { ...metadata, annotations }, status },
      { manager: 'kube-controller-manager', subresource: 'status' },
    );
  }

  #wakeAtDeadline(status: DeploymentStatus): void {
    const present = findCondition(status.conditions, 'Progressing');
    if (!present || !hasProgressDeadline(this.#deployment)) return;
    if (isComplete(this.#deployment, status)) return;
    if (present.reason === 'ProgressDeadlineExceeded') return;
    const remaining = deadlineOf(this.#deployment, present) - this.#now;
    // Times in conditions are whole seconds: a second later it is certainly over.
    this.#queue.addAfter(
      keyOf(this.#deployment),
      Math.max(0, remaining) + 1000,
    );
  }
}
