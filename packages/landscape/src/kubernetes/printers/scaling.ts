import type { KubeObject } from '../types';
import { age, integer, name, text, type Column } from './column';
import {
  fieldsAt,
  intOrTextAt,
  listAt,
  numberAt,
  textAt,
  type Fields,
} from './read';

const SHOWN_METRICS = 2;

function metric(spec: Fields, status: Fields | undefined): string {
  switch (textAt(spec, 'type')) {
    case 'Resource':
      return resourceMetric(spec, status, 'resource');
    case 'ContainerResource':
      return resourceMetric(spec, status, 'containerResource');
    case 'Pods':
      return plainMetric(spec, status, 'pods');
    case 'Object':
      return plainMetric(spec, status, 'object');
    case 'External':
      return plainMetric(spec, status, 'external');
    default:
      return '<unknown type>';
  }
}

/** `cpu: 12%/80%`, or `cpu: 120m/500m` when the target is an amount per pod. */
function resourceMetric(
  spec: Fields,
  status: Fields | undefined,
  source: string,
): string {
  const present = (field: string) =>
    status && intOrTextAt(status, `${source}.current.${field}`);
  const label = textAt(spec, `${source}.name`) ?? '';
  const average = intOrTextAt(spec, `${source}.target.averageValue`);
  if (average) {
    return `${label}: ${present('averageValue') ?? '<unknown>'}/${average}`;
  }
  const percent = (value: string | undefined, missing: string) =>
    value === undefined ? missing : `${value}%`;
  const current = percent(present('averageUtilization'), '<unknown>');
  const target = percent(
    intOrTextAt(spec, `${source}.target.averageUtilization`),
    '<auto>',
  );
  return `${label}: ${current}/${target}`;
}

/** `12/100`; an average over pods of something that is not measured per pod is marked as one. */
function plainMetric(
  spec: Fields,
  status: Fields | undefined,
  source: 'pods' | 'object' | 'external',
): string {
  const average = intOrTextAt(spec, `${source}.target.averageValue`);
  const field = average ? 'averageValue' : 'value';
  const current = status && intOrTextAt(status, `${source}.current.${field}`);
  const target = average ?? intOrTextAt(spec, `${source}.target.value`) ?? '0';
  const mark = average && source !== 'pods' ? ' (avg)' : '';
  return `${current ?? '<unknown>'}/${target}${mark}`;
}

function targets(autoscaler: KubeObject): string {
  const statuses = listAt(autoscaler, 'status.currentMetrics');
  const metrics = listAt(autoscaler, 'spec.metrics').map((spec, index) =>
    metric(spec, statuses[index]),
  );
  if (metrics.length === 0) return '<none>';
  const shown = metrics.slice(0, SHOWN_METRICS).join(', ');
  return metrics.length > SHOWN_METRICS
    ? `${shown} + ${metrics.length - SHOWN_METRICS} more...`
    : shown;
}

function reference(autoscaler: KubeObject): string {
  const target = fieldsAt(autoscaler, 'spec.scaleTargetRef') ?? {};
  return `${textAt(target, 'kind') ?? ''}/${textAt(target, 'name') ?? ''}`;
}

export const horizontalPodAutoscalers: Column[] = [
  name,
  text('Reference', 'What is scaled.', reference),
  text('Targets', 'Measured and wanted value of each metric.', targets),
  text(
    'MinPods',
    'Fewest pods.',
    object => intOrTextAt(object, 'spec.minReplicas') ?? '<unset>',
  ),
  text('MaxPods', 'Most pods.', object => numberAt(object, 'spec.maxReplicas')),
  text('Replicas', 'Pods at present.', object =>
    numberAt(object, 'status.currentReplicas'),
  ),
  age,
];

export const podDisruptionBudgets: Column[] = [
  name,
  text(
    'Min Available',
    'Fewest pods that must stay available.',
    object => intOrTextAt(object, 'spec.minAvailable') ?? 'N/A',
  ),
  text(
    'Max Unavailable',
    'Most pods that may be unavailable.',
    object => intOrTextAt(object, 'spec.maxUnavailable') ?? 'N/A',
  ),
  integer('Allowed Disruptions', 'Pods that may be disrupted now.', object =>
    numberAt(object, 'status.disruptionsAllowed'),
  ),
  age,
];

/** The subresource `/scale`. */
export const scales: Column[] = [
  { ...name, format: '' },
  integer('Desired', 'Pods that are wanted.', object =>
    numberAt(object, 'spec.replicas'),
  ),
  integer('Available', 'Pods that exist.', object =>
    numberAt(object, 'status.replicas'),
  ),
  age,
];
