import { ROLE_LABEL } from '@pilothouse/plugin-release-common';
import type { LabelSelector, Requirement } from '../../selector/LabelSelector';
import type { Manifest } from '../manifests/Manifest';
import {
  numberAt,
  recordAt,
  recordsAt,
  textAt,
  textsAt,
  type Json,
} from '../manifests/reading';

/** A Deployment or StatefulSet of the manifests, as rules look at it. */
export interface WorkloadManifest {
  manifest: Manifest;
  selector: LabelSelector;
  /** Of its pods. */
  labels: Readonly<Record<string, string>>;
  pod: Json;
  containers: readonly Json[];
  isCanary: boolean;
  /** Missing where they are somebody else's, such as an autoscaler's. */
  replicas?: number;
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

function expressionOf(expression: Json): Requirement | undefined {
  const key = textAt(expression, 'key') ?? '';
  const values = Array.isArray(expression.values)
    ? expression.values.filter(value => typeof value === 'string')
    : [];
  const operator = OPERATORS.find(name => name === expression.operator);
  if (operator === undefined) return undefined;
  return operator === 'In' || operator === 'NotIn'
    ? { key, operator, values }
    : { key, operator };
}

/** A selector of `matchLabels` and `matchExpressions`. An empty one selects everything, as in Kubernetes. */
export function selectorAt(value: unknown, ...path: string[]): LabelSelector {
  const selector = recordAt(value, ...path);
  return {
    requirements: [
      ...labelRequirements(textsAt(selector, 'matchLabels')),
      ...recordsAt(selector, 'matchExpressions').flatMap(
        expression => expressionOf(expression) ?? [],
      ),
    ],
  };
}

/** A selector of labels alone, as a Service has it. */
export function labelRequirements(
  labels: Readonly<Record<string, string>>,
): Requirement[] {
  return Object.entries(labels).map(([key, value]) => ({
    key,
    operator: 'In',
    values: [value],
  }));
}

/** `app=order-api, role=release` */
export function selectorWords({ requirements }: LabelSelector): string {
  return requirements
    .map(requirement => {
      const { key, operator } = requirement;
      return 'values' in requirement
        ? `${key} ${operator} ${requirement.values.join('|')}`
        : `${key} ${operator}`;
    })
    .join(', ');
}

export function workloadsOf(
  manifests: readonly Manifest[],
): WorkloadManifest[] {
  return manifests
    .filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind.kind))
    .map(manifest => {
      const { object } = manifest;
      const pod = recordAt(object, 'spec', 'template', 'spec');
      const labels = textsAt(object, 'spec', 'template', 'metadata', 'labels');
      return {
        manifest,
        labels,
        pod,
        selector: selectorAt(object, 'spec', 'selector'),
        containers: recordsAt(pod, 'containers'),
        isCanary: labels[ROLE_LABEL] === 'canary',
        replicas: numberAt(object, 'spec', 'replicas'),
      };
    });
}
