import { isDeepStrictEqual } from 'node:util';
import { ApiError } from '../../api-error';
import { candidateOwners, claim } from '../claims';
import type { ControllerContext } from '../context';
import {
  controllerOf,
  keyOf,
  kinds,
  type Pod,
  type PodTemplate,
  type StatefulSet,
} from '../objects';
import {
  isAvailable,
  isReady,
  isTerminal,
  readySince,
} from '../pods/conditions';
import {
  claimsFor,
  ordinalOf,
  ordinalsOf,
  podFor,
  revisionOfPod,
  revisionOfSet,
} from './pods';
import { statefulSetStatus } from './status';

const MANAGER = 'kube-controller-manager';
const SOURCE = { component: 'statefulset-controller' };

/**
 * Keeps the numbered pods of every StatefulSet: created in order, each when the one before is available; removed and
 * updated in reverse order, one at a time. With the policy `Parallel` nothing waits except updates.
 */
export function startStatefulSetController(context: ControllerContext): void {
  const { statefulSets, pods, clock, api } = context;
  // Templates by revision, for pods below the partition that have to be made anew. There are no ControllerRevisions.
  const templates = new Map<string, PodTemplate>();

  const queue = context.queue(key => {
    const set = statefulSets.get(key);
    if (!set) return undefined;
    const owned = claim(context, pods, set);
    const revision = revisionOfSet(set);
    templates.set(revision, set.spec.template);
    let refusal: ApiError | undefined;
    try {
      if (!set.metadata.deletionTimestamp) advance(set, owned, revision);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refusal = error;
    }
    writeStatus(set, revision);
    wakeWhenAvailable(set, owned);
    return refusal && 'retry';
  });

  function advance(set: StatefulSet, owned: Pod[], revision: string): void {
    const byOrdinal = new Map(owned.map(pod => [ordinalOf(pod), pod]));
    const ordinals = ordinalsOf(set);
    const inOrder = set.spec.podManagementPolicy !== 'Parallel';

    for (const ordinal of ordinals) {
      const pod = byOrdinal.get(ordinal);
      if (!pod) createPod(set, ordinal, revision);
      else if (isTerminal(pod) && !pod.metadata.deletionTimestamp) {
        deletePod(set, pod);
      } else if (isUp(set, pod)) continue;
      if (inOrder) return;
    }

    const condemned = [...byOrdinal]
      .filter(
        ([ordinal]) => ordinal !== undefined && !ordinals.includes(ordinal),
      )
      .sort(([a = 0], [b = 0]) => b - a)
      .map(([, pod]) => pod);
    if (inOrder) {
      const [last] = condemned;
      if (last && !last.metadata.deletionTimestamp) deletePod(set, last);
      if (last) return;
    }
    for (const pod of condemned) {
      if (!pod.metadata.deletionTimestamp) deletePod(set, pod);
    }
    updateNext(set, byOrdinal, ordinals, revision);
  }

  function updateNext(
    set: StatefulSet,
    byOrdinal: Map<number | undefined, Pod>,
    ordinals: number[],
    revision: string,
  ): void {
    const { updateStrategy } = set.spec;
    if (updateStrategy?.type === 'OnDelete') return;
    const partition = updateStrategy?.rollingUpdate?.partition ?? 0;
    for (const ordinal of ordinals.slice(partition).reverse()) {
      const pod = byOrdinal.get(ordinal);
      if (!pod) return;
      const outdated = revisionOfPod(pod) !== revision;
      if (outdated && !pod.metadata.deletionTimestamp) {
        deletePod(set, pod);
        return;
      }
      if (!isUp(set, pod)) return;
    }
  }

  function isUp({ spec }: StatefulSet, pod: Pod): boolean {
    return (
      !pod.metadata.deletionTimestamp &&
      pod.status?.phase === 'Running' &&
      isAvailable(pod, spec.minReadySeconds ?? 0, clock.now())
    );
  }

  function createPod(
    set: StatefulSet,
    ordinal: number,
    revision: string,
  ): void {
    const { updateStrategy, ordinals } = set.spec;
    const partition = updateStrategy?.rollingUpdate?.partition ?? 0;
    const earlier = set.status?.currentRevision;
    const earlierTemplate = earlier && templates.get(earlier);
    const keepsEarlier =
      earlierTemplate && ordinal < (ordinals?.start ?? 0) + partition;
    const draft = keepsEarlier
      ? podFor(set, ordinal, earlierTemplate, earlier)
      : podFor(set, ordinal, set.spec.template, revision);
    const { name } = draft.metadata;
    createClaims(set, ordinal, name ?? '');
    try {
      api.create(kinds.pods, draft, { manager: MANAGER });
      record(
        set,
        'SuccessfulCreate',
        `Create Pod ${name} in StatefulSet ${set.metadata.name} successful`,
      );
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      record(
        set,
        'FailedCreate',
        `Create Pod ${name} in StatefulSet ${set.metadata.name} failed error: ${error.message}`,
      );
      throw error;
    }
  }

  // A claim outlives its pod, so that the next pod of that name finds its data.
  function createClaims(set: StatefulSet, ordinal: number, pod: string): void {
    for (const draft of claimsFor(set, ordinal).values()) {
      const { namespace, name = '' } = draft.metadata;
      if (api.get(kinds.persistentVolumeClaims, namespace, name)) continue;
      api.create(kinds.persistentVolumeClaims, draft, { manager: MANAGER });
      record(
        set,
        'SuccessfulCreate',
        `Create Claim ${name} Pod ${pod} in StatefulSet ${set.metadata.name} success`,
      );
    }
  }

  function deletePod(set: StatefulSet, { metadata }: Pod): void {
    api.delete(kinds.pods, metadata.namespace, metadata.name);
    record(
      set,
      'SuccessfulDelete',
      `Delete Pod ${metadata.name} in StatefulSet ${set.metadata.name} successful`,
    );
  }

  function record(about: StatefulSet, reason: string, message: string): void {
    const type = reason.startsWith('Failed') ? 'Warning' : 'Normal';
    context.events.record(about, SOURCE, { type, reason, message });
  }

  function writeStatus(set: StatefulSet, revision: string): void {
    const now = [...pods.controlledBy(set.metadata.uid)];
    const status = statefulSetStatus(set, now, revision, clock.now());
    if (isDeepStrictEqual(status, set.status)) return;
    api.update(
      kinds.statefulSets,
      { ...set, status },
      { manager: MANAGER, subresource: 'status' },
    );
  }

  function wakeWhenAvailable(set: StatefulSet, owned: Pod[]): void {
    const { minReadySeconds = 0 } = set.spec;
    const now = clock.now();
    const moments = owned
      .filter(isReady)
      .map(pod => (readySince(pod) ?? 0) + minReadySeconds * 1000)
      .filter(at => at > now);
    if (moments.length === 0) return;
    queue.addAfter(keyOf(set), Math.min(...moments) - now);
  }

  statefulSets.subscribe(({ type, object }) => {
    if (type !== 'DELETED') queue.add(keyOf(object));
  });
  pods.subscribe(({ object, previous }) => {
    for (const pod of previous ? [previous, object] : [object]) {
      const owner = controllerOf(pod);
      if (owner?.kind === 'StatefulSet') {
        queue.add(`${pod.metadata.namespace}/${owner.name}`);
      }
    }
    for (const owner of candidateOwners(statefulSets, object)) {
      queue.add(keyOf(owner));
    }
  });
}
