import type { Draft } from '../../types';
import { canonicalJson, safeHash } from '../hash';
import {
  byCreation,
  controllerReference,
  type Deployment,
  type PodTemplate,
  type ReplicaSet,
} from '../objects';
import { fencepostsOf } from './fenceposts';

export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
const TEMPLATE_HASH = 'pod-template-hash';

// Annotations of a deployment that its ReplicaSets do not inherit.
const OWN_ANNOTATIONS = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deprecated.deployment.rollback.to',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
]);

const HISTORY_LIMIT_CHARS = 2000;
const LONGEST_NAME = 253;

type Annotations = Record<string, string>;

function numberIn(
  { metadata }: ReplicaSet,
  annotation: string,
): number | undefined {
  const text = metadata.annotations?.[annotation];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The revision that a ReplicaSet stands for; 0 if it does not say. */
export function revisionOf(replicaSet: ReplicaSet): number {
  return numberIn(replicaSet, REVISION) ?? 0;
}

/** `spec.replicas` of the deployment when the ReplicaSet was last scaled. */
export function desiredReplicasOf(replicaSet: ReplicaSet): number | undefined {
  return numberIn(replicaSet, DESIRED_REPLICAS);
}

/** The same with the surge of that time. */
export function maxReplicasOf(replicaSet: ReplicaSet): number | undefined {
  return numberIn(replicaSet, MAX_REPLICAS);
}

/** Annotations of a ReplicaSet that remember how large the deployment was when it was scaled. */
export function replicasAnnotations(deployment: Deployment): Annotations {
  const { replicas } = deployment.spec;
  return {
    [DESIRED_REPLICAS]: String(replicas),
    [MAX_REPLICAS]: String(replicas + fencepostsOf(deployment).surge),
  };
}

// Templates are compared often and, being stored objects, never change: their text is made once.
const texts = new WeakMap<PodTemplate, string>();

function textOf(template: PodTemplate): string {
  const known = texts.get(template);
  if (known !== undefined) return known;
  const { [TEMPLATE_HASH]: _, ...labels } = template.metadata?.labels ?? {};
  const text = canonicalJson({
    ...template,
    metadata: { ...template.metadata, labels },
  });
  texts.set(template, text);
  return text;
}

/** Divides a deployment's ReplicaSets into that of the present template (of several the oldest) and all others. */
export function findCurrent(
  deployment: Deployment,
  replicaSets: ReplicaSet[],
): { current?: ReplicaSet; old: ReplicaSet[] } {
  const wanted = textOf(deployment.spec.template);
  const current = [...replicaSets]
    .sort(byCreation)
    .find(({ spec }) => textOf(spec.template) === wanted);
  return { current, old: replicaSets.filter(set => set !== current) };
}

/** Whether a ReplicaSet with that name but another template is in the way. */
export function hasTemplateOf(
  deployment: Deployment,
  replicaSet: ReplicaSet,
): boolean {
  return textOf(deployment.spec.template) === textOf(replicaSet.spec.template);
}

export function nextRevision(old: ReplicaSet[]): number {
  return Math.max(0, ...old.map(revisionOf)) + 1;
}

/**
 * The annotations that the present ReplicaSet should have: those of the deployment, and its revision. A ReplicaSet
 * that becomes the present one again gets a new revision and keeps the earlier ones in its history.
 */
export function annotationsOfCurrent(
  deployment: Deployment,
  present: Annotations,
  revision: number,
): Annotations {
  const annotations = { ...present };
  for (const [key, value] of Object.entries(
    deployment.metadata.annotations ?? {},
  )) {
    if (!OWN_ANNOTATIONS.has(key)) annotations[key] = value;
  }
  const before = present[REVISION];
  if (before !== undefined && !(Number(before) < revision)) return annotations;
  annotations[REVISION] = String(revision);
  if (before !== undefined) {
    annotations[REVISION_HISTORY] = appendToHistory(
      present[REVISION_HISTORY],
      before,
    );
  }
  return annotations;
}

function appendToHistory(history: string | undefined, revision: string) {
  const revisions = history ? history.split(',') : [];
  revisions.push(revision);
  while (revisions.join(',').length > HISTORY_LIMIT_CHARS) revisions.shift();
  return revisions.join(',');
}

function hashOf({ spec, status }: Deployment): string {
  return safeHash(`${textOf(spec.template)}${status?.collisionCount ?? ''}`);
}

/** The name of the ReplicaSet for the deployment's present template. */
export function nameOfCurrent(deployment: Deployment): string {
  const hash = hashOf(deployment);
  const longest = LONGEST_NAME - hash.length - 1;
  return `${deployment.metadata.name.slice(0, longest)}-${hash}`;
}

/** A ReplicaSet for the deployment's present template. */
export function newReplicaSet(
  deployment: Deployment,
  revision: number,
  replicas: number,
): Draft<ReplicaSet> {
  const { template, selector, minReadySeconds } = deployment.spec;
  const hash = hashOf(deployment);
  const labels = { ...template.metadata?.labels, [TEMPLATE_HASH]: hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: nameOfCurrent(deployment),
      namespace: deployment.metadata.namespace,
      labels,
      annotations: {
        ...annotationsOfCurrent(deployment, {}, revision),
        ...replicasAnnotations(deployment),
      },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas,
      ...(minReadySeconds && { minReadySeconds }),
      selector: {
        ...selector,
        matchLabels: { ...selector.matchLabels, [TEMPLATE_HASH]: hash },
      },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}
