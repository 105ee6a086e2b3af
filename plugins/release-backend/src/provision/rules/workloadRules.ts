import { KUBERNETES_ID_ANNOTATION } from '@pilothouse/plugin-release-common';
import { selects } from '../../selector/LabelSelector';
import type { Report } from '../manifests/Manifest';
import { at, textAt, textsAt, type Json } from '../manifests/reading';
import type { WorkloadManifest } from './workload';

/** What every container has to ask for; a limit on CPU is a matter of taste. */
const RESOURCES = [
  ['requests', 'cpu'],
  ['requests', 'memory'],
  ['limits', 'memory'],
] as const;

/** `registry:5000/group/name:1.0.0@sha256:…` */
function isPinned(image: string): boolean {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return true;
  const tag = /:([\w][\w.-]{0,127})$/.exec(image.slice(image.lastIndexOf('/')));
  return tag !== null && tag[1] !== 'latest';
}

function checkContainer(container: Json, report: Report): void {
  const name = textAt(container, 'name') ?? '';
  const image = textAt(container, 'image') ?? '';
  if (!isPinned(image)) report('latest-tag', { container: name, image });
  for (const path of RESOURCES) {
    if (at(container, 'resources', ...path) !== undefined) continue;
    report('no-resources', {
      container: name,
      field: `resources.${path.join('.')}`,
    });
  }
}

function checkLife(container: Json, report: Report): void {
  const name = textAt(container, 'name') ?? '';
  if (container.readinessProbe === undefined) {
    report('no-readiness-probe', { container: name });
  }
  if (container.livenessProbe === undefined) {
    report('no-liveness-probe', { container: name }, 'warning');
  }
  if (at(container, 'lifecycle', 'preStop') === undefined) {
    report('no-pre-stop', { container: name }, 'warning');
  }
}

function checkIdentity(
  { labels, manifest }: WorkloadManifest,
  wanted: string | undefined,
  report: Report,
): void {
  const own = textsAt(manifest.object, 'metadata', 'labels');
  const label = KUBERNETES_ID_ANNOTATION;
  const given = [own[label], labels[label]];
  const expected = wanted ?? given.find(id => id !== undefined) ?? 'NAME';
  if (given.some(id => id !== expected)) {
    report('no-kubernetes-id', { label, wanted: expected });
  }
}

/**
 * What a Deployment needs to be rolled out one pod at a time, beside a canary.
 *
 * @param kubernetesId - what its entity is found by; missing where the entity is not known
 */
export function checkWorkload(
  workload: WorkloadManifest,
  all: readonly WorkloadManifest[],
  kubernetesId: string | undefined,
  report: Report,
): void {
  const { manifest, selector, labels, containers, pod } = workload;
  checkIdentity(workload, kubernetesId, report);
  if (selector.requirements.length === 0 || !selects(selector, labels)) {
    report('selector-mismatch');
  }
  const rival = all.find(
    other => other !== workload && selects(selector, other.labels),
  );
  if (rival && selector.requirements.length > 0) {
    report('selectors-overlap', { other: rival.manifest.name });
  }
  if (workload.isCanary && workload.replicas !== 0) {
    report('canary-has-replicas', { replicas: workload.replicas ?? 1 });
  }
  if (containers.length === 0) {
    report('missing-field', { field: 'spec.template.spec.containers' });
  }
  for (const container of containers) {
    checkContainer(container, report);
    checkLife(container, report);
  }
  const first = pod.initContainers;
  for (const container of Array.isArray(first) ? first : []) {
    checkContainer(container, report);
  }
  if (manifest.kind.kind === 'StatefulSet' && workload.isCanary) {
    report('kind-not-allowed', {
      kind: 'A canary StatefulSet',
      apiVersion: manifest.kind.apiVersion,
    });
  }
}
