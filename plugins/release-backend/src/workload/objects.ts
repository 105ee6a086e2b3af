import type {
  ObjectCache,
  WatchedKinds,
} from '@pilothouse/plugin-clusters-node';

export type Deployment = WatchedKinds['deployments'];
export type ReplicaSet = WatchedKinds['replicasets'];
export type Pod = WatchedKinds['pods'];
export type Namespace = WatchedKinds['namespaces'];

/** What one cluster has of the kinds that every view needs. Reading never reaches the cluster. */
export interface WorkloadObjects {
  namespaces: ObjectCache<Namespace>;
  deployments: ObjectCache<Deployment>;
  replicasets: ObjectCache<ReplicaSet>;
  pods: ObjectCache<Pod>;
}

/** The annotation in which the controller counts revisions, on Deployments and ReplicaSets. */
const REVISION_ANNOTATION = 'deployment.kubernetes.io/revision';
/** The revisions that a ReplicaSet stood for earlier, with commas between them. */
const REVISION_HISTORY_ANNOTATION = 'deployment.kubernetes.io/revision-history';

/** @returns `undefined` before the controller has counted it */
export function revisionOf(
  object: Deployment | ReplicaSet,
): number | undefined {
  return wholeNumber(object.metadata?.annotations?.[REVISION_ANNOTATION]);
}

/**
 * The revision for which the controller made a ReplicaSet. One whose template comes back gets a new revision, and keeps
 * the ones that it had, oldest first.
 * @returns `undefined` before the controller has counted it
 */
export function firstRevisionOf(set: ReplicaSet): number | undefined {
  const history = set.metadata?.annotations?.[REVISION_HISTORY_ANNOTATION];
  const [oldest] = history?.split(',') ?? [];
  return wholeNumber(oldest) ?? revisionOf(set);
}

/** The ReplicaSets of a Deployment: those that it controls, whatever their labels say. */
export function replicaSetsOf(
  deployment: Deployment,
  objects: Pick<WorkloadObjects, 'replicasets'>,
): readonly ReplicaSet[] {
  const { namespace, uid } = deployment.metadata ?? {};
  return uid ? objects.replicasets.ownedBy(namespace, uid) : [];
}

/** The pods of a ReplicaSet: those that it controls, whatever their labels say. */
export function podsOf(
  replicaSet: ReplicaSet,
  objects: Pick<WorkloadObjects, 'pods'>,
): readonly Pod[] {
  const { namespace, uid } = replicaSet.metadata ?? {};
  return uid ? objects.pods.ownedBy(namespace, uid) : [];
}

/** Text from a cluster, cut to what a message may carry. */
export function capped(text: string | undefined, length = 1000): string {
  return (text ?? '').slice(0, length);
}

/** @returns milliseconds since the epoch; `undefined` for what is no time */
export function timeOf(text: string | undefined): number | undefined {
  const time = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text)
    ? Number(text)
    : undefined;
}
