import type { Deployment, ReplicaSet } from '../workload/objects';

/** One step of a JSON Patch. */
export interface PatchOperation {
  op: 'add' | 'replace';
  path: string;
  value: unknown;
}

/** What an operation does to a Deployment: through its scale, or as a patch. */
export type DeploymentEffect =
  | { kind: 'scale'; replicas: number }
  | { kind: 'patch'; operations: PatchOperation[] };

/** As kubectl calls it, so that both see the other's restarts. */
export const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

const HASH_LABEL = 'pod-template-hash';

/** What belongs to the Deployment itself and not to one of its revisions; as kubectl's `rollout undo` leaves it out. */
const OWN_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

/** A step of a path in a JSON Patch. */
function segment(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** New pods of the same template, as the Deployment's strategy makes them. */
export function restartEffect(
  deployment: Deployment,
  now: number,
): DeploymentEffect {
  const path = '/spec/template/metadata';
  const { metadata } = deployment.spec?.template ?? {};
  // The API server tells times to the second.
  const value = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  const annotation = { [RESTARTED_AT]: value };
  if (!metadata) {
    return patch({ op: 'add', path, value: { annotations: annotation } });
  }
  if (!metadata.annotations) {
    return patch({ op: 'add', path: `${path}/annotations`, value: annotation });
  }
  return patch({
    op: 'add',
    path: `${path}/annotations/${segment(RESTARTED_AT)}`,
    value,
  });
}

export function pauseEffect(paused: boolean): DeploymentEffect {
  return patch({ op: 'add', path: '/spec/paused', value: paused });
}

/** The pod template of a revision, without the label that tells its ReplicaSets apart. */
export function templateOf(replicaSet: ReplicaSet): Record<string, unknown> {
  const { metadata, ...rest } = replicaSet.spec?.template ?? {};
  const { labels = {}, ...others } = metadata ?? {};
  const { [HASH_LABEL]: _, ...kept } = labels;
  return { metadata: { ...others, labels: kept }, ...rest };
}

/**
 * What `kubectl rollout undo` does: the template of the revision, and its annotations, so that its change cause comes
 * back too.
 */
export function rollBackEffect(
  deployment: Deployment,
  replicaSet: ReplicaSet,
): DeploymentEffect {
  const present = deployment.metadata?.annotations ?? {};
  const revision = replicaSet.metadata?.annotations ?? {};
  const isOwn = ([key]: [string, string]) => OWN_ANNOTATIONS.includes(key);
  const annotations = Object.fromEntries([
    ...Object.entries(revision).filter(entry => !isOwn(entry)),
    ...Object.entries(present).filter(isOwn),
  ]);
  return patch(
    { op: 'replace', path: '/spec/template', value: templateOf(replicaSet) },
    { op: 'add', path: '/metadata/annotations', value: annotations },
  );
}

function patch(...operations: PatchOperation[]): DeploymentEffect {
  return { kind: 'patch', operations };
}
