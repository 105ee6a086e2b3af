import { InputError } from '@backstage/errors';
import { ROLE_LABEL } from '@pilothouse/plugin-release-common';
import type { Deployment } from '../../workload/objects';
import { EPOCH_ANNOTATION, ROLLOUT_ANNOTATION } from './fields';
import { isRecord } from './isRecord';

/** What tools outside note about who made an object: a canary of ours was not made by them, and must not be pruned. */
const LABELS_OF_TOOLS = [
  'argocd.argoproj.io/instance',
  'app.kubernetes.io/managed-by',
  'helm.sh/chart',
  'helm.toolkit.fluxcd.io/name',
  'helm.toolkit.fluxcd.io/namespace',
  'kustomize.toolkit.fluxcd.io/name',
  'kustomize.toolkit.fluxcd.io/namespace',
];

/** Annotations of a pod template that tell of one moment of the release. */
const ANNOTATIONS_OF_A_MOMENT = [
  ROLLOUT_ANNOTATION,
  'kubectl.kubernetes.io/restartedAt',
];

/** One pod after the other, never fewer than there were. */
const ONE_BY_ONE = {
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
};

interface Named {
  namespace: string;
  name: string;
}

/** The image and the rollout's id: all that a rollout owns of a canary. */
export function imageBody(
  { namespace, name }: Named,
  change: { container: string; image: string; rolloutId: string },
): Record<string, unknown> {
  return {
    metadata: { name, namespace },
    spec: { template: templateBody(change) },
  };
}

/** The same of a release, and how it replaces its pods. */
export function promoteBody(
  { namespace, name }: Named,
  change: { container: string; image: string; rolloutId: string },
): Record<string, unknown> {
  return {
    metadata: { name, namespace },
    spec: {
      strategy: ONE_BY_ONE,
      template: templateBody(change),
    },
  };
}

function templateBody({
  container,
  image,
  rolloutId,
}: {
  container: string;
  image: string;
  rolloutId: string;
}) {
  return {
    metadata: { annotations: { [ROLLOUT_ANNOTATION]: rolloutId } },
    // Containers are keyed by their names: of this one we own the image only.
    spec: { containers: [{ name: container, image }] },
  };
}

/** Changes nothing but the version of the object, so that whatever was prepared before does not fit any more. */
export function fenceBody(
  { namespace, name }: Named,
  epoch: number,
): Record<string, unknown> {
  return {
    metadata: {
      name,
      namespace,
      annotations: { [EPOCH_ANNOTATION]: `${epoch}` },
    },
  };
}

/** A promotion with the whole recorded template: whatever else somebody has put into it goes. */
export function promotePatch(
  template: Record<string, unknown>,
  change: { container: string; image: string; rolloutId: string },
): object[] {
  const { metadata, spec } = template;
  const annotations = isRecord(metadata) ? metadata.annotations : undefined;
  const containers = isRecord(spec) ? spec.containers : undefined;
  const { container, image, rolloutId } = change;
  const value = {
    ...template,
    metadata: {
      ...(isRecord(metadata) && metadata),
      annotations: {
        ...(isRecord(annotations) && annotations),
        [ROLLOUT_ANNOTATION]: rolloutId,
      },
    },
    spec: {
      ...(isRecord(spec) && spec),
      containers: (Array.isArray(containers) ? containers : []).map(each =>
        isRecord(each) && each.name === container ? { ...each, image } : each,
      ),
    },
  };
  return [
    { op: 'replace', path: '/spec/template', value },
    { op: 'add', path: '/spec/strategy', value: ONE_BY_ONE },
  ];
}

/** Back to the recorded template, in one patch with the end of a pause: a paused Deployment would not go back. */
export function revertPatch(template: Record<string, unknown>): object[] {
  return [
    { op: 'replace', path: '/spec/template', value: template },
    { op: 'add', path: '/spec/paused', value: false },
  ];
}

/**
 * A canary made of its release, without pods: the same pods with the label `role: canary`.
 *
 * @param release - for its labels and selector, which caches have whole
 * @param template - the recorded pod template, which caches have not
 * @throws InputError where the release would take the canary's pods for its own
 */
export function canaryBody(
  { namespace, name }: Named,
  release: Deployment,
  template: Record<string, unknown>,
): Record<string, unknown> {
  const {
    selector = {},
    minReadySeconds,
    revisionHistoryLimit,
  } = release.spec ?? {};
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const role = matchLabels[ROLE_LABEL];
  if (role === undefined || role === 'canary') {
    throw new InputError(
      `Deployment ${release.metadata?.name} selects its pods without the label ${ROLE_LABEL}: ${release.metadata?.name} and ${name} would take each other's pods`,
    );
  }
  const canary = { [ROLE_LABEL]: 'canary' };
  const { metadata, spec } = template;
  const { labels, annotations } = isRecord(metadata)
    ? metadata
    : { labels: undefined, annotations: undefined };
  return {
    metadata: {
      name,
      namespace,
      labels: {
        ...without(release.metadata?.labels, LABELS_OF_TOOLS),
        ...canary,
      },
    },
    spec: {
      replicas: 0,
      selector: {
        matchLabels: { ...matchLabels, ...canary },
        ...(matchExpressions.length > 0 && {
          matchExpressions: matchExpressions.filter(
            ({ key }) => key !== ROLE_LABEL,
          ),
        }),
      },
      minReadySeconds,
      revisionHistoryLimit,
      template: {
        metadata: {
          labels: { ...(isRecord(labels) && labels), ...canary },
          annotations: without(annotations, ANNOTATIONS_OF_A_MOMENT),
        },
        spec,
      },
    },
  };
}

function without(map: unknown, keys: readonly string[]) {
  if (!isRecord(map)) return {};
  return Object.fromEntries(
    Object.entries(map).filter(([key]) => !keys.includes(key)),
  );
}
