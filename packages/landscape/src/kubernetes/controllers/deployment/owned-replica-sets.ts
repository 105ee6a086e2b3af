import { isDeepStrictEqual } from 'node:util';
import { claim } from '../claims';
import type { ControllerContext } from '../context';
import { kinds, type Deployment, type ReplicaSet } from '../objects';
import {
  annotationsOfCurrent,
  findCurrent,
  newReplicaSet,
  nextRevision,
  replicasAnnotations,
  REVISION,
  revisionOf,
} from './revisions';
import { replicasOfCurrent, type Rollout, type Scale } from './scaling';
import { hasRevisionHistoryLimit } from './status';

const MANAGER = 'kube-controller-manager';

/** The deployment controller as Events name it. */
export const SOURCE = { component: 'deployment-controller' };

/** The ReplicaSets of one deployment as they are during one pass, and all writes to them. */
export class OwnedReplicaSets {
  readonly #context: ControllerContext;
  readonly #deployment: Deployment;
  #all: ReplicaSet[];

  constructor(context: ControllerContext, deployment: Deployment) {
    this.#context = context;
    this.#deployment = deployment;
    this.#all = claim(context, context.replicaSets, deployment);
  }

  get all(): readonly ReplicaSet[] {
    return this.#all;
  }

  /** The deployment with its present and its old ReplicaSets. */
  rollout(): Rollout {
    return {
      deployment: this.#deployment,
      ...findCurrent(this.#deployment, this.#all),
    };
  }

  /** Brings the present ReplicaSet's annotations and minReadySeconds up to date; the answer is its revision, if any. */
  syncCurrent(): string | undefined {
    const { current, old } = this.rollout();
    if (!current) return undefined;
    const { metadata, spec } = current;
    const annotations = annotationsOfCurrent(
      this.#deployment,
      metadata.annotations ?? {},
      nextRevision(old),
    );
    const { minReadySeconds = 0 } = this.#deployment.spec;
    const outdated =
      !isDeepStrictEqual(annotations, { ...metadata.annotations }) ||
      minReadySeconds !== (spec.minReadySeconds ?? 0);
    if (outdated) {
      this.#update({
        ...current,
        metadata: { ...metadata, annotations },
        spec: { ...spec, minReadySeconds },
      });
    }
    return annotations[REVISION];
  }

  /** Makes the ReplicaSet of the present template, as large as it may be at first. */
  create(): ReplicaSet {
    const { old } = this.rollout();
    const replicas = replicasOfCurrent(this.#deployment, old, 0);
    const draft = newReplicaSet(this.#deployment, nextRevision(old), replicas);
    const created = this.#context.api.create(kinds.replicaSets, draft, {
      manager: MANAGER,
    });
    this.#all = [...this.#all, created];
    if (replicas > 0) this.#announce(created.metadata.name, 0, replicas);
    return created;
  }

  scale({ replicaSet, replicas }: Scale): void {
    const { uid } = replicaSet.metadata;
    // An earlier step of the same plan may have changed it.
    const latest =
      this.#all.find(({ metadata }) => metadata.uid === uid) ?? replicaSet;
    const annotations = {
      ...latest.metadata.annotations,
      ...replicasAnnotations(this.#deployment),
    };
    const before = latest.spec.replicas;
    if (
      before === replicas &&
      isDeepStrictEqual(annotations, { ...latest.metadata.annotations })
    ) {
      return;
    }
    this.#update({
      ...latest,
      metadata: { ...latest.metadata, annotations },
      spec: { ...latest.spec, replicas },
    });
    if (before !== replicas) {
      this.#announce(latest.metadata.name, before, replicas);
    }
  }

  /** Whether any pod of an old ReplicaSet may still be running. */
  oldPodsRemain(): boolean {
    return this.rollout().old.some(
      ({ metadata, status }) =>
        (status?.replicas ?? 0) > 0 ||
        [...this.#context.pods.controlledBy(metadata.uid)].some(
          pod =>
            pod.status?.phase !== 'Failed' && pod.status?.phase !== 'Succeeded',
        ),
    );
  }

  /** Deletes the oldest ReplicaSets without pods beyond the history limit. */
  cleanUp(): void {
    if (!hasRevisionHistoryLimit(this.#deployment)) return;
    const { revisionHistoryLimit = 0 } = this.#deployment.spec;
    const kept = this.rollout().old.filter(
      ({ metadata }) => !metadata.deletionTimestamp,
    );
    const surplus = kept.length - revisionHistoryLimit;
    if (surplus <= 0) return;
    kept.sort((a, b) => revisionOf(a) - revisionOf(b));
    for (const replicaSet of kept.slice(0, surplus)) {
      if (isSettledAtZero(replicaSet)) this.#delete(replicaSet);
    }
  }

  #delete({ metadata: { namespace, name, uid } }: ReplicaSet): void {
    this.#context.api.delete(kinds.replicaSets, namespace, name, {
      propagationPolicy: 'Background',
    });
    this.#all = this.#all.filter(({ metadata }) => metadata.uid !== uid);
  }

  #update(replicaSet: ReplicaSet): void {
    const updated = this.#context.api.update(kinds.replicaSets, replicaSet, {
      manager: MANAGER,
    });
    this.#all = this.#all.map(other =>
      other.metadata.uid === updated.metadata.uid ? updated : other,
    );
  }

  #announce(name: string, from: number, to: number): void {
    const direction = to > from ? 'up' : 'down';
    this.#context.events.record(this.#deployment, SOURCE, {
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled ${direction} replica set ${name} from ${from} to ${to}`,
    });
  }
}

function isSettledAtZero({ metadata, spec, status }: ReplicaSet): boolean {
  return (
    spec.replicas === 0 &&
    (status?.replicas ?? 0) === 0 &&
    (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}
