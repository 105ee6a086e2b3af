import { ApiError } from '../api-error';
import { resources } from '../resources';
import type { KubeObject, ResourceType } from '../types';
import { anyObject } from './objects';

/** Whether an object passes. */
export type FieldFilter = (object: KubeObject) => boolean;

const NAME = ['metadata.name', 'metadata.namespace'];

/** The kinds that select by more than their name. */
const moreFields = new Map<ResourceType, string[]>([
  [
    resources.pods,
    [
      'spec.nodeName',
      'spec.restartPolicy',
      'spec.schedulerName',
      'spec.serviceAccountName',
      'spec.hostNetwork',
      'status.phase',
      'status.podIP',
      'status.podIPs',
      'status.nominatedNodeName',
    ],
  ],
  [
    resources.events,
    [
      'involvedObject.kind',
      'involvedObject.namespace',
      'involvedObject.name',
      'involvedObject.uid',
      'involvedObject.apiVersion',
      'involvedObject.resourceVersion',
      'involvedObject.fieldPath',
      'reason',
      'reportingComponent',
      'source',
      'type',
    ],
  ],
  [resources.namespaces, ['status.phase']],
  [resources.nodes, ['spec.unschedulable']],
  [resources.secrets, ['type']],
  [resources.services, ['spec.clusterIP', 'spec.type']],
  [resources.jobs, ['status.successful']],
]);

/**
 * Reads a `fieldSelector` such as `status.phase=Running,spec.nodeName!=node-1`.
 *
 * @throws ApiError BadRequest for a wrong form and for fields by which the kind cannot be selected
 */
export function parseFieldSelector(
  type: ResourceType,
  text: string,
): FieldFilter {
  const filters = splitTerms(text).map(term => parseTerm(type, term));
  return object => filters.every(filter => filter(object));
}

function splitTerms(text: string): string[] {
  // A backslash keeps the comma behind it in the value.
  return (text.match(/(?:\\.|[^,\\])+/g) ?? []).filter(term => term !== '');
}

function parseTerm(type: ResourceType, term: string): FieldFilter {
  const match = /^((?:\\.|[^=!\\])*)(==|!=|=)(.*)$/s.exec(term);
  if (!match)
    throw new ApiError(
      'BadRequest',
      `invalid selector: '${term}'; can't understand '${term}'`,
    );
  const [, field, operator, escaped] = match;
  const value = escaped.replace(/\\(.)/gs, '$1');
  if (!NAME.includes(field) && !moreFields.get(type)?.includes(field))
    throw new ApiError('BadRequest', unknownField(type, field));
  const wanted = operator !== '!=';
  return object => (read(object, field) === value) === wanted;
}

function unknownField(type: ResourceType, field: string): string {
  if (type === resources.jobs)
    return `field label "${field}" not supported for Job`;
  return type.custom || moreFields.has(type)
    ? `field label not supported: ${field}`
    : `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

function read(object: KubeObject, path: string): string {
  // An Event's source is an object; its component is what is selected by.
  const field = path === 'source' ? 'source.component' : path;
  let value: unknown = anyObject(object);
  for (const part of field.split('.')) {
    if (typeof value !== 'object' || value === null) return defaultOf(path);
    value = Object.entries(value).find(([key]) => key === part)?.[1];
  }
  return value === undefined ? defaultOf(path) : String(value);
}

function defaultOf(path: string): string {
  switch (path) {
    case 'spec.unschedulable':
    case 'spec.hostNetwork':
      return 'false';
    case 'status.successful':
      return '0';
    default:
      return '';
  }
}
